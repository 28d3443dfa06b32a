// A value that nobody can touch without holding its lock.
//
// Guarded(a...): the value is T(a...).
// with(f):  calls f(value), once, while nobody else is inside a with()
//           of this object. Returns what f returns, by value: a
//           reference becomes a copy; void is fine. f gets a T&, and
//           from a const Guarded a const T&.
// Seen:     what one f wrote, every later f sees.
// Errors:   what f throws is passed on, and the lock is free again.
// Pre:      f does not call with() of the same object.
// Threads:  any thread.  Life: no copies.
#pragma once

#include <mutex>
#include <utility>

namespace pots {

template <class T>
class Guarded {
 public:
  Guarded(const Guarded&) = delete;
  Guarded& operator=(const Guarded&) = delete;

  // --- yours ---
  template <class... A>
  explicit Guarded(A&&... a) : value_(std::forward<A>(a)...) {}

  template <class F>
  auto with(F&& f) {
    const std::lock_guard<std::mutex> lock(mutex_);
    return std::forward<F>(f)(value_);
  }

  template <class F>
  auto with(F&& f) const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return std::forward<F>(f)(value_);
  }

 private:
  mutable std::mutex mutex_;  // protects value_
  T value_;
  // --- end ---
};

}  // namespace pots
