// Two slow pages: one by one, or both at once.
#include <chrono>
#include <cstdio>
#include <utility>
#include <vector>

#include "pots/aio/gather.hpp"
#include "pots/aio/run.hpp"

using namespace pots::aio;
using std::chrono::milliseconds;

// #region pages
Task<int> page(int number, milliseconds slow) {
  co_await sleep(slow);  // the wire
  co_return number;
}

Task<int> one_by_one() {
  const int one = co_await page(1, milliseconds(100));
  const int two = co_await page(2, milliseconds(200));
  co_return one + two;
}

Task<int> at_once() {
  std::vector<Future<int>> pages;
  pages.push_back(create_task(page(1, milliseconds(100))));
  pages.push_back(create_task(page(2, milliseconds(200))));
  const std::vector<int> all = co_await gather(std::move(pages));
  co_return all[0] + all[1];
}

void show(const char* how, Task<int> job) {
  VirtualWorld world;
  const int sum = run(std::move(job), world);
  std::printf("%s: %3d ms, sum %d\n", how,
              static_cast<int>(world.now() / milliseconds(1)), sum);
}

int main() {
  show("one by one", one_by_one());
  show("at once   ", at_once());
}
// #endregion
