// What poll would say of a file now.
#pragma once

#include "common/adversary/scheduler/virtual_files.hpp"

namespace pots::adv {

// All of POLLIN, POLLOUT, POLLHUP... that is so, asked for or not.
int ready_events(const VirtualFile& file);

}  // namespace pots::adv
