// A ring: bytes are taken out at one end and read in at the other.
#pragma once

#include <sys/uio.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <system_error>
#include <vector>

#include "pots/errors.hpp"

namespace pots {

class BufferedReader {
 public:
  explicit BufferedReader(int fd, std::size_t capacity = 4096)
      : fd_(fd), ring_(capacity) {}

  std::optional<std::string> read_line(std::size_t max = 65536) {
    std::string line;
    while (held_ > 0 || fill()) {
      const char byte = pop();
      if (byte == '\n') {
        if (line.ends_with('\r')) line.pop_back();
        return line;
      }
      if (line.size() == max) throw protocol_error("line too long");
      line += byte;
    }
    return line.empty() ? std::nullopt : std::optional(line);
  }

  std::size_t read_exactly(std::span<char> buf) {
    std::size_t done = 0;
    while (done < buf.size() && (held_ > 0 || fill())) buf[done++] = pop();
    return done;
  }

 private:
  char pop() {
    const char byte = ring_[first_];
    first_ = (first_ + 1) % ring_.size();
    --held_;
    return byte;
  }

  // Reads into all that is free: behind the held bytes up to the end of the
  // ring, and on from its beginning. False at end of file.
  bool fill() {
    const std::size_t from = (first_ + held_) % ring_.size();
    const std::size_t room = ring_.size() - held_;
    const std::size_t behind = std::min(room, ring_.size() - from);
    const iovec parts[] = {{ring_.data() + from, behind},
                           {ring_.data(), room - behind}};
    ssize_t n;
    while ((n = ::readv(fd_, parts, 2)) < 0) {
      if (errno == EINTR) continue;
      throw std::system_error(errno, std::system_category(), "readv");
    }
    held_ += static_cast<std::size_t>(n);
    return n > 0;
  }

  int fd_;
  std::vector<char> ring_;
  std::size_t first_ = 0;
  std::size_t held_ = 0;
};

}  // namespace pots
