// The jobs of lesson 10 with Asio.
#pragma once

#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/steady_timer.hpp>
#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include "bench/peers/cpu_time.hpp"
#include "bench/peers/jobs.hpp"

namespace pots::bench::with_asio {

// Each callback adds the next one.
struct Chain {
  // Without locks: everybody here has one thread.
  asio::io_context context{ASIO_CONCURRENCY_HINT_UNSAFE};
  int left = kCallbacks;

  void add() {
    asio::post(context, [this] {
      if (--left > 0) add();
    });
  }
};

inline double chain() {
  Chain chain;
  chain.add();
  return cpu_ns_each(kCallbacks, [&] { chain.context.run(); });
}

inline double bursts() {
  asio::io_context context(ASIO_CONCURRENCY_HINT_UNSAFE);
  int ran = 0;
  return cpu_ns_each(kCallbacks, [&] {
    while (ran < kCallbacks) {
      for (int i = 0; i < kBurst; ++i) asio::post(context, [&ran] { ++ran; });
      context.restart();
      context.poll();
    }
  });
}

// The timers exist already: setting one is all that is measured.
struct Timers {
  asio::io_context context{ASIO_CONCURRENCY_HINT_UNSAFE};
  std::vector<std::chrono::nanoseconds> when;
  std::vector<asio::steady_timer> all;
  std::size_t called = 0;

  explicit Timers(Order order) : when(deadlines(order)) {
    all.reserve(kTimers);
    for (std::size_t i = 0; i < kTimers; ++i) all.emplace_back(context);
  }
  void set() {
    const auto now = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < kTimers; ++i) {
      all[i].expires_at(now + when[i]);
      all[i].async_wait([this](const asio::error_code&) { ++called; });
    }
  }
  void run() {
    context.restart();
    context.run();
  }
};

inline double fire(Order order) {
  Timers timers(order);
  timers.set();
  timers.run();  // what grows has grown
  return cpu_ns_each(kTimers, [&] {
    timers.set();
    sleep_until_all_are_due();
    timers.run();
  });
}

inline double cancel(Order order) {
  Timers timers(order);
  const auto round = [&] {
    timers.set();
    for (asio::steady_timer& timer : timers.all) timer.cancel();
    timers.run();  // calls everybody, with an error
  };
  round();
  return cpu_ns_each(kTimers, round);
}

// Posts from other threads; the ringers' time and the loop's together.
inline double ring(int threads) {
  asio::io_context context(1);  // with locks, for one thread that runs it
  auto work = asio::make_work_guard(context);
  std::atomic<int> ringing = threads;
  const CpuTime time(CpuTime::Of::process);
  {
    std::vector<std::jthread> ringers;
    for (int i = 0; i < threads; ++i) {
      ringers.emplace_back([&] {
        for (int k = 0; k < kRings; ++k) asio::post(context, [] {});
        if (ringing.fetch_sub(1) == 1) work.reset();
      });
    }
    context.run();
  }
  return time.spent() / kRings / threads;
}

}  // namespace pots::bench::with_asio
