// Keeps a case away from the rest of the machine: a read-only view of the file
// system, its own /tmp, processes and network, if bubblewrap can do it here.
#pragma once

#include <string>
#include <vector>

namespace pots::judge {

enum class Isolation {
  kBubblewrap,         // files, processes and network of its own
  kBubblewrapHostNet,  // the same, but the machine's network
  kProcessesOnly,      // no wall; everything it starts is killed afterwards
};

// What works here. Tried once per process (about 10 ms), then remembered.
Isolation isolation();

// "bubblewrap", or "processes only": for the board.
std::string isolation_level();

// The command that runs `argv` behind the wall. `visible`: folders that must be
// seen inside even if they lie below /tmp. The working directory is /tmp, empty
// and writable; for kProcessesOnly argv comes back as it is, and the caller
// chooses the directory. Descriptors are passed on.
std::vector<std::string> wrap(Isolation isolation,
                              const std::vector<std::string>& argv,
                              const std::vector<std::string>& visible);

}  // namespace pots::judge
