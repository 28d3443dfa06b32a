// Memory orders, as compilers number them in their calls: relaxed, consume,
// acquire, release, acq_rel, seq_cst; above the lowest byte may be hints.
#pragma once

#include "common/adversary/scheduler/machine.hpp"

namespace pots::adv {

inline bool is_acquire(int order) {
  order &= 0xFF;
  return order == 1 || order == 2 || order >= 4;
}
inline bool is_release(int order) { return (order & 0xFF) >= 3; }
inline bool is_seq_cst(int order) { return (order & 0xFF) == 5; }

// The running thread reads what `released` was stored with: it knows it now
// if it acquires, else after its next acquire fence.
inline void take_over(const VectorClock& released, int order) {
  Thread& me = self();
  if (is_acquire(order)) {
    me.clock.join(released, machine->count);
    return;
  }
  if (!me.has_acquired) me.acquired.clear(kMaxThreads);
  me.has_acquired = true;
  me.acquired.join(released, machine->count);
}

}  // namespace pots::adv
