// Exactly n bytes: a branch for every answer that the kernel may give.
#include "pots/exactly.hpp"

#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace pots {

// --- yours ---
std::size_t read_exactly(int fd, std::span<char> buf) {
  std::size_t done = 0;
  while (done < buf.size()) {
    const ssize_t n = ::read(fd, buf.data() + done, buf.size() - done);
    if (n > 0) {
      done += static_cast<std::size_t>(n);
    } else if (n == 0) {
      return done;  // end of file
    } else if (errno != EINTR) {
      throw std::system_error(errno, std::system_category(), "read");
    }
  }
  return done;
}

void write_all(int fd, std::string_view data) {
  while (!data.empty()) {
    const ssize_t n = ::write(fd, data.data(), data.size());
    if (n >= 0) {
      data.remove_prefix(static_cast<std::size_t>(n));
    } else if (errno != EINTR) {
      throw std::system_error(errno, std::system_category(), "write");
    }
  }
}
// --- end ---

}  // namespace pots
