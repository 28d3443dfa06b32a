// Who comes first, of what is ready and what is due at once.
#include <chrono>
#include <cstdio>

#include "pots/aio/event_loop.hpp"

using namespace std::chrono_literals;

// #region order
int main() {
  pots::aio::Loop loop;
  loop.call_soon([&] {
    std::printf("A ");
    loop.call_soon([] { std::printf("D\n"); });
  });
  loop.call_later(0s, [] { std::printf("B "); });
  loop.call_soon([] { std::printf("C "); });
  loop.call_later(1ms, [&] { loop.stop(); });
  loop.run_forever();
}
// #endregion
