// An exception in the body comes out where the body was resumed.
#include <cstdio>
#include <stdexcept>

#include "pots/generator.hpp"

// #region heat
pots::Generator<int> heat() {
  for (int degrees = 0;; ++degrees) {
    if (degrees == 3) throw std::runtime_error("too hot");
    co_yield degrees;
  }
}

int main() {
  auto degrees = heat();
  auto it = degrees.begin();
  try {
    for (; it != degrees.end(); ++it) std::printf("%d ", *it);
  } catch (const std::runtime_error& error) {
    std::printf("caught: %s\n", error.what());
  }
  std::printf("at the end: %s\n", it == degrees.end() ? "yes" : "no");
}
// #endregion
