// select: poll in another form.
#include <errno.h>

#include <algorithm>
#include <cstdint>

#include "common/adversary/scheduler/virtual_descriptors.hpp"

namespace pots::adv {

bool is_virtual_select(int count, fd_set* const (&sets)[3]) {
  if (!controlled()) return false;
  bool any = false;
  for (int fd = 0; fd < std::min(count, FD_SETSIZE); ++fd) {
    for (const fd_set* set : sets) {
      if (set == nullptr || !FD_ISSET(fd, set)) continue;
      if (is_virtual(fd)) return true;
      any = true;
    }
  }
  return !any;
}

int virtual_select(int count, fd_set* const (&sets)[3], std::int64_t timeout,
                   const void* pc) {
  // What Linux takes for readable, writable and exceptional.
  static constexpr short kAsked[3] = {POLLIN, POLLOUT, POLLPRI};
  static constexpr short kMeans[3] = {POLLIN | POLLHUP | POLLERR | POLLNVAL,
                                      POLLOUT | POLLERR, POLLPRI};
  pollfd entries[kVirtualNumbers];
  nfds_t n = 0;
  for (int fd = 0; fd < std::min(count, FD_SETSIZE); ++fd) {
    short events = 0;
    for (int i = 0; i < 3; ++i) {
      if (sets[i] != nullptr && FD_ISSET(fd, sets[i])) events |= kAsked[i];
    }
    if (events == 0) continue;
    if (n == kVirtualNumbers) {
      errno = EINVAL;
      return -1;
    }
    entries[n++] = {fd, events, 0};
  }
  const int result = virtual_poll("select", entries, n, timeout, pc);
  if (result < 0) return result;
  int bits = 0;
  for (nfds_t k = 0; k < n; ++k) {
    if ((entries[k].revents & POLLNVAL) != 0) {
      errno = EBADF;
      return -1;
    }
  }
  for (int i = 0; i < 3; ++i) {
    if (sets[i] == nullptr) continue;
    FD_ZERO(sets[i]);
    for (nfds_t k = 0; k < n; ++k) {
      const bool asked = (entries[k].events & kAsked[i]) != 0;
      if (!asked || (entries[k].revents & kMeans[i]) == 0) continue;
      FD_SET(entries[k].fd, sets[i]);
      ++bits;
    }
  }
  return bits;
}

}  // namespace pots::adv
