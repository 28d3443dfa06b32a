// What is printed first: by the caller, or by the one who is called?
#include <cstdio>

#include "pots/generator.hpp"

// #region noisy
pots::Generator<int> noisy() {
  std::puts("start");
  co_yield 1;
  std::puts("between");
  co_yield 2;
  std::puts("end");
}

int main() {
  auto items = noisy();
  std::puts("made");
  for (const int item : items) std::printf("got %d\n", item);
}
// #endregion
