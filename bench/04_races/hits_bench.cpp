// One counter, 1 to 4 threads: what a hit costs when others hit as well.
#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <mutex>

#include "bench/04_races/race.hpp"
#include "pots/hits.hpp"

namespace {

constexpr std::int64_t kEach = 1'000'000;

class LockedCounter {
 public:
  void hit() {
    const std::lock_guard lock(mutex_);
    ++hits_;
  }
  long hits() const { return hits_; }

 private:
  std::mutex mutex_;
  long hits_ = 0;
};

template <class Counter>
void bm_hits(benchmark::State& state) {
  Counter counter;
  pots::bench::race(state, static_cast<std::size_t>(state.range(0)), kEach,
                    [&](std::size_t) {
                      for (std::int64_t i = 0; i < kEach; ++i) counter.hit();
                    });
  if (counter.hits() != state.iterations() * kEach * state.range(0)) {
    state.SkipWithError("hits were lost");
  }
}

}  // namespace

int main(int argc, char** argv) {
  const auto measure = [](const char* name, auto* way) {
    benchmark::RegisterBenchmark(name, way)
        ->Arg(1)
        ->Arg(2)
        ->Arg(4)
        ->UseManualTime()
        ->Unit(benchmark::kMillisecond);
  };
  measure("bm_hits/atomic", bm_hits<pots::Counter>);
  measure("bm_hits/mutex", bm_hits<LockedCounter>);
  return pots::bench::run_on_two_cpus(argc, argv);
}
