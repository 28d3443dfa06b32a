// Who waits for what, and where in the source: what a student needs to see
// when a program stands still.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace pots::judge {

// One paragraph per thread of these processes (dead ones left out):
//   thread 1 (main): read(fd 5): a pipe into which nobody writes
//       lessons/01_blocking_io/exactly.cpp:14 in read_exactly
// Frames whose file lies below source_root, innermost first. Stops each
// process for a moment (ptrace); they must be descendants of the caller.
std::string describe_threads(const std::vector<pid_t>& processes,
                             const std::string& source_root);

}  // namespace pots::judge
