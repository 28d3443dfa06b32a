// A race of pinned threads as one iteration of a benchmark.
#pragma once

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>

#include "bench/cpus_granted.hpp"
#include "pots/cpus.hpp"
#include "pots/start_line.hpp"

namespace pots::bench {

// Lets threads 0 <= i < n do work(i), `each` operations a thread, once per
// iteration. Counters: seconds of wall time per operation of all threads
// together (per_op), and of processor time, if none of it was slept (cpu_op).
template <class F>
void race(benchmark::State& state, std::size_t n, std::int64_t each, F work,
          Pinning pinning = Pinning::own_cpu) {
  using benchmark::Counter;
  double operations = 0;
  for (auto _ : state) {
    const std::chrono::duration<double> took = timed_threads(n, work, pinning);
    state.SetIterationTime(took.count());
    operations += static_cast<double>(each) * static_cast<double>(n);
  }
  const auto busy =
      static_cast<double>(std::min<std::size_t>(n, allowed_cpus().size()));
  state.counters["per_op"] =
      Counter(operations, Counter::kIsRate | Counter::kInvert);
  state.counters["cpu_op"] =
      Counter(operations / busy, Counter::kIsRate | Counter::kInvert);
}

// The main of these benchmarks: on one CPU nobody gets in anybody's way.
inline int run_on_two_cpus(int argc, char** argv) {
  if (granted_cpus() < 1.5) {
    std::fputs("not enough CPUs: expect a flat line\n", stderr);
  }
  return run(argc, argv);
}

}  // namespace pots::bench
