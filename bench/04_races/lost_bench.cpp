// How many of two million increments are lost, by where the threads run and by
// what one increment consists of. Time is not what is measured here.
//
// The steps are relaxed atomic operations: the same machine code as for a plain
// long, but a program that is allowed.
#include <benchmark/benchmark.h>

#include <atomic>
#include <cstddef>
#include <string>

#include "bench/04_races/race.hpp"
#include "pots/start_line.hpp"

namespace {

constexpr long kEach = 1'000'000;
std::atomic<long> x;

void load_then_store() {
  x.store(x.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
}

void with_work_between() {
  long seen = x.load(std::memory_order_relaxed);
  for (int i = 0; i < 10; ++i) benchmark::DoNotOptimize(seen);
  x.store(seen + 1, std::memory_order_relaxed);
}

// Reads, adds and writes in one instruction, where there is such a thing.
void one_instruction() {
#if defined(__x86_64__)
  asm volatile("incq %0" : "+m"(x));
#else
  load_then_store();
#endif
}

void fetch_add() { x.fetch_add(1, std::memory_order_relaxed); }

// One iteration is one run, so that repetitions show how runs differ.
void measure(const std::string& name, void (*increment)(),
             pots::Pinning pinning) {
  benchmark::RegisterBenchmark(name.c_str(),
                               [=](benchmark::State& state) {
                                 x = 0;
                                 pots::bench::race(
                                     state, 2, kEach,
                                     [increment](std::size_t) {
                                       for (long i = 0; i < kEach; ++i)
                                         increment();
                                     },
                                     pinning);
                                 state.counters["lost"] =
                                     1 - static_cast<double>(x.load()) /
                                             (2.0 * kEach);
                               })
      ->UseManualTime()
      ->Iterations(1)
      ->Unit(benchmark::kMillisecond);
}

}  // namespace

int main(int argc, char** argv) {
  for (const auto pinning : {pots::Pinning::one_cpu, pots::Pinning::own_cpu}) {
    const std::string where =
        pinning == pots::Pinning::one_cpu ? "bm_lost/1/" : "bm_lost/2/";
    measure(where + "load, store", load_then_store, pinning);
    measure(where + "with work between", with_work_between, pinning);
    measure(where + "one instruction", one_instruction, pinning);
    measure(where + "fetch_add", fetch_add, pinning);
  }
  return pots::bench::run_on_two_cpus(argc, argv);
}
