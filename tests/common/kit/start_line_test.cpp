// Threads start together, each on its CPU, and all of their work is done.
#include "pots/start_line.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <thread>
#include <vector>

#include "pots/cache_line.hpp"
#include "pots/cpus.hpp"

namespace pots {
namespace {

// The CPUs that each of n threads was allowed to use while it worked.
std::vector<std::vector<int>> allowed_while_working(std::size_t n,
                                                    Pinning pinning) {
  std::vector<std::vector<int>> seen(n);
  timed_threads(
      n, [&](std::size_t i) { seen[i] = allowed_cpus(); }, pinning);
  return seen;
}

TEST(StartLine, LetsNobodyGoBeforeAllHaveCome) {
  StartLine line(3);
  std::atomic<int> came = 0;
  std::vector<int> seen(3);
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < 3; ++i) {
      threads.emplace_back([&, i] {
        ++came;
        line.arrive();
        seen[i] = came.load();
      });
    }
  }
  EXPECT_EQ(seen, (std::vector<int>{3, 3, 3}));
}

TEST(StartLine, RunsEachThreadOnce) {
  std::vector<int> runs(3);
  timed_threads(3, [&](std::size_t i) { ++runs[i]; });
  EXPECT_EQ(runs, (std::vector<int>{1, 1, 1}));
}

TEST(StartLine, PinsAsItIsTold) {
  const std::vector<int> all = allowed_cpus();
  ASSERT_FALSE(all.empty());
  const std::size_t n = all.size() + 1;
  const auto own = allowed_while_working(n, Pinning::own_cpu);
  for (std::size_t i = 0; i < n; ++i) {
    EXPECT_EQ(own[i], std::vector<int>{cpu_of_thread(all, i)});
  }
  EXPECT_EQ(own.back(), own.front());  // one more than there are: round again
  for (const auto& cpus : allowed_while_working(2, Pinning::one_cpu)) {
    EXPECT_EQ(cpus, std::vector<int>{all.front()});
  }
  for (const auto& cpus : allowed_while_working(2, Pinning::none)) {
    EXPECT_EQ(cpus, all);
  }
  EXPECT_EQ(allowed_cpus(), all);  // the caller stays free
}

TEST(Cpus, GrantsSomething) {
  const double granted = granted_cpus(std::chrono::milliseconds(1));
  EXPECT_GT(granted, 0);
}

TEST(CacheLine, IsAPowerOfTwo) {
  static_assert(kCacheLine >= alignof(std::max_align_t));
  static_assert((kCacheLine & (kCacheLine - 1)) == 0);
}

}  // namespace
}  // namespace pots
