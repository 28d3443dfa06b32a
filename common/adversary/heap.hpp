// Counts what operator new and delete hand out.
//
// While schedules are explored, blocks come from the arena (scheduler/) and do
// not count here.
#pragma once

#include <cstddef>

namespace pots::adv {

// Heap blocks alive now, counted over all threads.
long live_blocks();
// Heap blocks that were ever handed out.
long allocations();

// For testing::AllocationLimit: 0 means no limit.
void limit_allocation(std::size_t bytes);
std::size_t biggest_allocation();

// What operator new and delete do (heap_calls.cpp); `pc` is who called them.
// Alignment 0 is the usual one.
void* heap_allocate(std::size_t size, std::size_t alignment, const void* pc);
void heap_release(void* block, const void* pc);

}  // namespace pots::adv
