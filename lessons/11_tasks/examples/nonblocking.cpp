// A task that nobody awaits.
#include <cstdio>

#include "pots/aio/run.hpp"

using namespace pots::aio;

// #region nonblocking
Task<> callee() {
  std::puts("Hello");
  co_return;
}

Task<> caller() {
  create_task(callee());
  std::puts("World");
  co_return;
}
// #endregion

// #region with_a_turn
Task<> slow_callee() {
  co_await yield_now();  // asyncio.sleep(0)
  std::puts("Hello");
}

Task<> slow_caller() {
  create_task(slow_callee());
  std::puts("World");
  co_return;
}
// #endregion

int main() {
  std::puts("- as it is");
  run(caller());
  std::puts("- with a yield_now() in callee");
  run(slow_caller());
}
