// One to sixteen cheap stages: pulled one item at a time, or with a vector
// between each two.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <utility>
#include <vector>

#include "bench/cpus_granted.hpp"
#include "pots/pipelines.hpp"

namespace {

constexpr std::int64_t kItems = 8'000;  // a vector of them fits into a cache

pots::Generator<std::int64_t> count_to(std::int64_t n) {
  for (std::int64_t i = 0; i < n; ++i) co_yield i;
}

std::int64_t add_one(const std::int64_t& x) { return x + 1; }

void set_items(benchmark::State& state) {
  state.counters["per_item"] = benchmark::Counter(
      static_cast<double>(state.iterations() * kItems),
      benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void bm_generators(benchmark::State& state) {
  for (auto _ : state) {
    auto items = count_to(kItems);
    for (std::int64_t stage = 0; stage < state.range(0); ++stage) {
      items = pots::map(std::move(items), add_one);
    }
    std::int64_t sum = 0;
    for (const std::int64_t item : items) sum += item;
    benchmark::DoNotOptimize(sum);
  }
  set_items(state);
}

void bm_vectors(benchmark::State& state) {
  // They keep their memory from one run to the next: what is measured is the
  // way through them, not the heap.
  std::vector<std::int64_t> items, next;
  for (auto _ : state) {
    items.clear();
    for (std::int64_t i = 0; i < kItems; ++i) items.push_back(i);
    for (std::int64_t stage = 0; stage < state.range(0); ++stage) {
      next.clear();
      for (const std::int64_t item : items) next.push_back(add_one(item));
      std::swap(items, next);
    }
    std::int64_t sum = 0;
    for (const std::int64_t item : items) sum += item;
    benchmark::DoNotOptimize(sum);
  }
  set_items(state);
}

BENCHMARK(bm_generators)
    ->Name("bm_pipeline/generators")
    ->RangeMultiplier(2)
    ->Range(1, 16);
BENCHMARK(bm_vectors)
    ->Name("bm_pipeline/vectors")
    ->RangeMultiplier(2)
    ->Range(1, 16);

}  // namespace

int main(int argc, char** argv) { return pots::bench::run(argc, argv); }
