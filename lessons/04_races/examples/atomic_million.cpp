// A million increments by each of two threads, written in two ways.
#include <atomic>
#include <cstdio>
#include <thread>

std::atomic<long> x = 0;

// #region ways
void in_two_steps() {
  for (int i = 0; i < 1'000'000; ++i) x = x + 1;  // load, then store
}

void in_one_step() {
  for (int i = 0; i < 1'000'000; ++i) x.fetch_add(1);
}

int main() {
  { std::jthread one(in_two_steps), other(in_two_steps); }
  std::printf("x = x + 1:  about %ld\n", x.load());
  x = 0;
  { std::jthread one(in_one_step), other(in_one_step); }
  std::printf("fetch_add:  exactly %ld\n", x.load());
}
// #endregion
