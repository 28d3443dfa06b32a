// Sleeping in an object until somebody wakes the thread: what condition
// variables, futexes, barriers and atomic waits have in common.
#pragma once

#include "common/adversary/scheduler/machine.hpp"

namespace pots::adv {

// The running thread sleeps in `object` until it is woken, `deadline` (virtual
// ns; 0: never) has come, or, if `for_nothing`, the world wakes it for no
// reason. If `mutex` is given it goes on when that is free, and must take it.
Wakening sleep_in(Object& object, std::uint64_t deadline, Object* mutex,
                  bool for_nothing);

// Wakes up to `most` of the sleepers; which ones is a choice of the world.
// Returns how many. The caller must have touched the object: the choice closes
// its event.
int wake_some(Object& object, int most);

}  // namespace pots::adv
