// The stack at a step and what its frames held: without it `this`, references
// and captures cannot be followed later, from another process.
#pragma once

#include <cstdint>
#include <optional>

#include "common/adversary/story.hpp"

namespace pots::adv {

// The stack of the caller, innermost first, as backtrace(3) gives it, without
// the first `skip` frames; and the canonical address of each frame. Returns
// how many. Both arrays have room for kStoryFrames.
int remember_stack(void** frames, std::uint64_t* cfa, int skip = 0);

// Copies, for the step (whose frames, cfa and object are filled), the nearest
// frames and some memory behind each pointer in them. For the worker: neither
// allocates nor locks, makes raw system calls only, and survives any pointer.
// Does nothing when the object has been remembered twice, or memory is full:
// one good look at each object is enough to name it.
void remember_memory(Story& story, StoryStep& step);

// That memory, by its addresses.
class StoryMemory {
 public:
  StoryMemory() = default;  // remembers nothing
  StoryMemory(const Story& story, const StoryStep& step)
      : bytes_(story.memory), from_(step.memory_from), to_(step.memory_to) {}

  // nullopt if it was not remembered. `size` is at most 8.
  std::optional<std::uint64_t> read(std::uint64_t address, int size = 8) const;

 private:
  const unsigned char* bytes_ = nullptr;
  std::uint32_t from_ = 0, to_ = 0;
};

}  // namespace pots::adv
