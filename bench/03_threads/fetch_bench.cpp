// The two jobs of the course, 32 of each, on 1 to 32 threads.
//
// io_job waits 10 ms, and waits overlap on one processor, too. cpu_job works
// 10 ms, and work overlaps only as far as there are processors.
#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>

#include "bench/cpus_granted.hpp"
#include "pots/parallel_for.hpp"
#include "pots/signals.hpp"
#include "pots/slow_server.hpp"
#include "pots/workloads.hpp"

namespace {

constexpr int kJobs = 32;

template <class Job>
void on_threads_of(benchmark::State& state, Job job) {
  const auto threads = static_cast<unsigned>(state.range(0));
  for (auto _ : state) {
    pots::parallel_for_dynamic(
        0, kJobs, threads, 1, [&](std::size_t i) { job(static_cast<int>(i)); });
  }
}

void bm_fetch(benchmark::State& state) {
  const pots::SlowServer server(pots::io_larder(kJobs));
  on_threads_of(state, [port = server.port()](int i) {
    benchmark::DoNotOptimize(pots::io_job(port, i));
  });
}

void bm_compute(benchmark::State& state) {
  pots::slice_size();  // calibrates; not to be measured
  on_threads_of(state,
                [](int i) { benchmark::DoNotOptimize(pots::cpu_job(i)); });
}

BENCHMARK(bm_fetch)->RangeMultiplier(2)->Range(1, kJobs)->UseRealTime()->Unit(
    benchmark::kMillisecond);
BENCHMARK(bm_compute)
    ->RangeMultiplier(2)
    ->Range(1, kJobs)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace

int main(int argc, char** argv) {
  pots::ignore_sigpipe();
  return pots::bench::run(argc, argv);
}
