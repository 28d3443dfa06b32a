// Tasks with a scope: one fails, the others stop, and nobody is left
// over.
#include <chrono>
#include <cstdio>
#include <stdexcept>
#include <string>

#include "pots/aio/run.hpp"
#include "pots/aio/task_group.hpp"

using namespace pots::aio;
using std::chrono::milliseconds;

// #region group
int now() {
  return static_cast<int>(Loop::current().time() / milliseconds(1));
}

Task<> dish(std::string name, milliseconds time, bool burns) {
  try {
    co_await sleep(time);
  } catch (const CancelledError&) {
    std::printf("%2d %s: off the stove\n", now(), name.c_str());
    throw;
  }
  if (burns) throw std::runtime_error(name + " is burnt");
  std::printf("%2d %s: served\n", now(), name.c_str());
}

Task<> dinner() {
  auto menu = [](TaskGroup& group) -> Task<> {
    group.create_task(dish("soup", milliseconds(10), false));
    group.create_task(dish("roast", milliseconds(20), true));
    group.create_task(dish("cake", milliseconds(30), false));
    std::printf("%2d all are on the stove\n", now());
    co_return;
  };
  try {
    co_await with_task_group(menu);
  } catch (const ExceptionGroup& problems) {
    std::printf("%2d %s\n", now(), problems.what());
  }
}

int main() {
  VirtualWorld world;
  run(dinner(), world);
}
// #endregion
