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

}  // namespace pots::adv
