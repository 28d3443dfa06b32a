// Coroutine frames that are used again: half of what an await costs is
// malloc, and frames come and go in the same few sizes.
#pragma once

#include <array>
#include <cstddef>
#include <new>

#include "pots/aio/slabs.hpp"

#if defined(POTS_POISON) || defined(__SANITIZE_ADDRESS__)
#define POTS_PLAIN_FRAMES
#elif defined(__has_feature)  // clang++'s way to say it
#if __has_feature(address_sanitizer)
#define POTS_PLAIN_FRAMES
#endif
#endif

namespace pots::aio {

// A promise type that derives from Recycled has its frames from here: from
// free lists of this thread, one for each 16 bytes of size, up to 1 KiB; what
// no list has is cut from slabs. What is bigger comes from the heap, and goes
// back to it.
//
// With POTS_POISON (the course's tests) and under AddressSanitizer every frame
// comes from the heap, which there fills what is freed: a frame that is used
// after its end shows itself.
//
// Thread safety: a frame is freed by the thread that made it.
class Recycled {
 public:
  static void* operator new(std::size_t size) {
    Pool& pool = pool_;
    const std::size_t which = (size - 1) / kClass;
    void* frame = nullptr;
    if (kPlain || which >= pool.free.size()) {
      frame = ::operator new(size);
    } else if (Block* block = pool.free[which]) {
      pool.free[which] = block->next;
      frame = block;
    } else {
      frame = fresh((which + 1) * kClass);
    }
    ++pool.live;
    return frame;
  }
  static void operator delete(void* frame, std::size_t size) noexcept {
    Pool& pool = pool_;
    --pool.live;
    const std::size_t which = (size - 1) / kClass;
    if (kPlain || which >= pool.free.size()) return ::operator delete(frame);
    pool.free[which] = ::new (frame) Block{pool.free[which]};
  }

  // Frames of this thread that are alive.
  static long live() noexcept { return pool_.live; }

 private:
  static constexpr std::size_t kClass = Slabs::kAlignment;  // bytes
#ifdef POTS_PLAIN_FRAMES
  static constexpr bool kPlain = true;
#else
  static constexpr bool kPlain = false;
#endif

  struct Block {
    Block* next;
  };
  struct Pool {
    std::array<Block*, 1024 / kClass> free;
    long live;
    Slabs slabs;
    bool gives_back_at_the_end;
  };
  // Without a destructor, or each access would have to ask whether it has been
  // made yet; somebody else gives its memory back when the thread ends. Where
  // a frame is alive even then, all of it stays.
  static inline constinit thread_local Pool pool_{};
  struct AtThreadEnd {
    ~AtThreadEnd() {
      if (pool_.live > 0) return;
      pool_.free = {};
      pool_.slabs.give_back();
    }
  };
  // What no free list had. It is the slow path: it may look after the end.
  static void* fresh(std::size_t size) {
    if (!pool_.gives_back_at_the_end) {
      pool_.gives_back_at_the_end = true;
      static thread_local AtThreadEnd end;
    }
    return pool_.slabs.cut(size);
  }
};

}  // namespace pots::aio
