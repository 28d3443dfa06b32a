// How another thread wakes a loop that sleeps.
#include <cstdio>
#include <thread>

#include "pots/aio/event_loop.hpp"
#include "pots/aio/wakeup.hpp"

// #region bell
int main() {
  pots::aio::Loop loop;
  const char* message = nullptr;
  pots::aio::Wakeup bell(loop.poller(), [&] {
    std::puts(message);
    loop.stop();
  });
  std::jthread other([&] {
    message = "woken by another thread";
    bell.ring();
  });
  loop.run_forever();
}
// #endregion
