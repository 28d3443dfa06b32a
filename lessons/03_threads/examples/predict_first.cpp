// Counts primes with one thread and with two, every second number each.
#include <chrono>
#include <cstdio>
#include <thread>
#include <vector>

// #region count
bool is_prime(long n) {
  if (n < 2) return false;
  for (long d = 2; d * d <= n; ++d)
    if (n % d == 0) return false;
  return true;
}

// Thread t of n tests t, t + n, t + 2n, ...: equally many for each.
double count_primes(int n) {
  const auto start = std::chrono::steady_clock::now();
  std::vector<long> found(n);
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < n; ++t)
      threads.emplace_back([&found, n, t] {
        long mine = 0;
        for (long i = t; i < 2'000'000; i += n) mine += is_prime(i);
        found[t] = mine;
      });
  }  // here they are joined
  const std::chrono::duration<double, std::milli> time =
      std::chrono::steady_clock::now() - start;
  return time.count();
}

int main() {
  for (int n : {1, 2})
    std::printf("threads: %d, about %.0f ms\n", n, count_primes(n));
}
// #endregion
