// A deadline cancels, waits until the cleaning up is done, and then
// says so.
#include <chrono>
#include <cstdio>

#include "pots/aio/run.hpp"

using namespace pots::aio;
using std::chrono::milliseconds;

// #region deadline
int now() {
  return static_cast<int>(Loop::current().time() / milliseconds(1));
}

Task<int> page(milliseconds slow) {
  try {
    co_await sleep(slow);
    co_return 7;
  } catch (const CancelledError&) {
    std::printf("%3d page: told to stop\n", now());
  }
  co_await sleep(milliseconds(20));  // hangs up politely
  throw CancelledError();
}

Task<> reader() {
  try {
    co_await wait_for(page(milliseconds(100)), milliseconds(50));
  } catch (const TimeoutError&) {
    std::printf("%3d reader: too slow\n", now());
  }
  const int fast =
      co_await wait_for(page(milliseconds(10)), milliseconds(50));
  std::printf("%3d reader: %d\n", now(), fast);
}

int main() {
  VirtualWorld world;
  run(reader(), world);
}
// #endregion
