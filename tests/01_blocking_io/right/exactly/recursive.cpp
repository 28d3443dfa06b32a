// One step, then the rest of the task: recursion instead of a loop.
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "pots/exactly.hpp"

namespace pots {

std::size_t read_exactly(int fd, std::span<char> buf) {
  if (buf.empty()) return 0;
  const ssize_t n = ::read(fd, buf.data(), buf.size());
  if (n == 0) return 0;
  if (n > 0) {
    const auto here = static_cast<std::size_t>(n);
    return here + read_exactly(fd, buf.subspan(here));
  }
  if (errno == EINTR) return read_exactly(fd, buf);
  throw std::system_error(errno, std::system_category(), "read");
}

void write_all(int fd, std::string_view data) {
  if (data.empty()) return;
  const ssize_t n = ::write(fd, data.data(), data.size());
  if (n >= 0) return write_all(fd, data.substr(static_cast<std::size_t>(n)));
  if (errno == EINTR) return write_all(fd, data);
  throw std::system_error(errno, std::system_category(), "write");
}

}  // namespace pots
