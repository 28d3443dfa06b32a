// Single keys from standard input: from a terminal at once, without echo; from
// a pipe byte by byte.
#pragma once

#include <termios.h>

#include <optional>

namespace pots::cli {

// Invariant: while it lives the terminal gives single keys; afterwards, and if
//            a signal ends the process, it is as it was.
// Thread safety: owner; at most one in a process.
class Keyboard {
 public:
  Keyboard();
  ~Keyboard();
  Keyboard(const Keyboard&) = delete;
  Keyboard& operator=(const Keyboard&) = delete;

  // To poll() for; -1 once the input has ended.
  int fd() const { return ended_ ? -1 : 0; }

  // The key that is there (call it when fd() is readable); nullopt at the end.
  std::optional<char> key();

 private:
  bool terminal_ = false;
  bool ended_ = false;
};

}  // namespace pots::cli
