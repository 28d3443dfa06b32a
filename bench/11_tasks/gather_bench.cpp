// What each of n tasks costs that are started together, give way once, and
// return a number each, which gather() puts in order.
//
// Ours can be cancelled, one by one or all at once, as asyncio's can; Asio's
// are started with co_spawn and counted by hand, which cannot.
#include <benchmark/benchmark.h>

#include <string>
#include <utility>
#include <vector>

#include "bench/peers/comparison.hpp"
#include "bench/peers/cpu_time.hpp"
#include "bench/peers/jobs.hpp"
#include "pots/aio/create_task.hpp"
#include "pots/aio/gather.hpp"
#include "pots/aio/run.hpp"
#ifdef POTS_PEER_ASIO
#include "bench/peers/asio_tasks.hpp"
#endif

namespace {

using namespace pots::bench;
using pots::aio::Future;
using pots::aio::Task;

Task<int> yield_then(int x) {
  co_await pots::aio::yield_now();
  co_return x;
}

Task<std::vector<int>> start_and_gather(int tasks) {
  std::vector<Future<int>> children;
  for (int i = 0; i < tasks; ++i)
    children.push_back(pots::aio::create_task(yield_then(i)));
  co_return co_await pots::aio::gather(std::move(children));
}

Task<double> gather_rounds(int tasks) {
  co_await start_and_gather(tasks);
  const CpuTime time;
  for (int i = 0; i < rounds_of(tasks); ++i) co_await start_and_gather(tasks);
  co_return time.spent() / rounds_of(tasks) / tasks;
}

}  // namespace

int main(int argc, char** argv) {
  for (const int tasks : {10, 1'000, 100'000}) {
    const std::string number = std::to_string(tasks);
    const std::string job = "bm_gather/" + number;
    compare(job, "Two Pots",
            [=] { return pots::aio::run(gather_rounds(tasks)); });
#ifdef POTS_PEER_ASIO
    compare(job, "Asio",
            [=] { return with_asio::run(with_asio::gather_rounds(tasks)); });
#endif
    compare_python(job, "11_tasks/asyncio_peer.py", {"gather", number});
  }
  return run_comparison(argc, argv);
}
