// A flag in the default order, which is the strictest there is.
#pragma once

#include <atomic>
#include <memory>
#include <utility>

namespace pots {

template <class T>
class Mailbox {
 public:
  void put(T letter) {
    letter_ = std::make_unique<T>(std::move(letter));
    there_ = true;
  }
  const T* look() const { return there_ ? letter_.get() : nullptr; }

 private:
  std::unique_ptr<T> letter_;
  std::atomic<bool> there_ = false;
};

}  // namespace pots
