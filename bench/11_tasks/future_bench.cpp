// What it costs to hand over a result: set_result() until the task that waited
// for it goes on.
#include <benchmark/benchmark.h>

#include "bench/peers/comparison.hpp"
#include "bench/peers/cpu_time.hpp"
#include "bench/peers/jobs.hpp"
#include "pots/aio/create_task.hpp"
#include "pots/aio/future.hpp"
#include "pots/aio/run.hpp"
#ifdef POTS_PEER_ASIO
#include "bench/peers/asio_time.hpp"
#endif

namespace {

using namespace pots::bench;
using pots::aio::Future;
using pots::aio::Task;

Task<> receive(Future<int>* next) {
  for (int i = 0; i < kAwaits; ++i) {
    co_await *next;
    *next = pots::aio::make_future<int>();
  }
}

Task<double> hand_over() {
  Future<int> next = pots::aio::make_future<int>();
  const Future<void> receiver = pots::aio::create_task(receive(&next));
  co_await pots::aio::yield_now();
  const CpuTime time;
  for (int i = 0; i < kAwaits; ++i) {
    next->set_result(i);
    co_await pots::aio::yield_now();
  }
  const double took = time.spent();
  co_await receiver;
  co_return took / kAwaits;
}

}  // namespace

int main(int argc, char** argv) {
  compare("bm_future/hand over", "Two Pots",
          [] { return pots::aio::run(hand_over()); });
#ifdef POTS_PEER_ASIO
  compare("bm_future/hand over", "Asio",
          [] { return with_asio::run(with_asio::hand_over()); });
#endif
  compare_python("bm_future/hand over", "11_tasks/asyncio_peer.py",
                 {"hand_over"});
  return run_comparison(argc, argv);
}
