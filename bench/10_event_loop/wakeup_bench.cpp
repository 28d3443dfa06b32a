// What it costs to ring at a loop's door from other threads: the ringers' time
// and the loop's together.
#include <benchmark/benchmark.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "bench/peers/comparison.hpp"
#include "bench/peers/cpu_time.hpp"
#include "bench/peers/jobs.hpp"
#include "pots/aio/event_loop.hpp"
#include "pots/aio/wakeup.hpp"
#include "pots/fd.hpp"
#ifdef POTS_PEER_ASIO
#include "bench/peers/asio_loop.hpp"
#endif
#ifdef POTS_PEER_UV
#include "bench/peers/uv_loop.hpp"
#endif

namespace {

using namespace pots::bench;
using pots::aio::Loop;

// `threads` threads ring; the last ring tells the loop to stop.
template <class Ring>
double measure(Loop& loop, int threads, std::atomic<int>& ringing, Ring ring) {
  const CpuTime time(CpuTime::Of::process);
  {
    std::vector<std::jthread> ringers;
    for (int i = 0; i < threads; ++i) {
      ringers.emplace_back([&] {
        for (int k = 0; k < kRings; ++k) ring();
        ringing.fetch_sub(1);
        ring();
      });
    }
    loop.run_forever();
  }
  return time.spent() / kRings / threads;
}

double wakeup(int threads) {
  Loop loop;
  std::atomic<int> ringing = threads;
  pots::aio::Wakeup bell(loop.poller(), [&] {
    if (ringing == 0) loop.stop();
  });
  return measure(loop, threads, ringing, [&] { bell.ring(); });
}

// Every ring tells the kernel.
double a_write_each(int threads) {
  Loop loop;
  std::atomic<int> ringing = threads;
  const pots::Fd bell(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  loop.add_reader(bell.get(), [&] {
    std::uint64_t rings = 0;
    [[maybe_unused]] const auto n = ::read(bell.get(), &rings, sizeof rings);
    if (ringing == 0) loop.stop();
  });
  const double each = measure(loop, threads, ringing, [&] {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto n = ::write(bell.get(), &one, sizeof one);
  });
  loop.remove_reader(bell.get());
  return each;
}

}  // namespace

int main(int argc, char** argv) {
  for (const int threads : {1, 2, 4}) {
    const std::string number = std::to_string(threads);
    const std::string job = "bm_wakeup/" + number;
    compare(job, "Two Pots", [=] { return wakeup(threads); });
    compare(job, "a write each", [=] { return a_write_each(threads); });
#ifdef POTS_PEER_ASIO
    compare(job, "Asio", [=] { return with_asio::ring(threads); });
#endif
#ifdef POTS_PEER_UV
    compare(job, "libuv", [=] { return with_uv::ring(threads); });
#endif
    compare_python(job, "10_event_loop/asyncio_peer.py", {"ring", number});
  }
  return run_comparison(argc, argv);
}
