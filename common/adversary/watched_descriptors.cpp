#include "common/adversary/watched_descriptors.hpp"

#include <fcntl.h>

namespace pots::adv {

WatchedDescriptors::WatchedDescriptors() {
  for (int fd = 0; fd < kWatched; ++fd) {
    open_[static_cast<std::size_t>(fd)] = ::fcntl(fd, F_GETFD) != -1;
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
