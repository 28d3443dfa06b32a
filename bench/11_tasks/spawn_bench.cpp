// What a task of its own costs: created, awaited, destroyed, one at a time.
#include <benchmark/benchmark.h>

#include "bench/peers/comparison.hpp"
#include "bench/peers/cpu_time.hpp"
#include "bench/peers/jobs.hpp"
#include "pots/aio/create_task.hpp"
#include "pots/aio/run.hpp"
#ifdef POTS_PEER_ASIO
#include "bench/peers/asio_tasks.hpp"
#endif

namespace {

using namespace pots::bench;
using pots::aio::Task;

[[gnu::noinline]] Task<int> leaf(int x) { co_return x; }

Task<double> spawn_leaves() {
  int sum = 0;
  const CpuTime time;
  for (int i = 0; i < kAwaits; ++i)
    sum += co_await pots::aio::create_task(leaf(i));
  const double took = time.spent();
  benchmark::DoNotOptimize(sum);
  co_return took / kAwaits;
}

}  // namespace

int main(int argc, char** argv) {
  compare("bm_spawn/one task", "Two Pots",
          [] { return pots::aio::run(spawn_leaves()); });
#ifdef POTS_PEER_ASIO
  compare("bm_spawn/one task", "Asio",
          [] { return with_asio::run(with_asio::spawn_leaves()); });
#endif
  compare_python("bm_spawn/one task", "11_tasks/asyncio_peer.py", {"spawn"});
  return run_comparison(argc, argv);
}
