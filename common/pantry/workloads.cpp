// Waiting that a faster processor cannot shorten, and work that it can.
#include "pots/workloads.hpp"

#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>
#include <utility>

#include "common/pantry/detail/larder.hpp"
#include "pots/slow_server.hpp"

namespace pots {
namespace {

// Slices begin here: so far up that the cost of a number hardly grows from one
// slice to the next (by 0.1 % over 20,000 numbers).
constexpr long kFirst = 10'000'000;
constexpr std::chrono::nanoseconds kTarget = std::chrono::milliseconds(10);

std::string io_key(int i) { return "item" + std::to_string(i); }

bool is_prime(std::uint32_t n) {
  if (n % 2 == 0) return n == 2;
  for (std::uint32_t d = 3; d * d <= n; d += 2) {
    if (n % d == 0) return false;
  }
  return n > 1;
}

// Of this thread: another busy program must not make the slices shorter.
std::chrono::nanoseconds cpu_time() {
  timespec now;
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return std::chrono::seconds(now.tv_sec) +
         std::chrono::nanoseconds(now.tv_nsec);
}

long measure_slice_size() {
  constexpr long kSample = 4'000;
  // An optimiser may drop a call whose result nobody uses, and makes one of
  // five calls that are the same; it may not do so with these two.
  volatile long first = kFirst;
  [[maybe_unused]] volatile long result = 0;
  std::chrono::nanoseconds best = std::chrono::nanoseconds::max();
  // The shortest of a few runs is the one that was disturbed least.
  for (int run = 0; run < 5; ++run) {
    const std::chrono::nanoseconds start = cpu_time();
    const long from = first;
    result = count_primes(from, from + kSample);
    best = std::min(best, cpu_time() - start);
  }
  const long cost = std::max(1L, static_cast<long>(best.count()));
  // In whole thousands, and within reason whatever the clock says.
  const long size = kTarget.count() * kSample / cost / 1'000 * 1'000;
  return std::clamp(size, 1'000L, 1'000'000L);
}

}  // namespace

SlowServerOptions io_larder(int jobs, std::chrono::milliseconds delay) {
  SlowServerOptions options;
  options.delay = delay;
  for (int i = 0; i < jobs; ++i) options.larder[io_key(i)] = io_answer(i);
  return options;
}

std::string io_job(std::uint16_t port, int i) {
  return detail::ask_larder(port, io_key(i));
}

std::string io_answer(int i) { return "contents of item " + std::to_string(i); }

long cpu_job(int i) {
  return count_primes(first_of_slice(i), first_of_slice(i + 1));
}

long first_of_slice(int i) { return kFirst + i * slice_size(); }

long slice_size() {
  static const long size = measure_slice_size();
  return size;
}

long count_primes(long first, long last) {
  long count = 0;
  for (long n = first; n < last; ++n) {
    if (is_prime(static_cast<std::uint32_t>(n))) ++count;
  }
  return count;
}

}  // namespace pots
