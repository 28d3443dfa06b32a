// Memory in large pieces. A page that nobody has touched yet costs a fault: the
// processor stops the program, and the kernel looks for a page and clears it.
// Asked for many pages at once, it does all that in one go, for much less.
#pragma once

#include <sys/mman.h>

#include <algorithm>
#include <cstddef>
#include <new>

namespace pots::aio {

// Cuts blocks from slabs whose pages are there already. The first slab has
// 64 KiB; later ones are as large as all before them together, up to 1 MiB: a
// program holds at most twice what it uses, or 1 MiB more.
//
// Zeros are a valid, empty one, and it has no destructor: so it can be
// thread_local and cost nothing. Thread safety: none.
class Slabs {
 public:
  static constexpr std::size_t kLeast = 64 << 10;  // bytes
  static constexpr std::size_t kMost = 1 << 20;
  static constexpr std::size_t kAlignment = 16;

  // `size` bytes, a multiple of kAlignment below kLeast. std::bad_alloc if the
  // kernel has none.
  void* cut(std::size_t size) {
    if (size > left_) begin_slab();
    left_ -= size;
    return reinterpret_cast<std::byte*>(newest_) + newest_->size - left_ - size;
  }
  // Gives all slabs back to the kernel. No block may be in use.
  void give_back() noexcept {
    while (newest_ != nullptr) {
      Slab* slab = newest_;
      newest_ = slab->older;
      munmap(slab, slab->size);
    }
    left_ = total_ = 0;
  }

 private:
  struct alignas(kAlignment) Slab {
    Slab* older;
    std::size_t size;  // bytes, these included
  };
  void begin_slab() {
    const std::size_t size = std::clamp(total_, kLeast, kMost);
    void* pages = mmap(nullptr, size, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (pages == MAP_FAILED) throw std::bad_alloc();
    newest_ = ::new (pages) Slab{newest_, size};
    left_ = size - sizeof(Slab);
    total_ += size;
  }

  Slab* newest_;
  std::size_t left_;   // bytes at the end of the newest, not cut yet
  std::size_t total_;  // bytes of all slabs
};

}  // namespace pots::aio
