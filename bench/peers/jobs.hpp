// The sizes of the jobs that are compared: the same for everybody in C++.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <numeric>
#include <random>
#include <thread>
#include <vector>

namespace pots::bench {

inline constexpr int kAwaits = 1'000'000;
inline constexpr int kDepth = 1'000;  // of the deep awaits
inline constexpr int kCallbacks = 1'000'000;
inline constexpr int kBurst = 1'000;
inline constexpr std::size_t kTimers = 100'000;
inline constexpr int kSleepers = 10'000;
inline constexpr auto kNap = std::chrono::milliseconds(10);
inline constexpr int kRings = 200'000;  // by each thread

// How often each of `tasks` gets its turn while it is measured.
inline int turns_of(int tasks) {
  return std::clamp(2'000'000 / tasks, 20, 500'000);
}

// How often a group of `tasks` is started and waited for.
inline int rounds_of(int tasks) { return std::max(1, 500'000 / tasks); }

enum class Order { straight, shuffled };

// The same order for everybody, every time.
template <class T>
void put_in(Order order, std::vector<T>& things) {
  if (order == Order::straight) return;
  std::mt19937 always_the_same;
  std::shuffle(things.begin(), things.end(), always_the_same);
}

// kTimers different deadlines within 10 ms from now.
inline std::vector<std::chrono::nanoseconds> deadlines(Order order) {
  std::vector<int> at(kTimers);
  std::iota(at.begin(), at.end(), 0);
  put_in(order, at);
  std::vector<std::chrono::nanoseconds> result;
  for (const int i : at) result.emplace_back(100 * i);
  return result;
}

// Time that nobody's processor time has to pay for: what is measured is the
// work that timers make, and not the wait for them.
inline void sleep_until_all_are_due() {
  std::this_thread::sleep_for(std::chrono::milliseconds(10));
}

}  // namespace pots::bench
