#include "common/adversary/scheduler/arena.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <new>

#include "common/adversary/scheduler/machine.hpp"
#include "common/adversary/scheduler/races.hpp"
#include "common/adversary/scheduler/telling.hpp"

namespace pots::adv {
namespace {

constexpr std::size_t kBytes = std::size_t{256} << 20;

// In front of each block.
struct Header {
  std::uint64_t size;
  std::uint32_t distance;  // from the header before this one, in bytes
  bool live;
  const void* pc;
};

// Lies at the beginning of its own memory: it must not be put back with the
// program's variables.
struct Arena {
  std::uintptr_t begin = 0;  // of the blocks
  std::uintptr_t kept = 0;   // where executions start
  std::uintptr_t next = 0;
  int live = 0;
  std::uintptr_t first = 0;  // header of the first block of this execution
  std::uintptr_t last = 0;
};

Arena* arena = nullptr;

Header* header_of(const void* block) {
  return reinterpret_cast<Header*>(reinterpret_cast<std::uintptr_t>(block) -
                                   sizeof(Header));
}

}  // namespace

void prepare_arena() {
  if (arena != nullptr) return;
  void* memory = ::mmap(nullptr, kBytes, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  arena = new (memory) Arena;
  arena->begin = arena->kept = arena->next =
      reinterpret_cast<std::uintptr_t>(memory) + 4096;
}

bool arena_is_open() { return controlled(); }

bool in_arena(const void* block) {
  return arena != nullptr &&
         reinterpret_cast<std::uintptr_t>(block) - arena->begin < kBytes;
}

void* arena_allocate(std::size_t size, std::size_t alignment, const void* pc) {
  const std::size_t step = std::max<std::size_t>(alignment, 16);
  const std::uintptr_t block =
      (arena->next + sizeof(Header) + step - 1) / step * step;
  const std::size_t used = std::max<std::size_t>(size, 1);
  if (used > kBytes || block + used > arena->begin + kBytes - 4096)
    return nullptr;
  const std::uintptr_t at = block - sizeof(Header);
  Header* header = reinterpret_cast<Header*>(at);
  *header =
      Header{size, static_cast<std::uint32_t>(at - arena->last), true, pc};
  if (arena->first == 0) arena->first = at;
  arena->last = at;
  arena->next = block + used;
  ++arena->live;
  return reinterpret_cast<void*>(block);
}

void arena_free(void* block, const void* pc) {
  Header* header = header_of(block);
  if (!controlled()) {
    header->live = false;
    return;
  }
  if (!header->live) {
    machine->story->object = reinterpret_cast<std::uintptr_t>(block);
    violate(Violation::kDoubleFree);
  }
  header->live = false;
  --arena->live;
  if (machine->telling) {
    const auto at = reinterpret_cast<std::uintptr_t>(block);
    if (is_told(at)) tell(StepKind::kFree, at);
  }
  record_free(reinterpret_cast<std::uintptr_t>(block), header->size, pc);
}

void reset_arena() {
  arena->next = arena->kept;
  arena->live = 0;
  arena->first = arena->last = 0;
}

void keep_arena() {
  arena->kept = (arena->next + 4095) / 4096 * 4096;
  reset_arena();
}

Leak leaked() {
  Leak leak;
  if (arena->live == 0) return leak;
  // Backwards: each header says how far the one before it is.
  for (std::uintptr_t at = arena->last; at != 0;) {
    const Header* header = reinterpret_cast<const Header*>(at);
    if (header->live) {
      ++leak.blocks;
      leak.bytes += header->size;
      leak.pc = header->pc;
    }
    if (at == arena->first) break;
    at -= header->distance;
  }
  return leak;
}

bool allocation_fails() {
  Machine& m = *machine;
  if (m.left.failing_allocations == 0 || self().scarcity == 0) return false;
  if (choose_variant(2, true) == 0) return false;
  --m.left.failing_allocations;
  tell(StepKind::kAllocationFails, 0);
  return true;
}

}  // namespace pots::adv
