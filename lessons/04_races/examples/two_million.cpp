// Two threads, a million increments each, three times.
#include <cstdio>
#include <thread>

// #region million
long x = 0;

void add_a_million() {
  for (int i = 0; i < 1'000'000; ++i) x = x + 1;
}

int main() {
  for (int run = 1; run <= 3; ++run) {
    x = 0;
    {
      std::jthread one(add_a_million);
      std::jthread other(add_a_million);
    }  // both are done here
    std::printf("run %d: x is about %ld\n", run, x);
  }
}
// #endregion
