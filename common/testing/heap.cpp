// The program's operator new and delete: malloc and free, counted.
//
// A sanitizer brings its own; then nothing is counted, and it finds leaks
// better than we would.
#include "common/testing/heap.hpp"

#include <atomic>
#include <cstdlib>
#include <new>

namespace pots::testing {
namespace {

std::atomic<long> live{0};
std::atomic<std::size_t> limit{0};
std::atomic<std::size_t> biggest{0};

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

void* counted(void* block) {
  if (block == nullptr) throw std::bad_alloc();
  live.fetch_add(1, std::memory_order_relaxed);
  return block;
}

void check_limit(std::size_t size) {
  const std::size_t most = limit.load(std::memory_order_relaxed);
  if (most == 0) return;
  if (size > biggest.load(std::memory_order_relaxed)) {
    biggest.store(size, std::memory_order_relaxed);
  }
  if (size > most) throw std::bad_alloc();
}

void release(void* block) {
  if (block == nullptr) return;
  live.fetch_sub(1, std::memory_order_relaxed);
  std::free(block);
}

#endif

}  // namespace

long live_blocks() { return live.load(std::memory_order_relaxed); }

void limit_allocation(std::size_t bytes) {
  biggest.store(0, std::memory_order_relaxed);
  limit.store(bytes, std::memory_order_relaxed);
}

std::size_t biggest_allocation() {
  return biggest.load(std::memory_order_relaxed);
}

}  // namespace pots::testing

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

void* operator new(std::size_t size) {
  pots::testing::check_limit(size);
  return pots::testing::counted(std::malloc(size == 0 ? 1 : size));
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  pots::testing::check_limit(size);
  const auto step = static_cast<std::size_t>(alignment);
  const std::size_t rounded = (size + step - 1) / step * step;
  return pots::testing::counted(
      std::aligned_alloc(step, rounded == 0 ? step : rounded));
}
void operator delete(void* block) noexcept { pots::testing::release(block); }
void operator delete(void* block, std::size_t) noexcept {
  pots::testing::release(block);
}
void operator delete(void* block, std::align_val_t) noexcept {
  pots::testing::release(block);
}
void operator delete(void* block, std::size_t, std::align_val_t) noexcept {
  pots::testing::release(block);
}

#endif
