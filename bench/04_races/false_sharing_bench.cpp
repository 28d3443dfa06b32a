// Two threads that add: to one number, to neighbours, to numbers far apart.
#include <benchmark/benchmark.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "bench/04_races/race.hpp"
#include "pots/cache_line.hpp"
#include "pots/sharded.hpp"

namespace {

constexpr std::int64_t kEach = 2'000'000;

class OneForAll {
 public:
  explicit OneForAll(unsigned) {}
  void add(unsigned) { number_.fetch_add(1); }

 private:
  alignas(pots::kCacheLine) std::atomic<long> number_ = 0;
};

class Neighbours {
 public:
  explicit Neighbours(unsigned shards) : numbers_(shards) {}
  void add(unsigned shard) { numbers_[shard % numbers_.size()].fetch_add(1); }

 private:
  std::vector<std::atomic<long>> numbers_;
};

template <class Counter>
void bm_false_sharing(benchmark::State& state) {
  Counter counter(2);
  pots::bench::race(state, 2, kEach, [&](std::size_t i) {
    const auto shard = static_cast<unsigned>(i);
    for (std::int64_t n = 0; n < kEach; ++n) counter.add(shard);
  });
}

}  // namespace

int main(int argc, char** argv) {
  const auto measure = [](const char* name, auto* way) {
    benchmark::RegisterBenchmark(name, way)->UseManualTime()->Unit(
        benchmark::kMillisecond);
  };
  measure("bm_false_sharing/one for both", bm_false_sharing<OneForAll>);
  measure("bm_false_sharing/neighbours", bm_false_sharing<Neighbours>);
  measure("bm_false_sharing/a line each",
          bm_false_sharing<pots::ShardedCounter>);
  return pots::bench::run_on_two_cpus(argc, argv);
}
