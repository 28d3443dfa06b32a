// In a file of its own: its lines are what counterexamples point at.
#include "subject.hpp"

#include <unistd.h>

#include <cerrno>

namespace pots::adv {

long read_all(int fd, char* to, std::size_t n) {
  std::size_t done = 0;
  while (done < n) {
    const ssize_t got = ::read(fd, to + done, n - done);
    if (got == -1 && errno == EINTR) continue;
    if (got == -1) return -1;
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  return static_cast<long>(done);
}

long read_once(int fd, char* to, std::size_t n) { return ::read(fd, to, n); }

long read_past_the_end(int fd, char* to, std::size_t n) {
  std::size_t done = 0;
  while (done < n) {
    const ssize_t got = ::read(fd, to + done, n - done);
    if (got > 0) done += static_cast<std::size_t>(got);
  }
  return static_cast<long>(done);
}

}  // namespace pots::adv
