// Measures n threads that do the same thing at the same time.
#pragma once

#include <benchmark/benchmark.h>

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "pots/start_line.hpp"

namespace pots::bench {

// Each of `threads` runs work(i), which does `operations` of what is measured.
// The counter per_op is the time that passed for each of all of them together:
// with perfect parallelism twice the threads halve it.
template <class Work>
void measure_threads(benchmark::State& state, std::size_t threads,
                     std::int64_t operations, Work work) {
  double done = 0;
  for (auto _ : state) {
    const std::chrono::duration<double> time = timed_threads(threads, work);
    state.SetIterationTime(time.count());
    done += static_cast<double>(threads) * static_cast<double>(operations);
  }
  state.counters["per_op"] = benchmark::Counter(
      done, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

// Numbers that look drawn: cheap, and the same for each run.
class Dice {
 public:
  explicit Dice(std::size_t seed)
      : state_(static_cast<std::uint32_t>(seed) * 2654435761u + 1) {}
  // 0 <= result < n, for n up to 65536.
  std::uint32_t roll(std::uint32_t n) {
    state_ = state_ * 1664525u + 1013904223u;
    return (state_ >> 16) * n >> 16;
  }

 private:
  std::uint32_t state_;
};

}  // namespace pots::bench
