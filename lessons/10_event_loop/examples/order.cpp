// The four steps of a turn, seen from outside.
#include <chrono>
#include <cstdio>

#include "pots/aio/event_loop.hpp"

using namespace std::chrono_literals;

// #region order
int main() {
  pots::aio::VirtualWorld world;
  pots::aio::Loop loop(world);
  const auto say = [&](const char* what) {
    std::printf("%2d %s\n", static_cast<int>(loop.time() / 1ms), what);
  };
  pots::aio::Handle second;
  loop.call_later(20ms, [&] {
    say("timer 20");
    loop.stop();
  });
  loop.call_soon([&] { say("soon 1"); });
  loop.call_later(10ms, [&] {
    say("timer 10, first");
    loop.call_soon([&] { say("soon, from timer 10"); });
  });
  second = loop.call_later(10ms, [&] { say("timer 10, second"); });
  loop.call_later(10ms, [&] { say("timer 10, third"); });
  loop.call_soon([&] {
    say("soon 2");
    second.cancel();
  });
  loop.call_soon([&] { say("soon 3"); });
  loop.run_forever();
}
// #endregion
