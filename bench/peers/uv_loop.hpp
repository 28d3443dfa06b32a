// The jobs of lessons 10 and 11 with libuv, as far as it can do them.
#pragma once

#include <uv.h>

#include <atomic>
#include <chrono>
#include <thread>
#include <utility>
#include <vector>

#include "bench/peers/cpu_time.hpp"
#include "bench/peers/jobs.hpp"

namespace pots::bench::with_uv {

// A loop that closes its handles before itself: declare it after them.
struct Loop {
  uv_loop_t it;

  Loop() { uv_loop_init(&it); }
  Loop(const Loop&) = delete;
  ~Loop() {
    uv_walk(
        &it, [](uv_handle_t* handle, void*) { uv_close(handle, nullptr); },
        nullptr);
    uv_run(&it, UV_RUN_DEFAULT);
    uv_loop_close(&it);
  }
};

// A handle that calls back in every iteration stands in for a callback that
// adds the next: libuv has no queue of functions.
inline double chain() {
  uv_idle_t idle;
  int left = kCallbacks;
  Loop loop;
  uv_idle_init(&loop.it, &idle);
  idle.data = &left;
  uv_idle_start(&idle, [](uv_idle_t* handle) {
    if (--*static_cast<int*>(handle->data) == 0) uv_idle_stop(handle);
  });
  return cpu_ns_each(kCallbacks, [&] { uv_run(&loop.it, UV_RUN_DEFAULT); });
}

inline double bursts() {
  std::vector<uv_idle_t> idles(kBurst);
  int ran = 0;
  Loop loop;
  for (uv_idle_t& idle : idles) {
    uv_idle_init(&loop.it, &idle);
    idle.data = &ran;
  }
  const auto once = [](uv_idle_t* handle) {
    ++*static_cast<int*>(handle->data);
    uv_idle_stop(handle);
  };
  return cpu_ns_each(kCallbacks, [&] {
    while (ran < kCallbacks) {
      for (uv_idle_t& idle : idles) uv_idle_start(&idle, once);
      uv_run(&loop.it, UV_RUN_NOWAIT);
    }
  });
}

// Its timers count in milliseconds.
struct Timers {
  std::vector<std::chrono::nanoseconds> when;
  std::vector<uv_timer_t> all;
  Loop loop;

  explicit Timers(std::vector<std::chrono::nanoseconds> deadlines)
      : when(std::move(deadlines)), all(when.size()) {
    for (uv_timer_t& timer : all) uv_timer_init(&loop.it, &timer);
  }
  void set() {
    using std::chrono::milliseconds;
    uv_update_time(&loop.it);
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto after = std::chrono::duration_cast<milliseconds>(when[i]);
      uv_timer_start(
          &all[i], [](uv_timer_t*) {},
          static_cast<std::uint64_t>(after.count()), 0);
    }
  }
  void run() { uv_run(&loop.it, UV_RUN_DEFAULT); }
};

inline double fire(Order order) {
  Timers timers(deadlines(order));
  timers.set();
  timers.run();  // what grows has grown
  return cpu_ns_each(kTimers, [&] {
    timers.set();
    sleep_until_all_are_due();
    timers.run();
  });
}

inline double cancel(Order order) {
  Timers timers(deadlines(order));
  const auto round = [&] {
    timers.set();
    for (uv_timer_t& timer : timers.all) uv_timer_stop(&timer);
  };
  round();
  return cpu_ns_each(kTimers, round);
}

// Processor time of all sleepers together, page faults and all.
inline double sleepers() {
  const CpuTime time;
  {
    Timers timers(std::vector<std::chrono::nanoseconds>(kSleepers, kNap));
    timers.set();
    timers.run();
  }
  return time.spent();
}

// Rings from other threads; the ringers' time and the loop's together.
inline double ring(int threads) {
  uv_async_t bell;
  std::atomic<int> ringing = threads;
  Loop loop;
  bell.data = &ringing;
  uv_async_init(&loop.it, &bell, [](uv_async_t* rung) {
    if (*static_cast<std::atomic<int>*>(rung->data) == 0) uv_stop(rung->loop);
  });
  const CpuTime time(CpuTime::Of::process);
  {
    std::vector<std::jthread> ringers;
    for (int i = 0; i < threads; ++i) {
      ringers.emplace_back([&] {
        for (int k = 0; k < kRings; ++k) uv_async_send(&bell);
        ringing.fetch_sub(1);
        uv_async_send(&bell);
      });
    }
    uv_run(&loop.it, UV_RUN_DEFAULT);
  }
  return time.spent() / kRings / threads;
}

}  // namespace pots::bench::with_uv
