// The primes below two million, shared out in three ways.
//
// Each thread is tied to a processor of its own: unpinned, two of them may sit
// on one for seconds, and the curves would say nothing. With fewer processors
// than threads expect flat lines.
#include <benchmark/benchmark.h>

#include <atomic>
#include <cstddef>
#include <vector>

#include "bench/cpus_granted.hpp"
#include "pots/parallel_for.hpp"
#include "pots/workloads.hpp"

namespace {

constexpr std::size_t kEnd = 2'000'000;

// Ties the calling thread, when it comes here first, to the next processor.
void pin_once() {
  static const std::vector<int> cpus = pots::allowed_cpus();
  static std::atomic<std::size_t> next = 0;
  thread_local const bool pinned = [] {
    if (!cpus.empty()) pots::pin_to(cpus[next++ % cpus.size()]);
    return true;
  }();
  benchmark::DoNotOptimize(pinned);
}

void test_number(std::size_t i) {
  const long n = static_cast<long>(i);
  benchmark::DoNotOptimize(pots::count_primes(n, n + 1));
}

void stride(unsigned threads) {
  pots::parallel_for_blocks(0, threads, threads, [threads](std::size_t t) {
    pin_once();
    for (std::size_t i = t; i < kEnd; i += threads) test_number(i);
  });
}

void blocks(unsigned threads) {
  pots::parallel_for_blocks(0, kEnd, threads, [](std::size_t i) {
    pin_once();
    test_number(i);
  });
}

void dynamic(unsigned threads) {
  pots::parallel_for_dynamic(0, kEnd, threads, 1000, [](std::size_t i) {
    pin_once();
    test_number(i);
  });
}

void bm_split(benchmark::State& state, void (*count)(unsigned)) {
  for (auto _ : state) count(static_cast<unsigned>(state.range(0)));
}

void add(const char* name, void (*count)(unsigned)) {
  benchmark::RegisterBenchmark(name, bm_split, count)
      ->Arg(1)
      ->Arg(2)
      ->Arg(4)
      ->UseRealTime()
      ->Unit(benchmark::kMillisecond);
}

}  // namespace

int main(int argc, char** argv) {
  add("bm_split/stride", stride);
  add("bm_split/blocks", blocks);
  add("bm_split/chunks", dynamic);
  return pots::bench::run(argc, argv);
}
