// Memory for operator new while schedules are explored.
//
// Every execution gets the same addresses, whatever came before it, so that a
// schedule means the same each time. Blocks are not reused within an
// execution: a use after free is seen for certain, and so is a second free. At
// the end what was not freed is a leak.
#pragma once

#include <cstddef>
#include <cstdint>

namespace pots::adv {

// Makes the arena; later calls do nothing.
void prepare_arena();
// Whether an allocation made now belongs to the program under test.
bool arena_is_open();
bool in_arena(const void* block);

// nullptr if the arena is full. `pc` is who asked.
void* arena_allocate(std::size_t size, std::size_t alignment, const void* pc);
void arena_free(void* block, const void* pc);

// Forgets all blocks: a new execution begins.
void reset_arena();
// What has been allocated so far stays for good: libraries set themselves up
// in the first execution.
void keep_arena();

// Blocks that are still there.
struct Leak {
  int blocks = 0;
  std::size_t bytes = 0;
  const void* pc = nullptr;  // who asked for the first one
};
Leak leaked();

// Whether this allocation is to be refused: a choice, where the test has said
// that means are scarce and the budget allows.
bool allocation_fails();

}  // namespace pots::adv
