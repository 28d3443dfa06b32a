#include "common/adversary/path.hpp"

namespace pots::adv {

PathStep step_for(std::span<const Move> moves, int index) {
  const Move& taken = moves[static_cast<std::size_t>(index)];
  PathStep step;
  step.actor = taken.actor;
  step.variant = taken.variant;
  step.index = index;
  step.cost = taken.cost();
  step.pauses = taken.pauses;
  step.usual = moves[0].actor;
  for (const Move& move : moves) {
    if (move.actor != step.usual &&
        (step.other == -1 || move.actor < step.other)) {
      step.other = move.actor;
    }
  }
  for (const Move& move : moves.first(static_cast<std::size_t>(index))) {
    step.first &= move.actor != taken.actor;
  }
  return step;
}

bool Recorder::next() {
  count_ = 0;
  return inner_.next();
}

int Recorder::pick(std::span<const Move> moves) {
  const bool asked = moves.size() > 1 || inner_.wants_every_move();
  const int index = asked ? inner_.pick(moves) : 0;
  if (count_ < room_.size()) room_[count_] = step_for(moves, index);
  ++count_;
  return index;
}

}  // namespace pots::adv
