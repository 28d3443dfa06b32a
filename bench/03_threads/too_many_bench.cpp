// One and the same piece of work, shared out among 1 to 4096 threads.
#include <benchmark/benchmark.h>

#include <cstddef>

#include "bench/cpus_granted.hpp"
#include "pots/parallel_for.hpp"
#include "pots/workloads.hpp"

namespace {

constexpr std::size_t kMostThreads = 4096;
constexpr long kSlice = 300;  // numbers; there are kMostThreads slices

void bm_too_many(benchmark::State& state) {
  const auto threads = static_cast<std::size_t>(state.range(0));
  for (auto _ : state) {
    // Thread t does the slices t, t + threads, ...: all of them cost the same.
    pots::parallel_for_blocks(
        0, threads, static_cast<unsigned>(threads), [threads](std::size_t t) {
          for (std::size_t s = t; s < kMostThreads; s += threads) {
            const long first = static_cast<long>(s) * kSlice;
            benchmark::DoNotOptimize(pots::count_primes(first, first + kSlice));
          }
        });
  }
}

BENCHMARK(bm_too_many)
    ->RangeMultiplier(4)
    ->Range(1, kMostThreads)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace

int main(int argc, char** argv) { return pots::bench::run(argc, argv); }
