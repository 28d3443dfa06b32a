// What a lock costs: alone, and when others want it, too.
#include <benchmark/benchmark.h>

#include <atomic>
#include <mutex>
#include <shared_mutex>
#include <string>

#include "bench/05_mutexes/many_threads.hpp"
#include "bench/cpus_granted.hpp"
#include "pots/cache_line.hpp"
#include "pots/guarded.hpp"

namespace {

constexpr std::int64_t kAdds = 200'000;  // by each thread

// What is shared has a cache line of its own.
template <class T>
struct alignas(pots::kCacheLine) Alone {
  T it{};
};

template <class Mutex>
void locked(benchmark::State& state) {
  struct Number {
    Mutex mutex;
    std::int64_t value = 0;
  };
  Alone<Number> shared;
  pots::bench::measure_threads(state, static_cast<std::size_t>(state.range(0)),
                               kAdds, [&](std::size_t) {
                                 for (std::int64_t i = 0; i < kAdds; ++i) {
                                   const std::lock_guard lock(shared.it.mutex);
                                   benchmark::DoNotOptimize(++shared.it.value);
                                 }
                               });
}

void guarded(benchmark::State& state) {
  alignas(pots::kCacheLine) pots::Guarded<std::int64_t> number(0);
  pots::bench::measure_threads(
      state, static_cast<std::size_t>(state.range(0)), kAdds, [&](std::size_t) {
        for (std::int64_t i = 0; i < kAdds; ++i) {
          number.with([](std::int64_t& n) { benchmark::DoNotOptimize(++n); });
        }
      });
}

void atomic_add(benchmark::State& state) {
  Alone<std::atomic<std::int64_t>> number;
  pots::bench::measure_threads(state, static_cast<std::size_t>(state.range(0)),
                               kAdds, [&](std::size_t) {
                                 for (std::int64_t i = 0; i < kAdds; ++i)
                                   number.it.fetch_add(1);
                               });
}

}  // namespace

int main(int argc, char** argv) {
  const auto measure = [](const std::string& name, auto* way) {
    benchmark::RegisterBenchmark(("bm_mutex/" + name).c_str(), way)
        ->Arg(1)
        ->Arg(2)
        ->Arg(4)
        ->UseManualTime()
        ->Unit(benchmark::kMillisecond);
  };
  measure("std::atomic", atomic_add);
  measure("std::mutex", locked<std::mutex>);
  measure("Guarded", guarded);
  measure("std::recursive_mutex", locked<std::recursive_mutex>);
  measure("std::shared_mutex", locked<std::shared_mutex>);
  return pots::bench::run(argc, argv);
}
