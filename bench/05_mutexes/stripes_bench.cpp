// How many locks does a map need?
#include <benchmark/benchmark.h>

#include <string>

#include "bench/05_mutexes/many_threads.hpp"
#include "bench/cpus_granted.hpp"
#include "pots/striped_map.hpp"

namespace {

constexpr std::uint32_t kKeys = 1024;
constexpr std::int64_t kUpdates = 50'000;  // by each thread

void bm_stripes(benchmark::State& state) {
  const auto threads = static_cast<std::size_t>(state.range(1));
  pots::StripedMap<int, long> map(static_cast<std::size_t>(state.range(0)));
  for (int key = 0; key < static_cast<int>(kKeys); ++key) map.put(key, 0);
  pots::bench::measure_threads(
      state, threads, kUpdates, [&](std::size_t thread) {
        pots::bench::Dice dice(thread);
        for (std::int64_t i = 0; i < kUpdates; ++i) {
          const int key = static_cast<int>(dice.roll(kKeys));
          map.update(key, [](long n) { return n + 1; });
        }
      });
  if (map.size() != kKeys) state.SkipWithError("keys are missing");
}
BENCHMARK(bm_stripes)
    ->ArgsProduct({{1, 4, 16, 64}, {1, 2, 4}})
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace

int main(int argc, char** argv) { return pots::bench::run(argc, argv); }
