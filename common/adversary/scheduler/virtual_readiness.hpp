// What poll and epoll would say of a file now.
#pragma once

#include "common/adversary/scheduler/virtual_files.hpp"

namespace pots::adv {

// All of POLLIN, POLLOUT, POLLHUP... that is so, asked for or not.
int ready_events(const VirtualFile& file);
// The running thread is told of these events: whoever made them so has been
// before it.
void learn_from(const VirtualFile& file, int events);

}  // namespace pots::adv
