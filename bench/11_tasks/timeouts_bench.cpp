// What a deadline costs that is never reached: an await under wait_for().
#include <benchmark/benchmark.h>

#include <chrono>

#include "bench/peers/comparison.hpp"
#include "bench/peers/cpu_time.hpp"
#include "bench/peers/jobs.hpp"
#include "pots/aio/run.hpp"
#ifdef POTS_PEER_ASIO
#include "bench/peers/asio_time.hpp"
#endif

namespace {

using namespace pots::bench;
using pots::aio::Task;

[[gnu::noinline]] Task<int> leaf(int x) { co_return x; }

Task<double> under_a_limit() {
  int sum = 0;
  const CpuTime time;
  for (int i = 0; i < kAwaits; ++i)
    sum += co_await pots::aio::wait_for(leaf(i), std::chrono::hours(1));
  const double took = time.spent();
  benchmark::DoNotOptimize(sum);
  co_return took / kAwaits;
}

}  // namespace

int main(int argc, char** argv) {
  compare("bm_timeouts/never reached", "Two Pots",
          [] { return pots::aio::run(under_a_limit()); });
#ifdef POTS_PEER_ASIO
  compare("bm_timeouts/never reached", "Asio",
          [] { return with_asio::run(with_asio::under_a_limit()); });
#endif
  compare_python("bm_timeouts/never reached", "11_tasks/asyncio_peer.py",
                 {"under_a_limit"});
  return run_comparison(argc, argv);
}
