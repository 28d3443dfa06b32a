// Fd owns one file descriptor, so that no path out of a function leaks it.
#pragma once

#include <unistd.h>

#include <utility>

namespace pots {

// Move-only; whoever holds the Fd closes the descriptor when it goes away.
// To close early, assign an empty one: fd = Fd();
//
// Thread safety: one thread at a time per object.
// Invariant:     get() is a descriptor that only this object closes, or -1.
class Fd {
 public:
  Fd() = default;  // owns nothing
  explicit Fd(int fd) : fd_(fd) {}
  Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Fd& operator=(Fd&& other) noexcept {
    // The old descriptor leaves with `taken`, also when other is *this.
    Fd taken(std::move(other));
    std::swap(fd_, taken.fd_);
    return *this;
  }
  // close() is called once, whatever it says: after EINTR, too, Linux has
  // freed the number, and by now it may belong to somebody else.
  ~Fd() {
    if (fd_ >= 0) ::close(fd_);
  }

  int get() const { return fd_; }

 private:
  int fd_ = -1;
};

}  // namespace pots
