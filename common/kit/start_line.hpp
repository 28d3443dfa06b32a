// Releases n threads at once: what a benchmark of threads begins with.
//
// The start of a thread takes longer than many things that we measure: without
// a line to wait at, the first is done before the second has begun, and nobody
// has been in anybody's way.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <thread>
#include <vector>

#include "pots/cpus.hpp"

namespace pots {

// Thread safety:  any thread may call arrive(), each once.
// Happens-before: what a thread did before arrive() is seen by every thread
//                 after its own arrive() has returned.
class StartLine {
 public:
  explicit StartLine(std::size_t threads) : missing_(threads) {}
  StartLine(const StartLine&) = delete;

  // Returns when all have come. It looks again and again instead of sleeping:
  // to be woken takes 50 us, and each thread a different 50.
  void arrive() {
    missing_.fetch_sub(1);
    while (missing_.load() != 0) std::this_thread::yield();
  }

 private:
  std::atomic<std::size_t> missing_;
};

enum class Pinning {
  own_cpu,  // thread i on the i-th allowed CPU
  one_cpu,  // all on the first one
  none,     // wherever the kernel likes
};

// Runs work(i) on threads 0 <= i < n, released at once. The time is from the
// first one's start to the end of the slowest. Pre: n >= 1.
template <class F>
std::chrono::nanoseconds timed_threads(std::size_t n, F work,
                                       Pinning pinning = Pinning::own_cpu) {
  using Clock = std::chrono::steady_clock;
  const std::vector<int> cpus = allowed_cpus();
  std::vector<Clock::time_point> began(n), ended(n);
  StartLine line(n);
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < n; ++i) {
      threads.emplace_back([&, i] {
        if (pinning == Pinning::own_cpu) pin_to(cpu_of_thread(cpus, i));
        if (pinning == Pinning::one_cpu) pin_to(cpus.front());
        line.arrive();
        began[i] = Clock::now();
        work(i);
        ended[i] = Clock::now();
      });
    }
  }
  Clock::time_point first = Clock::time_point::max();
  Clock::time_point last = Clock::time_point::min();
  for (const auto time : began) first = std::min(first, time);
  for (const auto time : ended) last = std::max(last, time);
  return last - first;
}

}  // namespace pots
