// What is written down when a schedule is told: its steps, and where every
// thread stands at the end.
//
// Told twice: the first time only finds out which memory more than one thread
// touches (the survey), so that the second time can leave out all other plain
// accesses.
#pragma once

#include <cstddef>
#include <cstdint>

#include "common/adversary/scheduler/machine.hpp"

namespace pots::adv {

inline constexpr std::size_t kSurveyed = 1 << 12;

// 8 bytes of memory and who touched them. In shared memory: the survey's
// process ends before the telling one starts.
struct Surveyed {
  std::uintptr_t granule = 0;
  Mask by = 0;
  Actor writer = -1;         // the last one
  int threads_at_write = 0;  // how many there were then
  // Somebody saw what another thread wrote while both were there, or wrote
  // over what another had seen. What a thread finds ready at its start is of
  // no interest.
  bool matters = false;
};
struct Survey {
  bool full = false;
  Surveyed entries[kSurveyed];
};

void prepare_telling(Survey* survey, bool surveying);

// Notes a plain access or an atomic for the survey, and says whether the story
// is interested in it.
bool worth_telling(std::uintptr_t address, bool writes);

// The second half alone: whether the survey found that it matters.
bool is_told(std::uintptr_t address);

// Where the running thread stands now, with its stack.
void stand_here();
// Fills story.standing for all threads and the place where it broke.
void tell_the_end();

}  // namespace pots::adv
