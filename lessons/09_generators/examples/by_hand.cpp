// Fibonacci's numbers twice: the place kept by hand and by the
// compiler.
#include <cstdio>

#include "pots/generator.hpp"

// #region struct
struct ByHand {
  int next() {
    switch (place) {
      case 0:
        place = 1;
        return a;
      default:
        b = a + b;
        a = b - a;
        return a;
    }
  }

  int place = 0;     // how far it has come
  int a = 1, b = 1;  // what it must not forget
};
// #endregion

// #region body
pots::Generator<int> fibonacci() {
  int a = 1, b = 1;
  for (;;) {
    co_yield a;
    b = a + b;
    a = b - a;
  }
}
// #endregion

int main() {
  // #region print
  ByHand numbers;
  for (int i = 0; i < 8; ++i) std::printf("%d ", numbers.next());
  std::puts("by hand");
  int i = 0;
  for (const int number : fibonacci()) {
    std::printf("%d ", number);
    if (++i == 8) break;
  }
  std::puts("by the compiler");
  // #endregion
}
