#include "common/adversary/random_walk.hpp"

#include <bit>
#include <cstddef>

#include "common/adversary/actor_set.hpp"

namespace pots::adv {

int draw_variant(std::span<const Move> moves, Actor actor, SplitMix& random) {
  int variants = 0;
  for (const Move& move : moves) variants += move.actor == actor ? 1 : 0;
  int left = variants > 1 ? random.below(variants) : 0;
  for (std::size_t i = 0; i < moves.size(); ++i) {
    if (moves[i].actor == actor && left-- == 0) return static_cast<int>(i);
  }
  return 0;
}

// Room for most paths: growing in the middle of an execution would look like a
// heap block that the program under test left behind.
RandomWalk::RandomWalk(std::uint64_t seed, std::uint64_t first)
    : seed_(seed), number_(first), random_(seed) {
  path_.reserve(4096);
}

bool RandomWalk::next() {
  // Seeds that differ by 1 would give walks that are shifted copies.
  random_ = SplitMix(SplitMix(seed_ + number_++).next() ^ seed_);
  path_.clear();
  return true;
}

int RandomWalk::pick(std::span<const Move> moves) {
  int index = 0;
  if (moves.size() > 1) {
    ActorSet actors = actors_in(moves);
    const int others = std::popcount(actors);
    for (int skip = others > 1 ? random_.below(others) : 0; skip > 0; --skip) {
      actors &= actors - 1;
    }
    index = draw_variant(moves, std::countr_zero(actors), random_);
  }
  path_.push_back(step_for(moves, index));
  return index;
}

}  // namespace pots::adv
