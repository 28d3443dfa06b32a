// Right, though nobody should have to write it: unlocks by hand on both ways
// out, and passes on what f threw.
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
    return by_hand(mutex_, value_, f);
  }
  template <class F>
  auto with(F&& f) const {
    return by_hand(mutex_, value_, f);
  }

 private:
  template <class Value, class F>
  static auto by_hand(std::mutex& mutex, Value& value, F& f) {
    mutex.lock();
    try {
      if constexpr (std::is_void_v<std::invoke_result_t<F&, Value&>>) {
        f(value);
        mutex.unlock();
      } else {
        auto result = f(value);
        mutex.unlock();
        return result;
      }
    } catch (...) {
      mutex.unlock();
      throw;
    }
  }

  T value_;
  mutable std::mutex mutex_;
};

}  // namespace pots
