// What lives on a loop and must not outlive it: pending futures and unfinished
// tasks. They are listed here, and told when the loop ends.
#pragma once

#include <utility>

namespace pots::aio {

// Thread safety: none; a guest belongs to its loop's thread.
class Guest {
 public:
  Guest() = default;
  Guest(const Guest&) = delete;
  Guest& operator=(const Guest&) = delete;
  virtual ~Guest() { leave(); }

  void leave() noexcept {
    older_->newer_ = newer_;
    newer_->older_ = older_;
    older_ = newer_ = this;
  }

 protected:
  // The loop is gone, and this guest has left the list. It may end here.
  virtual void abandon() noexcept {}

 private:
  friend class Guests;
  Guest* older_ = this;
  Guest* newer_ = this;
};

// A loop's guests, in the order in which they came.
// Thread safety: none; it belongs to its loop's thread.
class Guests {
 public:
  Guests() = default;
  Guests(const Guests&) = delete;
  Guests& operator=(const Guests&) = delete;
  // The newest first: who waits for something is newer than it.
  ~Guests() {
    while (ring_.older_ != &ring_) {
      Guest& newest = *ring_.older_;
      newest.leave();
      newest.abandon();
    }
  }

  void enter(Guest& guest) noexcept {
    guest.older_ = ring_.older_;
    guest.newer_ = &ring_;
    guest.older_->newer_ = guest.newer_->older_ = &guest;
  }
  // Calls f(Guest&) for each, the oldest first. f must not let anybody leave.
  template <class F>
  void for_each(F f) const {
    for (Guest* g = ring_.newer_; g != &ring_; g = g->newer_) f(*g);
  }
  // 1, 2, 3...: a number for each task of this loop.
  unsigned next_number() noexcept { return ++numbers_; }

 private:
  Guest ring_;
  unsigned numbers_ = 0;
};

}  // namespace pots::aio
