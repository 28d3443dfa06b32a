// The signals that end a program, caught to say where it ended.
#pragma once

namespace pots::adv {

// From now on each fatal signal (SIGSEGV, SIGABRT, SIGXCPU, …) calls `handler`,
// on a stack of its own, so that a program that has used up its stack can
// still be told about. The handler must end the process.
void catch_fatal_signals(void (*handler)(int signal));

// The signals end the process at once again.
void release_fatal_signals();

}  // namespace pots::adv
