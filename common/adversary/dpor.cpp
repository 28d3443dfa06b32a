#include "common/adversary/dpor.hpp"

#include "common/adversary/actor_set.hpp"

namespace pots::adv {
namespace {

// What is blocked by nothing in particular waits for all others.
template <typename MoveOrEvent>
void name_all_others(MoveOrEvent& what) {
  if (what.kind == MoveClass::kBlocked && what.touches[0].object == 0) {
    what.touches[0] = {kAllOthers, true};
  }
}

}  // namespace

Dpor::Dpor() {
  nodes_.reserve(1024);
  moves_.reserve(8192);
}

bool Dpor::next() {
  bool found = !started_;
  started_ = true;
  while (!found && !nodes_.empty()) {
    Node& node = nodes_.back();
    found = take_next_move(node);
    if (found) {
      moves_.resize(node.first + node.count);
    } else {
      nodes_.pop_back();
    }
  }
  if (!found) return false;
  if (!nodes_.empty()) history_.cut(static_cast<int>(nodes_.size()) - 1);
  position_ = 0;
  redundant_ = false;
  ++executions_;
  return true;
}

// The next variant of the same actor, else an actor that must be tried.
bool Dpor::take_next_move(Node& node) {
  const auto moves = moves_of(node);
  while (++node.taken < moves.size()) {
    if (moves[node.taken].actor == node.actor) return true;
  }
  node.done |= actor_bit(node.actor);
  const ActorSet open = node.backtrack & ~node.done & ~node.asleep;
  for (std::size_t i = 0; i < moves.size(); ++i) {
    if (!contains(open, moves[i].actor)) continue;
    node.taken = i;
    node.actor = moves[i].actor;
    return true;
  }
  return false;
}

int Dpor::pick(std::span<const Move> moves) {
  if (redundant_) return 0;
  const auto depth = static_cast<std::size_t>(position_);
  if (depth < nodes_.size()) {
    const Node& node = nodes_[depth];
    if (moves.size() == node.count && moves[node.taken].actor == node.actor) {
      return static_cast<int>(node.taken);
    }
    diverged_ = redundant_ = true;
    looked_at_ = ~ActorSet{0};
    return 0;
  }
  Node node;
  node.first = moves_.size();
  node.count = moves.size();
  node.offered = actors_in(moves);
  node.asleep = still_asleep();
  if ((node.offered & ~node.asleep) == 0) {
    redundant_ = true;
    looked_at_ = node.offered;
    return 0;
  }
  while (contains(node.asleep, moves[node.taken].actor)) ++node.taken;
  node.actor = moves[node.taken].actor;
  node.backtrack = actor_bit(node.actor);
  for (const Move& move : moves) name_all_others(moves_.emplace_back(move));
  nodes_.push_back(node);
  return static_cast<int>(node.taken);
}

// Of those who slept or were done at the last point, who is not concerned by
// what has happened since. Some may not have been offered there (a choice of
// one thread's own): their moves are those of the point before.
ActorSet Dpor::still_asleep() const {
  if (nodes_.empty()) return 0;
  const Node& last = nodes_.back();
  ActorSet asleep = (last.asleep | last.done) & ~actor_bit(last.actor);
  const Touches touches = history_.touches(history_.size() - 1);
  ActorSet left = asleep;
  for (std::size_t i = nodes_.size(); left != 0 && i-- > 0;) {
    const ActorSet here = left & nodes_[i].offered;
    left &= ~here;
    if (here == 0) continue;
    for (const Move& move : moves_of(nodes_[i])) {
      if (contains(here, move.actor) && conflict(move.touches, touches)) {
        asleep &= ~actor_bit(move.actor);
      }
    }
  }
  return asleep;
}

void Dpor::happened(const Event& made) {
  Event event = made;
  if (event.joins < 0) name_all_others(event);
  if (redundant_) {
    if (!contains(looked_at_, event.actor)) find_races(event);
    looked_at_ |= actor_bit(event.actor);
    if (event.starts >= 0) looked_at_ |= actor_bit(event.starts);
    return;
  }
  if (position_ == history_.size()) {
    find_races(event);
    history_.add(event);
    if (waits_for_all(event.touches)) {
      // Whatever else was possible is unkind, and would have come first.
      nodes_.back().backtrack = nodes_.back().offered;
    }
  }
  ++position_;
}

void Dpor::stuck(std::span<const Move> waiting) {
  for (const Move& move : waiting) {
    if (redundant_ && contains(looked_at_, move.actor)) continue;
    Event event;
    event.actor = move.actor;
    event.variant = move.variant;
    event.kind = move.kind;
    for (int i = 0; i < kMaxTouches; ++i) event.touches[i] = move.touches[i];
    find_races(event);
  }
}

void Dpor::finished(bool complete) {
  if (complete && !redundant_) ++traces_;
}

}  // namespace pots::adv
