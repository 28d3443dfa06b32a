// Exercise 00.two_pots: one cook, and all the pots of the kitchen.
#pragma once

#include "pots/kitchen.hpp"

namespace pots {

// Cooks and serves all kitchen.pots() pots.
//
// The rule: the cook never waits while some pot needs hands. A pot
// needs hands when it is cold, when it has boiled, when it is cooked.
// The pot that was ready first gets them first.
//
// Precondition:  all pots are cold. There may be any number, also 0.
// Errors:        asks the kitchen for nothing impossible (such as
//                waiting when nothing is on), so it never meets
//                kitchen_error.
// Thread safety: one thread at a time. The kitchen outlives the call.
void cook_all(Kitchen& kitchen);

}  // namespace pots
