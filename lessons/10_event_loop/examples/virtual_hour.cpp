// An hour that takes no time.
#include <chrono>
#include <cstdio>

#include "pots/aio/event_loop.hpp"

using namespace std::chrono_literals;

// #region hour
int main() {
  const auto start = std::chrono::steady_clock::now();
  pots::aio::VirtualWorld world;
  pots::aio::Loop loop(world);
  loop.call_later(1h, [&] {
    std::printf("%d s passed\n", static_cast<int>(loop.time() / 1s));
    loop.stop();
  });
  loop.run_forever();
  const std::chrono::duration<double, std::milli> really =
      std::chrono::steady_clock::now() - start;
  std::printf("really: about %.2f ms\n", really.count());
}
// #endregion
