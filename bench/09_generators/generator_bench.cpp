// Eight thousand numbers, one after the other: a plain loop, a generator, a
// vector that is filled first, and two threads that hand each number over.
#include <benchmark/benchmark.h>

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "bench/cpus_granted.hpp"
#include "pots/generator.hpp"

namespace {

constexpr std::int64_t kItems = 8'000;  // a vector of them fits into a cache

pots::Generator<std::int64_t> count_to(std::int64_t n) {
  for (std::int64_t i = 0; i < n; ++i) co_yield i;
}

void set_items(benchmark::State& state, std::int64_t items) {
  state.counters["per_item"] = benchmark::Counter(
      static_cast<double>(state.iterations() * items),
      benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void bm_loop(benchmark::State& state) {
  for (auto _ : state) {
    for (std::int64_t i = 0; i < kItems; ++i) benchmark::DoNotOptimize(i);
  }
  set_items(state, kItems);
}

void bm_generator(benchmark::State& state) {
  for (auto _ : state) {
    for (std::int64_t i : count_to(kItems)) benchmark::DoNotOptimize(i);
  }
  set_items(state, kItems);
}

void bm_vector(benchmark::State& state) {
  for (auto _ : state) {
    std::vector<std::int64_t> items;
    for (std::int64_t i = 0; i < kItems; ++i) items.push_back(i);
    for (std::int64_t i : items) benchmark::DoNotOptimize(i);
  }
  set_items(state, kItems);
}

// A generator whose body has a thread: one of the two always waits.
class HandOver {
 public:
  explicit HandOver(std::int64_t n) : body_([this, n] { run(n); }) {}

  std::optional<std::int64_t> next() {
    std::unique_lock lock(mutex_);
    wanted_ = true;
    changed_.notify_all();
    changed_.wait(lock, [this] { return !wanted_; });
    return item_;
  }

 private:
  void run(std::int64_t n) {
    for (std::int64_t i = 0; i <= n; ++i) {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return wanted_; });
      item_ = i < n ? std::optional(i) : std::nullopt;
      wanted_ = false;
      changed_.notify_all();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  bool wanted_ = false;
  std::optional<std::int64_t> item_;
  std::jthread body_;  // last: it uses the others
};

void bm_threads(benchmark::State& state) {
  for (auto _ : state) {
    HandOver items(kItems);
    while (const auto i = items.next()) {
      std::int64_t item = *i;
      benchmark::DoNotOptimize(item);
    }
  }
  set_items(state, kItems);
}

BENCHMARK(bm_loop)->Name("bm_generator/a plain loop");
BENCHMARK(bm_generator)->Name("bm_generator/a generator");
BENCHMARK(bm_vector)->Name("bm_generator/a vector first");
BENCHMARK(bm_threads)
    ->Name("bm_generator/two threads")
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace

int main(int argc, char** argv) { return pots::bench::run(argc, argv); }
