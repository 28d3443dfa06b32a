// Random priorities with a few random changes: finds a bug that needs d events
// in a certain order with probability 1/(n k^(d-1)) at least, in one execution
// of n threads and k steps.
//
// S. Burckhardt, P. Kothari, M. Musuvathi, S. Nagarakatte: A Randomized
// Scheduler with Probabilistic Guarantees of Finding Bugs, ASPLOS 2010.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "common/adversary/path.hpp"
#include "common/adversary/split_mix.hpp"
#include "common/adversary/strategy.hpp"

namespace pots::adv {

// Never ends by itself. One departure from the paper: a thread that gives way
// (the scheduler offers it, but not as the default, right after it has moved)
// falls behind all others, or it would look and look again for ever.
class Priorities : public Strategy {
 public:
  // `depth` >= 1 is d. Execution number i (from 0) depends on seed, i and the
  // length that executions are expected to have, the longest so far; to see
  // one again, give its number and what length() was before it.
  Priorities(std::uint64_t seed, int depth, std::uint64_t first = 0,
             int length = 20);

  bool next() override;
  int pick(std::span<const Move> moves) override;
  bool wants_every_move() const override { return true; }
  void finished(bool complete) override;

  int length() const { return length_; }
  const std::vector<PathStep>& path() const { return path_; }

 private:
  std::uint64_t seed_;
  std::uint64_t number_;
  int length_;
  SplitMix random_;
  std::vector<int> changes_;  // the steps (from 0) at which somebody falls
  std::int64_t priority_[kMaxThreads];
  std::int64_t lowest_ = 0;
  Actor last_ = -1;
  std::vector<PathStep> path_;
};

}  // namespace pots::adv
