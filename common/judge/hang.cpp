// Decides that a case hangs, from looks at its threads.
#include "common/judge/hang.hpp"

#include <algorithm>

#include "common/judge/sleep.hpp"

namespace pots::judge {

bool HangDetector::look(const TreeState& tree, double now) {
  const auto all_in = [&](auto predicate) {
    return !tree.threads.empty() &&
           std::all_of(tree.threads.begin(), tree.threads.end(), predicate);
  };
  const bool asleep = all_in([](const ThreadState& thread) {
    return sleep_of(thread) != Sleep::kAwake;
  });
  // Starting up is no part of it: a busy machine may take seconds for that.
  if (asleep || looks_ > 0) ++looks_;
  asleep_looks_ += asleep;
  const bool for_ever = all_in([](const ThreadState& thread) {
    return sleep_of(thread) == Sleep::kForever;
  });
  if (!for_ever || tree.threads != last_) {
    last_ = tree.threads;
    same_looks_ = for_ever ? 1 : 0;
    same_since_ = now;
    return false;
  }
  ++same_looks_;
  if (same_looks_ < window_.looks || now - same_since_ < window_.seconds) {
    return false;
  }
  // Costly, so asked only now; a hidden clock starts the window again.
  const bool clock = std::any_of(tree.processes.begin(), tree.processes.end(),
                                 has_hidden_clock);
  if (clock) same_looks_ = 0;
  return !clock;
}

}  // namespace pots::judge
