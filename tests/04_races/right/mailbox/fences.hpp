// A relaxed flag, and the order from two fences.
#pragma once

#include <atomic>
#include <cstddef>
#include <new>
#include <utility>

namespace pots {

template <class T>
class Mailbox {
 public:
  Mailbox() = default;
  Mailbox(const Mailbox&) = delete;
  ~Mailbox() {
    if (there_.load()) place()->~T();
  }

  void put(T letter) {
    new (bytes_) T(std::move(letter));
    std::atomic_thread_fence(std::memory_order_release);
    there_.store(true, std::memory_order_relaxed);
  }

  const T* look() const {
    if (!there_.load(std::memory_order_relaxed)) return nullptr;
    std::atomic_thread_fence(std::memory_order_acquire);
    return place();
  }

 private:
  const T* place() const {
    return std::launder(reinterpret_cast<const T*>(bytes_));
  }

  alignas(T) std::byte bytes_[sizeof(T)];
  std::atomic<bool> there_ = false;
};

}  // namespace pots
