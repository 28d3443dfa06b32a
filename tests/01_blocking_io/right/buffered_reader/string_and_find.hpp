// Everything unread is one std::string; find goes on where it stopped.
#pragma once

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "pots/errors.hpp"

namespace pots {

class BufferedReader {
 public:
  explicit BufferedReader(int fd, std::size_t capacity = 4096)
      : fd_(fd), piece_(capacity) {}

  std::optional<std::string> read_line(std::size_t max = 65536) {
    std::size_t searched = 0;
    std::size_t end = std::string::npos;
    while ((end = unread_.find('\n', searched)) == std::string::npos) {
      searched = unread_.size();
      if (searched > max) throw protocol_error("line too long");
      if (more()) continue;
      if (unread_.empty()) return std::nullopt;
      return std::exchange(unread_, {});
    }
    if (end > max) throw protocol_error("line too long");
    std::string line = unread_.substr(0, end);
    unread_.erase(0, end + 1);
    if (!line.empty() && line.back() == '\r') line.pop_back();
    return line;
  }

  std::size_t read_exactly(std::span<char> buf) {
    while (unread_.size() < buf.size() && more()) {
    }
    const std::size_t n = std::min(buf.size(), unread_.size());
    std::copy_n(unread_.begin(), n, buf.begin());
    unread_.erase(0, n);
    return n;
  }

 private:
  // Adds what one read gives; false at end of file.
  bool more() {
    while (true) {
      const ssize_t n = ::read(fd_, piece_.data(), piece_.size());
      if (n >= 0) {
        unread_.append(piece_.data(), static_cast<std::size_t>(n));
        return n > 0;
      }
      if (errno != EINTR) {
        throw std::system_error(errno, std::system_category(), "read");
      }
    }
  }

  int fd_;
  std::vector<char> piece_;
  std::string unread_;
};

}  // namespace pots
