// See watched.hpp.
#include "common/adversary/loop/watched.hpp"

#include <cstdint>
#include <cstdio>
#include <fstream>
#include <string>

namespace pots::adv {

std::vector<epoll_event> watched_by(int epfd) {
  std::vector<epoll_event> found;
  std::ifstream info("/proc/self/fdinfo/" + std::to_string(epfd));
  for (std::string line; std::getline(info, line);) {
    int fd = 0;
    unsigned mask = 0;
    unsigned long long data = 0;
    // "tfd:        5 events:       19 data:                5  pos:0 …"
    if (std::sscanf(line.c_str(), "tfd: %d events: %x data: %llx", &fd, &mask,
                    &data) != 3) {
      continue;
    }
    epoll_event event{};
    event.events = mask & (EPOLLIN | EPOLLOUT);
    event.data.u64 = data;
    if (event.events != 0) found.push_back(event);
  }
  return found;
}

}  // namespace pots::adv
