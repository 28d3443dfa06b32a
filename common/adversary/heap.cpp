// What operator new and delete do (heap_calls.cpp): malloc and free, counted;
// what is freed is poisoned.
#include "common/adversary/heap.hpp"

#include <malloc.h>

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <new>

#include "common/adversary/scheduler/arena.hpp"

namespace pots::adv {
namespace {

std::atomic<long> live{0};
std::atomic<long> handed_out{0};
std::atomic<std::size_t> limit{0};
std::atomic<std::size_t> biggest{0};

void* counted(void* block) {
  if (block == nullptr) throw std::bad_alloc();
  live.fetch_add(1, std::memory_order_relaxed);
  handed_out.fetch_add(1, std::memory_order_relaxed);
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

// What is freed is filled and kept a while, so that whoever still uses it
// reads what no program ever wrote.
constexpr int kFreed = 0xDD;
constexpr std::size_t kKept = 1024;         // blocks
constexpr std::size_t kKeptSize = 1 << 16;  // bytes; bigger ones go at once
std::atomic<void*> kept[kKept];
std::atomic<std::size_t> oldest{0};

void release(void* block) {
  if (block == nullptr) return;
  live.fetch_sub(1, std::memory_order_relaxed);
  const std::size_t size = malloc_usable_size(block);
  if (size <= kKeptSize) {
    std::memset(block, kFreed, size);
    const std::size_t place =
        oldest.fetch_add(1, std::memory_order_relaxed) % kKept;
    block = kept[place].exchange(block, std::memory_order_acq_rel);
  }
  std::free(block);
}

}  // namespace

long live_blocks() { return live.load(std::memory_order_relaxed); }

long allocations() { return handed_out.load(std::memory_order_relaxed); }

void limit_allocation(std::size_t bytes) {
  biggest.store(0, std::memory_order_relaxed);
  limit.store(bytes, std::memory_order_relaxed);
}

std::size_t biggest_allocation() {
  return biggest.load(std::memory_order_relaxed);
}

void* heap_allocate(std::size_t size, std::size_t alignment, const void* pc) {
  check_limit(size);
  if (arena_is_open()) {
    if (allocation_fails()) throw std::bad_alloc();
    if (void* block = arena_allocate(size, alignment, pc)) return block;
    throw std::bad_alloc();
  }
  if (alignment == 0) return counted(std::malloc(size == 0 ? 1 : size));
  const std::size_t rounded = (size + alignment - 1) / alignment * alignment;
  return counted(
      std::aligned_alloc(alignment, rounded == 0 ? alignment : rounded));
}

void heap_release(void* block, const void* pc) {
  if (in_arena(block)) {
    arena_free(block, pc);
  } else {
    release(block);
  }
}

}  // namespace pots::adv
