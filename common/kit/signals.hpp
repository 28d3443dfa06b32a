// Every program of the course calls ignore_sigpipe() first thing in main().
#pragma once

#include <csignal>

namespace pots {

// Writing to a peer that has gone kills a program by default, before it can
// look at the return value. After this call write() fails with EPIPE instead.
inline void ignore_sigpipe() { std::signal(SIGPIPE, SIG_IGN); }

}  // namespace pots
