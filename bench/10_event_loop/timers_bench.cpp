// 100,000 timers: set and fired, and, as nearly all of a server's are, set and
// cancelled. Their deadlines come in order, as those of equal timeouts do, or
// shuffled.
#include <benchmark/benchmark.h>

#include <chrono>
#include <map>
#include <string>
#include <utility>
#include <vector>

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
using pots::aio::Callback;
using pots::aio::Time;

struct Timers {
  pots::aio::Loop loop;
  std::vector<std::chrono::nanoseconds> when;
  std::vector<pots::aio::Handle> handles;
  std::size_t called = 0;

  explicit Timers(Order order) : when(deadlines(order)) {}
  void set() {
    handles.clear();
    const Time now = loop.time();
    for (const auto after : when)
      handles.push_back(loop.call_at(now + after, [this] { ++called; }));
  }
  void run() {
    for (called = 0; called < when.size();) loop.run_once();
  }
};

double fire(Order order) {
  Timers timers(order);
  timers.set();
  timers.run();  // what grows has grown
  return cpu_ns_each(kTimers, [&] {
    timers.set();
    sleep_until_all_are_due();
    timers.run();
  });
}

double cancel(Order order) {
  Timers timers(order);
  const auto round = [&] {
    timers.set();
    for (pots::aio::Handle& handle : timers.handles) handle.cancel();
  };
  round();
  return cpu_ns_each(kTimers, round);
}

// What one would write without a heap: no loop, and no descriptors.
struct Map {
  std::multimap<Time, Callback> timers;
  std::vector<std::chrono::nanoseconds> when;
  std::vector<std::multimap<Time, Callback>::iterator> handles;
  std::size_t called = 0;

  explicit Map(Order order) : when(deadlines(order)) {}
  void set() {
    handles.clear();
    const Time now = pots::aio::real_world().now();
    for (const auto after : when)
      handles.push_back(timers.emplace(now + after, [this] { ++called; }));
  }
  void run() {
    while (!timers.empty()) {
      const Time now = pots::aio::real_world().now();
      while (!timers.empty() && timers.begin()->first <= now) {
        Callback due = std::move(timers.begin()->second);
        timers.erase(timers.begin());
        due();
      }
    }
  }
};

double map_fire(Order order) {
  Map map(order);
  map.set();
  map.run();
  return cpu_ns_each(kTimers, [&] {
    map.set();
    sleep_until_all_are_due();
    map.run();
  });
}

double map_cancel(Order order) {
  Map map(order);
  const auto round = [&] {
    map.set();
    for (const auto& handle : map.handles) map.timers.erase(handle);
  };
  round();
  return cpu_ns_each(kTimers, round);
}

void compare_all(bool fired, Order order) {
  const bool shuffled = order == Order::shuffled;
  const std::string what = fired ? "fire" : "cancel";
  const std::string job =
      "bm_timers/" + what + (shuffled ? ", shuffled" : ", straight");
  const auto either = [=](auto* if_fired, auto* if_cancelled) -> Way {
    return [=] { return (fired ? if_fired : if_cancelled)(order); };
  };
  compare(job, "Two Pots", either(fire, cancel));
  compare(job, "std::multimap", either(map_fire, map_cancel));
#ifdef POTS_PEER_ASIO
  compare(job, "Asio", either(with_asio::fire, with_asio::cancel));
#endif
#ifdef POTS_PEER_UV
  compare(job, "libuv", either(with_uv::fire, with_uv::cancel));
#endif
  compare_python(job, "10_event_loop/asyncio_peer.py",
                 {what, shuffled ? "1" : "0"});
}

}  // namespace

int main(int argc, char** argv) {
  for (const bool fired : {true, false}) {
    compare_all(fired, Order::straight);
    compare_all(fired, Order::shuffled);
  }
  return run_comparison(argc, argv);
}
