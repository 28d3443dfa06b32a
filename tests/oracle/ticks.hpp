// The unit of time of all programs that are compared with Python: exact in
// nanoseconds, and in a Python float.
#pragma once

#include "pots/aio/world.hpp"

namespace pots::oracle {

inline constexpr aio::Duration kTick{1'000'000'000 / 128};

inline long ticks(aio::World& world) { return world.now() / kTick; }

}  // namespace pots::oracle
