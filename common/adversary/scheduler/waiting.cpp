#include "common/adversary/scheduler/waiting.hpp"

#include <bit>

namespace pots::adv {
namespace {

// The order from a notify to the wake-up that it caused.
std::uint64_t wake_token(Actor id) {
  return 0x2000 + static_cast<std::uint64_t>(id);
}

Actor nth(Mask mask, int n) {
  for (; n > 0; --n) mask &= mask - 1;
  return std::countr_zero(mask);
}

}  // namespace

Wakening sleep_in(Object& object, std::uint64_t deadline, Object* mutex,
                  bool for_nothing) {
  Machine& m = *machine;
  Thread& me = self();
  object.waiting |= Mask{1} << m.running;
  ++me.waited;
  me.pending = Pending{};
  Pending& pending = me.pending;
  pending.need = Need::kWakeUp;
  pending.kind = mutex == nullptr ? MoveClass::kBlocked : MoveClass::kAcquire;
  pending.step = StepKind::kWait;
  pending.object = &object;
  pending.mutex = mutex;
  pending.deadline = deadline;
  pending.may_wake_for_nothing = for_nothing;
  pending.counted = true;
  pending.touches[0] = {wake_token(m.running), true, true};
  if (mutex != nullptr) pending.touches[1] = {mutex->address, true, false};
  block();
  touched_order(wake_token(m.running));
  if (StoryStep* step = tell(StepKind::kWakeUp, object.address)) {
    step->how = me.woke_by;
  }
  return me.woke_by;
}

int wake_some(Object& object, int most) {
  int woken = 0;
  Actor last = -1;
  const bool chooses = std::popcount(object.waiting) > most;
  while (object.waiting != 0 && woken < most) {
    const int n = std::popcount(object.waiting);
    last = nth(object.waiting, chooses ? choose_variant(n, false) : 0);
    // Waking is not by itself an order between the two threads: a condition
    // variable's waiter learns the waker's past through the mutex.
    touched_order(wake_token(last));
    wake(last, Wakening::kNotified);
    ++woken;
  }
  changed();
  if (StoryStep* step = tell(StepKind::kNotify, object.address)) {
    step->woken = woken;
    step->other = woken == 1 ? last : -1;
  }
  return woken;
}

}  // namespace pots::adv
