// Sets of threads, one bit each.
#pragma once

#include <bit>
#include <cstdint>
#include <span>

#include "common/adversary/strategy.hpp"

namespace pots::adv {

using ActorSet = std::uint64_t;
static_assert(kMaxThreads <= 64);

inline ActorSet actor_bit(Actor actor) { return ActorSet{1} << actor; }

inline bool contains(ActorSet set, Actor actor) {
  return (set & actor_bit(actor)) != 0;
}

// Who can make one of the moves.
inline ActorSet actors_in(std::span<const Move> moves) {
  ActorSet set = 0;
  for (const Move& move : moves) set |= actor_bit(move.actor);
  return set;
}

// Takes the lowest number out; the set must not be empty.
inline Actor take_lowest(ActorSet& set) {
  const Actor actor = std::countr_zero(set);
  set &= set - 1;
  return actor;
}

}  // namespace pots::adv
