// The flag is the pointer itself: null, or a letter that is complete.
#pragma once

#include <atomic>
#include <utility>

namespace pots {

template <class T>
class Mailbox {
 public:
  Mailbox() = default;
  Mailbox(const Mailbox&) = delete;
  ~Mailbox() { delete letter_.load(); }

  void put(T letter) {
    letter_.store(new T(std::move(letter)), std::memory_order_release);
  }
  const T* look() const { return letter_.load(std::memory_order_acquire); }

 private:
  std::atomic<const T*> letter_ = nullptr;
};

}  // namespace pots
