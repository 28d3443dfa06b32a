// A million awaits in a row, and a hundred thousand inside each other.
#include <cstdio>

#include "pots/aio/task.hpp"

using pots::aio::Task;

// #region million
Task<long> one() { co_return 1; }

Task<long> in_a_row(long n) {
  long sum = 0;
  for (long i = 0; i < n; ++i) sum += co_await one();
  co_return sum;
}

Task<long> inside_each_other(long n) {
  if (n == 0) co_return 0;
  co_return 1 + co_await inside_each_other(n - 1);
}

int main() {
  std::printf("in a row: %ld\n",
              pots::aio::run_sync(in_a_row(1'000'000)));
  std::printf("inside each other: %ld\n",
              pots::aio::run_sync(inside_each_other(100'000)));
}
// #endregion
