// Exactly n bytes: a branch for every answer that the kernel may give.
#include "pots/exactly.hpp"

#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace pots {

// --- yours ---
// It works on a quiet day: each function asks the kernel once.
std::size_t read_exactly(int fd, std::span<char> buf) {
  if (buf.empty()) return 0;
  const ssize_t n = ::read(fd, buf.data(), buf.size());
  if (n < 0) throw std::system_error(errno, std::system_category(), "read");
  return static_cast<std::size_t>(n);
}

void write_all(int fd, std::string_view data) {
  if (data.empty()) return;
  const ssize_t n = ::write(fd, data.data(), data.size());
  if (n < 0) throw std::system_error(errno, std::system_category(), "write");
}
// --- end ---

}  // namespace pots
