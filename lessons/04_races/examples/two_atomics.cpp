// Moves eggs between two baskets while somebody counts them.
#include <atomic>
#include <cstdio>
#include <latch>
#include <thread>

int main() {
  // #region count
  std::atomic<int> left = 10, right = 10;
  std::latch in_the_middle(1), counted(1);
  std::jthread mover([&] {
    left -= 5;
    in_the_middle.count_down();
    counted.wait();
    right += 5;
  });
  in_the_middle.wait();
  std::printf("in the middle: %d eggs\n", left + right);
  counted.count_down();
  mover.join();
  std::printf("afterwards:    %d eggs\n", left + right);
  // #endregion
}
