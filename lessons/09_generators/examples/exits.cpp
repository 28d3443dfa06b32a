// Two ways to end a body that waits: close it, or destroy it.
#include <cstdio>

#include "pots/two_way.hpp"

// #region body
struct Lid {
  ~Lid() { std::puts("  the lid is taken off"); }
};

pots::TwoWay<int, int> pot() {
  const Lid lid;
  try {
    for (;;) co_yield 0;
  } catch (const pots::GeneratorExit&) {
    std::puts("  turned off in time");
  }
}
// #endregion

int main() {
  // #region exits
  std::puts("close():");
  auto closed = pot();
  closed.next();
  closed.close();
  std::puts("the destructor:");
  {
    auto dropped = pot();
    dropped.next();
  }
  // #endregion
}
