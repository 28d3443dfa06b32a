// Waits with poll, so that read and write find something to do.
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "pots/exactly.hpp"

namespace pots {
namespace {

[[noreturn]] void give_up(const char* what) {
  throw std::system_error(errno, std::system_category(), what);
}

void wait_for(int fd, short events) {
  pollfd entry{fd, events, 0};
  while (::poll(&entry, 1, -1) < 0) {
    if (errno != EINTR) give_up("poll");
  }
}

}  // namespace

std::size_t read_exactly(int fd, std::span<char> buf) {
  std::size_t done = 0;
  while (done < buf.size()) {
    wait_for(fd, POLLIN);
    const ssize_t n = ::read(fd, &buf[done], buf.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) give_up("read");
    if (n == 0) break;
    done += static_cast<std::size_t>(n);
  }
  return done;
}

void write_all(int fd, std::string_view data) {
  while (!data.empty()) {
    wait_for(fd, POLLOUT);
    const ssize_t n = ::write(fd, data.data(), data.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) give_up("write");
    data.remove_prefix(static_cast<std::size_t>(n));
  }
}

}  // namespace pots
