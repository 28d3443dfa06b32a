// Both jobs return what a slower, simpler way of doing them returns.
#include "pots/workloads.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <string>
#include <thread>
#include <vector>

#include "pots/errors.hpp"
#include "pots/slow_server.hpp"

namespace pots {
namespace {

using namespace std::chrono_literals;

// The sieve of Eratosthenes over [first, last).
long sieved(long first, long last) {
  std::vector<bool> composite(static_cast<std::size_t>(last - first));
  for (long d = 2; d * d < last; ++d) {
    long multiple = std::max(d * d, (first + d - 1) / d * d);
    for (; multiple < last; multiple += d) {
      composite[static_cast<std::size_t>(multiple - first)] = true;
    }
  }
  long count = 0;
  for (long n = std::max(first, 2L); n < last; ++n) {
    if (!composite[static_cast<std::size_t>(n - first)]) ++count;
  }
  return count;
}

TEST(IoJob, FetchesItsItem) {
  SlowServer server(io_larder(32, 0ms));
  for (int i = 0; i < 32; ++i) {
    EXPECT_EQ(io_job(server.port(), i), io_answer(i));
  }
  EXPECT_NE(io_answer(3), io_answer(4));
  server.stop();
  EXPECT_EQ(server.accepts(), 32);
}

TEST(IoJob, KnowsOnlyTheItemsOfItsLarder) {
  SlowServer server(io_larder(2, 0ms));
  EXPECT_THROW(io_job(server.port(), 2), not_found);
}

TEST(IoJob, WaitsTenMillisecondsUnlessToldOtherwise) {
  EXPECT_EQ(io_larder(1).delay, 10ms);
  EXPECT_EQ(io_larder(1, 3ms).delay, 3ms);
}

TEST(IoJob, ManyWaitSideBySide) {
  SlowServer server(io_larder(3, 24h));
  std::vector<std::thread> cooks;
  for (int i = 0; i < 3; ++i) {
    cooks.emplace_back([&, i] { EXPECT_ANY_THROW(io_job(server.port(), i)); });
  }
  while (server.requests() < 3) std::this_thread::yield();
  EXPECT_EQ(server.peak_clients(), 3);
  server.stop();
  for (std::thread& cook : cooks) cook.join();
}

TEST(CpuJob, CountsPrimes) {
  EXPECT_EQ(count_primes(0, 2), 0);
  EXPECT_EQ(count_primes(2, 3), 1);
  EXPECT_EQ(count_primes(0, 100), 25);
  EXPECT_EQ(count_primes(0, 10'000), 1229);
  EXPECT_EQ(count_primes(90, 97), 0);
  EXPECT_EQ(count_primes(90, 98), 1);
  EXPECT_EQ(count_primes(7, 7), 0);
}

TEST(CpuJob, CountsLargePrimes) {
  // The last prime below 2^31 is 2^31 - 1 itself.
  EXPECT_EQ(count_primes(2'147'483'647, 2'147'483'648), 1);
  EXPECT_EQ(count_primes(2'147'483'630, 2'147'483'647), 0);
  EXPECT_EQ(count_primes(46'337L * 46'337L, 46'337L * 46'337L + 1), 0);
}

TEST(CpuJob, SlicesFollowEachOther) {
  EXPECT_GE(slice_size(), 1'000);
  EXPECT_EQ(slice_size(), slice_size());
  for (int i = 0; i < 32; ++i) {
    EXPECT_EQ(first_of_slice(i) + slice_size(), first_of_slice(i + 1));
  }
}

TEST(CpuJob, CountsThePrimesOfItsSlice) {
  for (const int i : {0, 1, 31}) {
    EXPECT_EQ(cpu_job(i), sieved(first_of_slice(i), first_of_slice(i + 1)));
  }
}

TEST(CpuJob, IsTheSameInAnyThread) {
  long theirs = 0;
  std::thread([&] { theirs = cpu_job(5); }).join();
  EXPECT_EQ(theirs, cpu_job(5));
}

}  // namespace
}  // namespace pots
