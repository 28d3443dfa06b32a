// What a callback costs, from call_soon() until it has run: each adds the next
// one, or a thousand are added and run at once.
#include <benchmark/benchmark.h>

#include "bench/peers/comparison.hpp"
#include "bench/peers/cpu_time.hpp"
#include "bench/peers/jobs.hpp"
#include "pots/aio/event_loop.hpp"
#ifdef POTS_PEER_ASIO
#include "bench/peers/asio_loop.hpp"
#endif
#ifdef POTS_PEER_UV
#include "bench/peers/uv_loop.hpp"
#endif

namespace {

using namespace pots::bench;

struct Chain {
  pots::aio::Loop loop;
  int left = kCallbacks;

  void add() {
    loop.call_soon([this] {
      if (--left > 0) {
        add();
      } else {
        loop.stop();
      }
    });
  }
};

double chain() {
  Chain chain;
  chain.add();
  return cpu_ns_each(kCallbacks, [&] { chain.loop.run_forever(); });
}

double bursts() {
  pots::aio::Loop loop;
  int ran = 0;
  return cpu_ns_each(kCallbacks, [&] {
    while (ran < kCallbacks) {
      for (int i = 0; i < kBurst; ++i) loop.call_soon([&ran] { ++ran; });
      loop.run_once();
    }
  });
}

}  // namespace

int main(int argc, char** argv) {
  compare("bm_call_soon/chain", "Two Pots", chain);
#ifdef POTS_PEER_ASIO
  compare("bm_call_soon/chain", "Asio", with_asio::chain);
#endif
#ifdef POTS_PEER_UV
  compare("bm_call_soon/chain", "libuv", with_uv::chain);
#endif
  compare_python("bm_call_soon/chain", "10_event_loop/asyncio_peer.py",
                 {"chain"});

  compare("bm_call_soon/bursts", "Two Pots", bursts);
#ifdef POTS_PEER_ASIO
  compare("bm_call_soon/bursts", "Asio", with_asio::bursts);
#endif
#ifdef POTS_PEER_UV
  compare("bm_call_soon/bursts", "libuv", with_uv::bursts);
#endif
  compare_python("bm_call_soon/bursts", "10_event_loop/asyncio_peer.py",
                 {"bursts"});
  return run_comparison(argc, argv);
}
