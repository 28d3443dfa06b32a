// Two ways to run the threads of a program one at a time.
//
// Fibers: each thread runs on the stack of a *donor*, a real thread that
// sleeps; a switch is a change of stacks. Real threads: each donor runs its
// thread itself and they hand a token round. The schedules are the same; the
// second is slower by a factor of ten and a check on the first.
//
// With fibers a thread must still see its own thread_local variables. Where
// the program has some, each switch also sets the register that points to
// them, to the donor's (9 ns, or 100 to 3,500 where a system call is needed).
// Where it has none, the register stays, and only what the C++ runtime keeps
// for a thread (exceptions being handled, errno) is exchanged.
#pragma once

#include "common/adversary/scheduler/machine.hpp"

namespace pots::adv {

// Before the first execution of a process. Threads other than the body's get
// donors as they are needed.
void prepare_fibers(bool real_threads);

// Gives `thread` a stack that will enter `entry`, which must not return with
// fibers, and may with real threads (the donor then waits for the next one).
void prepare_fiber(Thread& thread, void (*entry)());

// Stops `from`, the caller, and lets `to` go on. Returns when somebody
// switches back to `from`.
void switch_to(Thread& from, Thread& to);

}  // namespace pots::adv
