// An exception that nobody looks at.
#include <cstdio>
#include <stdexcept>

#include "pots/aio/run.hpp"

using namespace pots::aio;

// #region lost
Task<> careless() {
  co_await yield_now();
  throw std::runtime_error("the milk has boiled over");
}

Task<> kitchen() {
  create_task(careless());
  for (int i = 0; i < 3; ++i) co_await yield_now();
  std::puts("the kitchen closes, all is well");
  std::fflush(stdout);
}

int main() { run(kitchen()); }
// #endregion
