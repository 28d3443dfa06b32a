// Through a small buffer of its own, at most four bytes at a time.
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

#include "pots/exactly.hpp"

namespace pots {

std::size_t read_exactly(int fd, std::span<char> buf) {
  std::array<char, 4> piece;
  std::span<char> missing = buf;
  while (!missing.empty()) {
    ssize_t n;
    do {
      n = ::read(fd, piece.data(), std::min(piece.size(), missing.size()));
    } while (n == -1 && errno == EINTR);
    if (n == -1) {
      const int error = errno;
      throw std::system_error(error, std::system_category(), "read");
    }
    if (n == 0) break;
    std::copy_n(piece.begin(), n, missing.begin());
    missing = missing.subspan(static_cast<std::size_t>(n));
  }
  return buf.size() - missing.size();
}

void write_all(int fd, std::string_view data) {
  for (std::size_t done = 0; done < data.size();) {
    const std::string_view piece = data.substr(done, 4);
    const ssize_t n = ::write(fd, piece.data(), piece.size());
    if (n > 0) done += static_cast<std::size_t>(n);
    if (n < 0 && errno != EINTR) {
      throw std::system_error(errno, std::system_category(), "write");
    }
  }
}

}  // namespace pots
