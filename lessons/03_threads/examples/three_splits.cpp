// The same two million numbers, shared out in three ways.
#include <array>
#include <atomic>
#include <cstdio>
#include <thread>

#include "pots/workloads.hpp"

constexpr long kEnd = 2'000'000;

bool is_prime(long n) {
  if (n < 2) return false;
  for (long d = 2; d * d <= n; ++d)
    if (n % d == 0) return false;
  return true;
}

// #region splits
// Two threads; each says how many primes it has found.
void split(const char* how, auto find_my_primes) {
  std::array<long, 2> found{};
  {
    std::jthread one([&] { found[0] = find_my_primes(0); });
    std::jthread two([&] { found[1] = find_my_primes(1); });
  }
  std::printf("%s: %ld %ld, sum %ld\n", how, found[0], found[1],
              found[0] + found[1]);
}

int main() {
  split("stride", [](int t) {
    long mine = 0;
    for (long i = t; i < kEnd; i += 2) mine += is_prime(i);
    return mine;
  });
  split("blocks", [](int t) {
    return pots::count_primes(t * kEnd / 2, (t + 1) * kEnd / 2);
  });
  std::atomic<long> next_ticket = 0;
  split("chunks", [&](int) {
    long mine = 0;
    for (;;) {
      const long first = next_ticket.fetch_add(1) * 1000;
      if (first >= kEnd) return mine;
      mine += pots::count_primes(first, first + 1000);
    }
  });
}
// #endregion
