// Five philosophers, left fork first. Do they all get their meals?
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>

// #region dine
constexpr int kSeats = 5;

struct Table {
  std::mutex forks[kSeats];  // fork i: between seat i and seat i + 1
  std::atomic<long> eaten = 0;
};

void philosopher(Table& table, int seat, long meals) {
  for (long i = 0; i < meals; ++i) {
    const std::lock_guard l(table.forks[(seat + kSeats - 1) % kSeats]);
    const std::lock_guard r(table.forks[seat]);
    ++table.eaten;
  }
}
// #endregion

void dinner(long meals) {
  Table& table = *new Table;  // stays: who is stuck still sits at it
  for (int seat = 0; seat < kSeats; ++seat) {
    std::thread(philosopher, std::ref(table), seat, meals).detach();
  }
  // Looks now and then: has anybody eaten since the last time?
  for (long before = -1, now = 0; before != now;) {
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    before = std::exchange(now, table.eaten.load());
  }
  const bool all = table.eaten == kSeats * meals;
  std::printf("%ld meals each: after %ld %s\n", meals,
              table.eaten.load(),
              all ? "all are full" : "nobody eats any more");
}

int main() {
  dinner(1'000);
  dinner(1'000'000);
  std::fflush(stdout);
  ::_exit(0);  // nobody could join these threads
}
