// Counts what operator new and delete hand out.
#pragma once

#include <cstddef>

namespace pots::testing {

// Heap blocks alive now, counted over all threads.
long live_blocks();

// For AllocationLimit: 0 means no limit.
void limit_allocation(std::size_t bytes);
std::size_t biggest_allocation();

}  // namespace pots::testing
