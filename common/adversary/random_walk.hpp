// A walk without a plan: at each point any thread may go on, each as likely.
//
// Cheap, blind to bounds, and surprisingly good at bugs that need many pauses.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "common/adversary/path.hpp"
#include "common/adversary/split_mix.hpp"
#include "common/adversary/strategy.hpp"

namespace pots::adv {

// Draws a thread first, then one of its variants: a thread that could go on in
// many ways is not more likely to. Never ends by itself.
class RandomWalk : public Strategy {
 public:
  // Walk number i (from 0) depends on seed and i only; `first` is the number
  // of the first one.
  explicit RandomWalk(std::uint64_t seed, std::uint64_t first = 0);

  bool next() override;
  int pick(std::span<const Move> moves) override;
  bool wants_every_move() const override { return true; }  // for path()

  const std::vector<PathStep>& path() const { return path_; }

 private:
  std::uint64_t seed_;
  std::uint64_t number_;
  SplitMix random_;
  std::vector<PathStep> path_;
};

// One of an actor's moves, each as likely; the actor must have one.
int draw_variant(std::span<const Move> moves, Actor actor, SplitMix& random);

}  // namespace pots::adv
