// Coins go to and fro between two jars while somebody counts them.
#include <atomic>
#include <cstdio>
#include <thread>

// #region audit
std::atomic<long> left = 10, right = 10;

void move_five(std::atomic<long>& from, std::atomic<long>& to) {
  from -= 5;  // one step, nobody can come in between
  to += 5;    // and another one
}

int main() {
  std::atomic<bool> closed = false;
  std::jthread mover([&] {
    while (!closed) {
      move_five(left, right);
      move_five(right, left);
    }
  });
  int wrong = 0;
  for (int audit = 0; audit < 1'000'000; ++audit) {
    wrong += left + right != 20;
  }
  closed = true;
  std::printf("%d of 1000000 audits were not 20\n", wrong);
}
// #endregion
