// Coroutine frames that are used again: half of what an await costs is
// malloc, and frames come and go in the same few sizes.
#pragma once

#include <array>
#include <cstddef>
#include <new>

namespace pots::aio {

// A promise type that derives from Recycled has its frames from here: from
// free lists of this thread, one for each 64 bytes of size, up to 1 KiB. What
// is bigger comes from the heap and goes back to it.
//
// With POTS_POISON (the course's tests) and under AddressSanitizer every frame
// comes from the heap, which there fills what is freed: a frame that is used
// after its end shows itself.
//
// Thread safety: a frame is freed by the thread that made it.
class Recycled {
 public:
  static void* operator new(std::size_t size) {
    Pool& pool = mine();
    ++pool.live;
    const std::size_t which = (size - 1) / kClass;
    if (which >= pool.free.size()) return ::operator new(size);
    if (Block* block = pool.free[which]) {
      pool.free[which] = block->next;
      return block;
    }
    return ::operator new((which + 1) * kClass);
  }
  static void operator delete(void* frame, std::size_t size) noexcept {
    Pool& pool = mine();
    --pool.live;
    const std::size_t which = (size - 1) / kClass;
    if (kPlain || which >= pool.free.size()) return ::operator delete(frame);
    pool.free[which] = ::new (frame) Block{pool.free[which]};
  }

  // Frames of this thread that are alive.
  static long live() noexcept { return mine().live; }
  // Gives the free frames of this thread back to the heap.
  static void trim() noexcept { mine().trim(); }

 private:
  static constexpr std::size_t kClass = 64;  // bytes
#if defined(POTS_POISON) || defined(__SANITIZE_ADDRESS__)
  static constexpr bool kPlain = true;
#else
  static constexpr bool kPlain = false;
#endif

  struct Block {
    Block* next;
  };
  struct Pool {
    std::array<Block*, 1024 / kClass> free{};
    long live = 0;

    void trim() noexcept {
      for (Block*& first : free) {
        while (Block* block = first) {
          first = block->next;
          ::operator delete(block);
        }
      }
    }
    ~Pool() { trim(); }
  };
  static Pool& mine() noexcept {
    static thread_local Pool pool;
    return pool;
  }
};

}  // namespace pots::aio
