// What an epoll descriptor watches, as the kernel tells it.
#pragma once

#include <sys/epoll.h>

#include <vector>

namespace pots::adv {

// An event for each descriptor in `epfd`, as if all that is watched for were
// so; in the kernel's order. Empty if it is no epoll descriptor.
std::vector<epoll_event> watched_by(int epfd);

}  // namespace pots::adv
