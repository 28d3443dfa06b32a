// Memory for a player's books that does not count as the program's under test.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <new>

namespace pots::adv {

// An allocator past operator new, which tests count to find leaks.
template <class T>
struct OwnMemory {
  using value_type = T;

  OwnMemory() = default;
  template <class U>
  OwnMemory(const OwnMemory<U>&) {}  // NOLINT: rebinding is implicit

  T* allocate(std::size_t n) {
    void* block = std::malloc(n * sizeof(T));
    if (block == nullptr) throw std::bad_alloc();
    return static_cast<T*>(block);
  }
  void deallocate(T* block, std::size_t) { std::free(block); }

  friend bool operator==(const OwnMemory&, const OwnMemory&) { return true; }
};

}  // namespace pots::adv
