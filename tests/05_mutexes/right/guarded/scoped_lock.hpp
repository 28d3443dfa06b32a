// Right: one function behind both, with a scoped_lock and a spelt-out result.
#pragma once

#include <mutex>
#include <type_traits>
#include <utility>

namespace pots {

template <class T>
class Guarded {
 public:
  template <class... A>
  explicit Guarded(A&&... a) : value_(std::forward<A>(a)...) {}
  Guarded(const Guarded&) = delete;
  Guarded& operator=(const Guarded&) = delete;

  template <class F>
  auto with(F&& f) {
    return alone(value_, f);
  }
  template <class F>
  auto with(F&& f) const {
    return alone(value_, f);
  }

 private:
  template <class Value, class F>
  std::decay_t<std::invoke_result_t<F&, Value&>> alone(Value& value,
                                                       F& f) const {
    std::scoped_lock lock(mutex_);
    return f(value);
  }

  T value_;
  mutable std::mutex mutex_;
};

}  // namespace pots
