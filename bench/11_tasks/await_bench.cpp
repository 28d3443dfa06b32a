// What an await of a child that does not wait costs: a call, and a coroutine
// made, switched to, and destroyed.
#include <benchmark/benchmark.h>

#include "bench/peers/comparison.hpp"
#include "bench/peers/cpu_time.hpp"
#include "bench/peers/jobs.hpp"
#include "pots/aio/run.hpp"
#include "pots/aio/task.hpp"
#ifdef POTS_PEER_ASIO
#include "bench/peers/asio_tasks.hpp"
#endif

namespace {

using namespace pots::bench;
using pots::aio::Task;

[[gnu::noinline]] Task<int> leaf(int x) { co_return x; }

[[gnu::noinline]] Task<int> down(int depth) {
  if (depth == 0) co_return 0;
  co_return 1 + co_await down(depth - 1);
}

Task<double> await_leaves() {
  int sum = 0;
  const CpuTime time;
  for (int i = 0; i < kAwaits; ++i) sum += co_await leaf(i);
  const double took = time.spent();
  benchmark::DoNotOptimize(sum);
  co_return took / kAwaits;
}

Task<double> await_deep() {
  co_await down(kDepth);
  const CpuTime time;
  for (int i = 0; i < kAwaits / kDepth; ++i) co_await down(kDepth);
  co_return time.spent() / kAwaits;
}

[[gnu::noinline]] int called(int x) {
  benchmark::DoNotOptimize(x);
  return x;
}

double call() {
  int sum = 0;
  const double ns = cpu_ns_each(kAwaits, [&] {
    for (int i = 0; i < kAwaits; ++i) sum += called(i);
  });
  benchmark::DoNotOptimize(sum);
  return ns;
}

}  // namespace

int main(int argc, char** argv) {
  compare("bm_await/1 deep", "Two Pots",
          [] { return pots::aio::run(await_leaves()); });
#ifdef POTS_PEER_ASIO
  compare("bm_await/1 deep", "Asio",
          [] { return with_asio::run(with_asio::await_leaves()); });
#endif
  compare_python("bm_await/1 deep", "11_tasks/asyncio_peer.py", {"await"});
  compare("bm_await/1 deep", "a call", call);

  compare("bm_await/1000 deep", "Two Pots",
          [] { return pots::aio::run(await_deep()); });
#ifdef POTS_PEER_ASIO
  compare("bm_await/1000 deep", "Asio",
          [] { return with_asio::run(with_asio::await_deep()); });
#endif
  compare_python("bm_await/1000 deep", "11_tasks/asyncio_peer.py",
                 {"await_deep"});
  return run_comparison(argc, argv);
}
