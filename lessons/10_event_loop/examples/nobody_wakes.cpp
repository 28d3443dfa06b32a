// A hang that says so.
#include <cstdio>

#include "pots/aio/event_loop.hpp"

// #region sleep
int main() {
  pots::aio::VirtualWorld world;
  pots::aio::Loop loop(world);
  loop.call_soon([] { std::puts("the water is on"); });
  try {
    loop.run_forever();
  } catch (const pots::aio::WouldSleepForever& e) {
    std::puts(e.what());
  }
}
// #endregion
