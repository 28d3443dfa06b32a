#include "common/adversary/watched_descriptors.hpp"

#include <poll.h>
#include <sys/syscall.h>
#include <time.h>

#include "common/adversary/raw_call.hpp"

namespace pots::adv {

WatchedDescriptors::WatchedDescriptors() {
  // One call instead of one a number; past the player, who answers to poll.
  pollfd entries[kWatched];
  for (int fd = 0; fd < kWatched; ++fd) entries[fd] = {fd, 0, 0};
  const timespec at_once{};
  raw_call(SYS_ppoll, entries, kWatched, &at_once, nullptr, 8);
  for (std::size_t fd = 0; fd < kWatched; ++fd) {
    open_[fd] = (entries[fd].revents & POLLNVAL) == 0;
  }
}

std::string WatchedDescriptors::difference() const {
  const WatchedDescriptors now;
  for (std::size_t fd = 0; fd < kWatched; ++fd) {
    if (open_[fd] == now.open_[fd]) continue;
    return "descriptor " + std::to_string(fd) +
           (now.open_[fd] ? " was left open" : " was closed, but is not yours");
  }
  return "";
}

}  // namespace pots::adv
