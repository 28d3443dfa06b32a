// Ten thousand tasks that all sleep 10 ms: the processor time of all of them
// together, in a process that does nothing else.
//
// The first ten thousand touch memory that the process has not had before, and
// the kernel has to give it page by page; the next ones find it there.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "bench/peers/comparison.hpp"
#include "bench/peers/cpu_time.hpp"
#include "bench/peers/jobs.hpp"
#include "pots/aio/create_task.hpp"
#include "pots/aio/run.hpp"
#ifdef POTS_PEER_ASIO
#include "bench/peers/asio_time.hpp"
#endif
#ifdef POTS_PEER_UV
#include "bench/peers/uv_loop.hpp"
#endif

namespace {

using namespace pots::bench;
using pots::aio::Future;
using pots::aio::Task;

Task<> all_asleep() {
  std::vector<Future<void>> sleepers;
  for (int i = 0; i < kSleepers; ++i)
    sleepers.push_back(pots::aio::create_task(pots::aio::sleep(kNap)));
  for (const Future<void>& sleeper : sleepers) co_await sleeper;
}

double sleep_all() {
  const CpuTime time;
  pots::aio::run(all_asleep());
  return time.spent();
}

// The sleepers that come when `others` times as many have slept already.
Way after(int others, double (*sleepers)()) {
  return [=] {
    for (int i = 0; i < others; ++i) sleepers();
    return sleepers();
  };
}

void compare_all(const std::string& job, int others) {
  compare(job, "Two Pots", after(others, sleep_all));
#ifdef POTS_PEER_ASIO
  compare(job, "Asio", after(others, with_asio::sleepers));
#endif
#ifdef POTS_PEER_UV
  compare(job, "libuv", after(others, with_uv::sleepers));
#endif
  compare_python(job, "11_tasks/asyncio_peer.py",
                 {"sleepers", std::to_string(others)});
}

}  // namespace

int main(int argc, char** argv) {
  compare_all("bm_sleepers/the first", 0);
  compare_all("bm_sleepers/the next", 1);
  return run_comparison(argc, argv);
}
