#include "common/adversary/replay.hpp"

#include <cstddef>
#include <utility>

namespace pots::adv {

Replay::Replay(ScheduleKey key) : key_(std::move(key)) { path_.reserve(4096); }

bool Replay::next() { return !std::exchange(started_, true); }

// The entry for the actor's next own step.
const ScheduleKey::Entry* Replay::entry_at(Actor actor, bool which_way) const {
  for (const ScheduleKey::Entry& entry : key_.entries) {
    if (entry.actor == actor && entry.step == steps_[actor] + 1 &&
        (entry.variant != -1) == which_way) {
      return &entry;
    }
  }
  return nullptr;
}

Actor Replay::who(std::span<const Move> moves) const {
  const Actor usual = moves[0].actor;
  const ScheduleKey::Entry* entry = entry_at(running_, false);
  if (entry == nullptr) return usual;
  if (entry->goes_on == -1) {
    const Actor other = step_for(moves, 0).other;
    return usual == running_ && other != -1 ? other : usual;
  }
  for (const Move& move : moves) {
    if (move.actor == entry->goes_on) return move.actor;
  }
  return usual;
}

int Replay::pick(std::span<const Move> moves) {
  const Actor actor = who(moves);
  const ScheduleKey::Entry* way = entry_at(actor, true);
  int index = -1;
  for (std::size_t i = 0; i < moves.size(); ++i) {
    if (moves[i].actor != actor) continue;
    const bool named = way != nullptr && moves[i].variant == way->variant;
    if (index == -1 || named) index = static_cast<int>(i);
  }
  path_.push_back(step_for(moves, index));
  ++steps_[actor];
  running_ = actor;
  return index;
}

}  // namespace pots::adv
