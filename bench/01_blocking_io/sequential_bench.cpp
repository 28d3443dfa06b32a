// The job of the course, one fetch after another: the baseline of all parts.
//
// The server answers after 10 ms. "Time" is what passed, "CPU" what the client
// worked; the server has a thread of its own and is not counted.
#include <benchmark/benchmark.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "bench/cpus_granted.hpp"
#include "pots/fetch.hpp"
#include "pots/signals.hpp"
#include "pots/slow_server.hpp"

namespace {

constexpr std::chrono::milliseconds kDelay(10);

void bm_sequential(benchmark::State& state) {
  pots::SlowServerOptions options;
  options.delay = kDelay;
  options.larder["page"] = std::string(1000, 'x');
  const pots::SlowServer server(options);
  const std::vector<std::string> keys(static_cast<std::size_t>(state.range(0)),
                                      "page");
  for (auto _ : state) {
    const auto bodies = pots::fetch_all(server.port(), keys);
    if (bodies.size() != keys.size()) state.SkipWithError("pages are missing");
  }
  state.counters["floor_ms"] =
      static_cast<double>(state.range(0) * kDelay.count());
}
BENCHMARK(bm_sequential)
    ->RangeMultiplier(2)
    ->Range(1, 32)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace

int main(int argc, char** argv) {
  pots::ignore_sigpipe();
  return pots::bench::run(argc, argv);
}
