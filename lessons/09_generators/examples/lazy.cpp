// Three stages that tell when they work.
#include <cstdio>
#include <utility>

#include "pots/pipelines.hpp"

// #region stages
pots::Generator<int> source() {
  for (int i = 1;; ++i) {
    std::printf("source %d  ", i);
    co_yield i;
  }
}

int square(int x) {
  std::printf("square %d  ", x);
  return x * x;
}

bool is_odd(int x) {
  std::printf("%s %d  ", x % 2 == 1 ? "keep" : "drop", x);
  return x % 2 == 1;
}
// #endregion

int main() {
  // #region row
  auto squares = pots::map(source(), square);
  auto odd = pots::filter(std::move(squares), is_odd);
  for (const int x : pots::take(std::move(odd), 2))
    std::printf("-> %d\n", x);
  // #endregion
}
