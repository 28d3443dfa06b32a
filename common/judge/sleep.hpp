// Tells from a thread's system call whether it may ever wake up by itself.
#pragma once

#include <string>
#include <vector>

#include "common/judge/proc.hpp"

namespace pots::judge {

enum class Sleep {
  kAwake,    // runs, or wants to
  kTimed,    // sleeps, and a clock will wake it; or: not known
  kForever,  // sleeps until somebody else does something; or is dead
};

// From the state and the arguments alone.
Sleep sleep_of(const ThreadState& thread);

// A clock that the arguments do not show: an armed timerfd, a POSIX timer, a
// socket with a timeout. (alarm() and setitimer() cannot be seen from outside.)
bool has_hidden_clock(pid_t pid);

// "read(fd 5): a pipe into which nobody writes". `everybody`: all processes of
// the case, among which the other end of a pipe is looked for.
std::string in_words(const ThreadState& thread,
                     const std::vector<pid_t>& everybody);

}  // namespace pots::judge
