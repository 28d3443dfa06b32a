// A pointer that keeps what it points to alive, by a count in the object.
//
// std::shared_ptr would do, but it counts with atomic operations, which cost
// ten times as much; all that it points to here belongs to one loop, so to one
// thread.
#pragma once

#include <utility>

namespace pots::aio {

// S has add_ref() and release(); the last release() destroys it. A Counted
// takes over the reference that S is born with.
// Thread safety: none, not even for copies in different threads.
template <class S>
class Counted {
 public:
  Counted() = default;
  explicit Counted(S* state) noexcept : state_(state) {}
  Counted(const Counted& other) noexcept : state_(other.state_) {
    if (state_ != nullptr) state_->add_ref();
  }
  Counted(Counted&& other) noexcept
      : state_(std::exchange(other.state_, nullptr)) {}
  Counted& operator=(Counted other) noexcept {
    std::swap(state_, other.state_);
    return *this;
  }
  ~Counted() {
    if (state_ != nullptr) state_->release();
  }

  S* operator->() const noexcept { return state_; }
  S* get() const noexcept { return state_; }
  explicit operator bool() const noexcept { return state_ != nullptr; }
  bool operator==(const Counted&) const = default;

 private:
  S* state_ = nullptr;
};

}  // namespace pots::aio
