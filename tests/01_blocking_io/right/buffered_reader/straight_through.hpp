// Bytes that are counted go straight to the caller; the end is remembered.
#pragma once

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <system_error>

#include "pots/errors.hpp"

namespace pots {

class BufferedReader {
 public:
  explicit BufferedReader(int fd, std::size_t capacity = 4096)
      : fd_(fd), capacity_(capacity), buffer_(new char[capacity]) {}

  std::optional<std::string> read_line(std::size_t max = 65536) {
    std::string line;
    for (;;) {
      const void* found = std::memchr(begin_, '\n', here());
      const char* stop = found ? static_cast<const char*>(found) : end_;
      line.append(begin_, stop);
      begin_ = found ? stop + 1 : end_;
      if (line.size() > max) throw protocol_error("line too long");
      if (found) {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        return line;
      }
      const std::size_t n = ask(buffer_.get(), capacity_);
      begin_ = buffer_.get();
      end_ = begin_ + n;
      if (n == 0 && line.empty()) return {};
      if (n == 0) return line;
    }
  }

  std::size_t read_exactly(std::span<char> buf) {
    std::size_t done = std::min(buf.size(), here());
    std::copy_n(begin_, done, buf.begin());
    begin_ += done;
    while (done < buf.size()) {
      const std::size_t n = ask(buf.data() + done, buf.size() - done);
      if (n == 0) break;
      done += n;
    }
    return done;
  }

 private:
  std::size_t here() const { return static_cast<std::size_t>(end_ - begin_); }

  std::size_t ask(char* to, std::size_t size) {
    while (!ended_) {
      const ssize_t n = ::read(fd_, to, size);
      if (n > 0) return static_cast<std::size_t>(n);
      if (n == 0) ended_ = true;
      if (n < 0 && errno != EINTR) {
        throw std::system_error(errno, std::system_category(), "read");
      }
    }
    return 0;
  }

  int fd_;
  std::size_t capacity_;
  std::unique_ptr<char[]> buffer_;
  const char* begin_ = buffer_.get();
  const char* end_ = begin_;
  bool ended_ = false;
};

}  // namespace pots
