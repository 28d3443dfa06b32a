// Right: a unique_lock, and a pointer to the mutex instead of `mutable`.
#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace pots {

template <class T>
class Guarded {
 public:
  template <class... A>
  explicit Guarded(A&&... a)
      : mutex_(std::make_unique<std::mutex>()), value_(std::forward<A>(a)...) {}
  Guarded(const Guarded&) = delete;
  Guarded& operator=(const Guarded&) = delete;

  template <class F>
  auto with(F&& f) {
    std::unique_lock<std::mutex> lock(*mutex_);
    return f(value_);
  }

  template <class F>
  auto with(F&& f) const {
    std::unique_lock<std::mutex> lock(*mutex_);
    return f(value_);
  }

 private:
  std::unique_ptr<std::mutex> mutex_;
  T value_;
};

}  // namespace pots
