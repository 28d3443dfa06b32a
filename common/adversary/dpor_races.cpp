// Which events of an execution could have been in another order.
#include <utility>

#include "common/adversary/actor_set.hpp"
#include "common/adversary/dpor.hpp"

namespace pots::adv {
namespace {

// What may have to wait until somebody else gives it something.
bool may_wait(MoveClass kind) {
  return kind == MoveClass::kAcquire || kind == MoveClass::kBlocked;
}

int touch_count(Touches touches) {
  int count = 0;
  for (const Touch& touch : touches) count += touch.object != 0 ? 1 : 0;
  return count;
}

}  // namespace

// The events that touched one of next's objects, the latest first. Of those
// that conflict, one that happens before `next` by way of a later one is no
// race: the later one is to be reversed first.
void Dpor::find_races(const Event& next) {
  Clock past = history_.clock_before(next);
  int latest[kMaxTouches];
  int objects = 0;  // whose races count
  for (int i = 0; i < kMaxTouches; ++i) {
    const std::uint64_t object = next.touches[i].object;
    latest[i] = object == 0 ? -1 : history_.last_touch(object);
    objects += object != 0 && !next.touches[i].only_orders ? 1 : 0;
  }
  // Those that only order are no races, and neither is what lies behind them.
  for (int i = 0; i < kMaxTouches; ++i) {
    if (!next.touches[i].only_orders) continue;
    for (int e = std::exchange(latest[i], -1); e != -1;) {
      const auto found = history_.link(e, next.touches[i].object);
      if (found.writes || next.touches[i].writes) join(past, history_.clock(e));
      e = found.writes ? -1 : found.previous;
    }
  }
  while (true) {
    int e = -1;
    for (const int candidate : latest) e = candidate > e ? candidate : e;
    if (e == -1) return;
    const auto actor = static_cast<std::size_t>(history_.actor(e));
    const bool known = past[actor] >= e;
    bool races = false, takes = false;
    int common = 0;
    for (int i = 0; i < kMaxTouches; ++i) {
      if (latest[i] != e) continue;
      ++common;
      const auto found = history_.link(e, next.touches[i].object);
      races |= !known && (found.writes || next.touches[i].writes);
      takes |= found.writes && may_wait(history_.kind(e));
    }
    // Whether older events are out of question: they happen before e.
    bool settled = known;
    if (races) {
      // Nothing but the lock in common, or all of one of the two: for others
      // (two waiters of one condition with a mutex each) it is not certain
      // that the lock is what they have in common.
      const bool gives =
          history_.kind(e) == MoveClass::kRelease &&
          (common == objects || common == touch_count(history_.touches(e)));
      if (!may_wait(next.kind)) {
        settled = reverse(e, next);
      } else if (!gives) {
        // Where somebody took it, it was free. Elsewhere that is not certain,
        // and next may have to go even further in front.
        settled = reverse(e, next) && takes;
      }
      if (settled) join(past, history_.clock(e));
    }
    for (int i = 0; i < kMaxTouches; ++i) {
      if (latest[i] != e) continue;
      const auto found = history_.link(e, next.touches[i].object);
      latest[i] = settled && found.writes ? -1 : found.previous;
    }
  }
}

// Sees to it that `next` happens before e in some execution: in front of e,
// v must be tried, the events that do not depend on e with `next` behind them.
// It may start with any that depends on no other of v. False if `next` was not
// possible there.
bool Dpor::reverse(int e, const Event& next) {
  Node& node = nodes_[static_cast<std::size_t>(e)];
  ActorSet initials = 0, seen = 0;
  Clock first;  // event of each actor in v
  const auto depends_on_v = [&](const Clock& clock) {
    for (ActorSet left = seen; left != 0;) {
      const auto actor = static_cast<std::size_t>(take_lowest(left));
      if (clock[actor] >= first[actor]) return true;
    }
    return false;
  };
  bool next_is_free = true;
  for (int f = e + 1; f < history_.size(); ++f) {
    if (history_.before(e, f)) continue;
    next_is_free &= !conflict(history_.touches(f), next.touches);
    const Actor actor = history_.actor(f);
    if (contains(seen, actor)) continue;
    if (!depends_on_v(history_.clock(f))) initials |= actor_bit(actor);
    seen |= actor_bit(actor);
    first[static_cast<std::size_t>(actor)] = f;
  }
  if (contains(seen, next.actor)) next_is_free = false;
  if (next_is_free && !depends_on_v(history_.clock_before(next))) {
    initials |= actor_bit(next.actor);
    if (may_wait(next.kind) && !contains(node.offered, next.actor)) {
      return false;
    }
  }
  if ((initials & (node.backtrack | node.asleep)) != 0) return true;
  ActorSet possible = initials & node.offered;
  // None: the scheduler foresaw more, or less, than happened. The safe side.
  node.backtrack |=
      possible != 0 ? actor_bit(take_lowest(possible)) : node.offered;
  return true;
}

}  // namespace pots::adv
