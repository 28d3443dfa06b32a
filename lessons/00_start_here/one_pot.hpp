// Exercise 00.one_pot: one cook, one pot.
#pragma once

#include "pots/kitchen.hpp"

namespace pots {

// Cooks pot 0: puts it on, waits until it boils, drops the dumplings
// in, waits until they are cooked, serves. Leaves other pots alone.
//
// Precondition:  pot 0 is cold.
// How long:      3 minutes of hands, the heating and the cooking; the
//                stove decides how long those two take.
// Errors:        asks the kitchen for nothing impossible, so it never
//                meets kitchen_error.
// Thread safety: one thread at a time. The kitchen outlives the call.
void cook_one(Kitchen& kitchen);

}  // namespace pots
