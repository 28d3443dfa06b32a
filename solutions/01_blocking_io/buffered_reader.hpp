// Lines and counted bytes out of one stream, with few calls to read().
//
// read_line:    The next line, without its '\n' and one '\r' before
//               that. Bytes behind the last '\n' are a line, too. At
//               end of file nullopt, again and again.
// read_exactly: As in exactly.hpp; what read_line left comes first.
// Bytes:   any value may occur; '\0' and 0xFF are nothing special.
// Pre:     capacity >= 1; fd is a blocking descriptor.
// Calls:   one read() fetches up to capacity bytes. No waiting for more
//          while a whole line, or all that buf takes, is already here.
// Errors:  protocol_error: more than max bytes ('\r' counts) before the
//          '\n' or the end; at most max + capacity of them are taken.
//          EINTR: tries again; another errno: std::system_error.
//          After an exception the object may only be destroyed.
// Threads: one at a time.  Life: does not own fd; no copies.
#pragma once

#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>

#include "pots/errors.hpp"

namespace pots {

class BufferedReader {
 public:
  BufferedReader(const BufferedReader&) = delete;

  // --- yours ---
  explicit BufferedReader(int fd, std::size_t capacity = 4096)
      : fd_(fd), buffer_(capacity, '\0') {}

  std::optional<std::string> read_line(std::size_t max = 65536) {
    std::string line;
    while (!unread_.empty() || refill()) {
      const std::size_t newline = unread_.find('\n');
      line += take(newline);  // npos: there is none, so take all
      if (line.size() > max) throw protocol_error("line too long");
      if (newline == std::string_view::npos) continue;
      take(1);  // the '\n' itself
      if (line.ends_with('\r')) line.pop_back();
      return line;
    }
    if (line.empty()) return std::nullopt;
    return line;
  }

  std::size_t read_exactly(std::span<char> buf) {
    std::size_t done = 0;
    while (done < buf.size() && (!unread_.empty() || refill())) {
      const std::size_t missing = buf.size() - done;
      done += take(missing).copy(buf.data() + done, missing);
    }
    return done;
  }

 private:
  // The next n of the bytes that are here, or all; until refill().
  std::string_view take(std::size_t n) {
    const std::string_view taken = unread_.substr(0, n);
    unread_.remove_prefix(taken.size());
    return taken;
  }

  // Pre: nothing is unread. False at end of file.
  bool refill() {
    ssize_t n = 0;
    do {
      n = ::read(fd_, buffer_.data(), buffer_.size());
    } while (n < 0 && errno == EINTR);
    if (n < 0) {
      throw std::system_error(errno, std::system_category(), "read");
    }
    unread_ = {buffer_.data(), static_cast<std::size_t>(n)};
    return n > 0;
  }

  int fd_;
  std::string buffer_;       // where read() puts its bytes
  std::string_view unread_;  // those that nobody has taken yet
  // --- end ---
};

}  // namespace pots
