// A future that is set by hand: who runs, and when?
#include <cstdio>
#include <string>

#include "pots/aio/run.hpp"

using namespace pots::aio;

// #region by_hand
Task<> eater(Future<std::string> dish) {
  std::puts("eater: waiting");
  const std::string what = co_await dish;
  std::printf("eater: %s\n", what.c_str());
}

Task<> cook(Future<std::string> dish) {
  std::printf("cook: done? %d\n", dish->done());
  dish->set_result("dumplings");
  std::printf("cook: done? %d\n", dish->done());
  co_return;
}

Task<> dinner() {
  auto dish = make_future<std::string>();
  auto hungry = create_task(eater(dish));
  auto busy = create_task(cook(dish));
  co_await hungry;
  co_await busy;
}

int main() { run(dinner()); }
// #endregion
