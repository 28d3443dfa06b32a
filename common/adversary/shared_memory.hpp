// Memory that a forked child shares with its parent: all zeros at first, for
// plain data only. A page that nobody touches costs nothing.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <new>

namespace pots::adv {

class SharedBytes {
 public:
  // Throws std::bad_alloc.
  explicit SharedBytes(std::size_t size) : size_(size) {
    memory_ = ::mmap(nullptr, size, PROT_READ | PROT_WRITE,
                     MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory_ == MAP_FAILED) throw std::bad_alloc();
  }
  ~SharedBytes() { ::munmap(memory_, size_); }
  SharedBytes(const SharedBytes&) = delete;
  SharedBytes& operator=(const SharedBytes&) = delete;

  void* get() const { return memory_; }

 private:
  void* memory_;
  std::size_t size_;
};

template <class T>
class SharedMemory {
 public:
  T& operator*() const { return *static_cast<T*>(bytes_.get()); }
  T* operator->() const { return static_cast<T*>(bytes_.get()); }

 private:
  SharedBytes bytes_{sizeof(T)};
};

}  // namespace pots::adv
