// thread_local variables: every thread starts with fresh ones, and their
// destructors run when it ends.
#pragma once

#include "common/adversary/scheduler/machine.hpp"

namespace pots::adv {

// Whether the program has thread_local variables of its own.
bool program_has_thread_locals();
// Notes what the body's variables are now, to come back to it.
void prepare_thread_locals();
// Gives `thread` the variables that a new thread has. Does nothing where the
// program has none.
void reset_thread_locals(Thread& thread);
// Runs the destructors that the running thread has registered, last first.
void run_thread_local_destructors();
// Of pthread_key_create.
void run_key_destructors();

}  // namespace pots::adv
