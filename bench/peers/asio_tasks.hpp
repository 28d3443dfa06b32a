// The jobs of lesson 11 with Asio's coroutines, for one thread.
#pragma once

#include <benchmark/benchmark.h>

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <exception>
#include <utility>
#include <vector>

#include "bench/peers/cpu_time.hpp"
#include "bench/peers/jobs.hpp"

namespace pots::bench::with_asio {

template <class T = void>
using Task = asio::awaitable<T>;

// Drives a coroutine, and all that it starts, to its end; what it returned.
inline double run(Task<double> task) {
  // Without locks: everybody here has one thread.
  asio::io_context context(ASIO_CONCURRENCY_HINT_UNSAFE);
  double result = 0;
  asio::co_spawn(
      context, std::move(task),
      [&result](const std::exception_ptr&, double ns) { result = ns; });
  context.run();
  return result;
}

// --- await ---

[[gnu::noinline]] inline Task<int> leaf(int x) { co_return x; }

[[gnu::noinline]] inline Task<int> down(int depth) {
  if (depth == 0) co_return 0;
  co_return 1 + co_await down(depth - 1);
}

inline Task<double> await_leaves() {
  int sum = 0;
  const CpuTime time;
  for (int i = 0; i < kAwaits; ++i) sum += co_await leaf(i);
  const double took = time.spent();
  benchmark::DoNotOptimize(sum);
  co_return took / kAwaits;
}

inline Task<double> await_deep() {
  co_await down(kDepth);
  const CpuTime time;
  for (int i = 0; i < kAwaits / kDepth; ++i) co_await down(kDepth);
  co_return time.spent() / kAwaits;
}

// --- yield ---

struct Turns {
  bool over = false;
};

inline Task<> worker(Turns* turns) {
  while (!turns->over) co_await asio::post(asio::use_awaitable);
}

inline Task<> keep_time(Turns* turns, int tasks, double* ns) {
  co_await asio::post(asio::use_awaitable);
  const CpuTime time;
  for (int i = 0; i < turns_of(tasks); ++i)
    co_await asio::post(asio::use_awaitable);
  *ns = time.spent() / turns_of(tasks) / tasks;
  turns->over = true;
}

inline double yield(int tasks, Order order) {
  asio::io_context context(ASIO_CONCURRENCY_HINT_UNSAFE);
  Turns turns;
  double ns = 0;
  std::vector<Task<>> all;
  for (int i = 1; i < tasks; ++i) all.push_back(worker(&turns));
  put_in(order, all);
  for (Task<>& task : all)
    asio::co_spawn(context, std::move(task), asio::detached);
  asio::co_spawn(context, keep_time(&turns, tasks, &ns), asio::detached);
  context.run();
  return ns;
}

// --- spawn and gather ---

inline Task<double> spawn_leaves() {
  const auto executor = co_await asio::this_coro::executor;
  constexpr int kSpawned = kAwaits / 4;
  int sum = 0;
  const CpuTime time;
  for (int i = 0; i < kSpawned; ++i)
    sum += co_await asio::co_spawn(executor, leaf(i), asio::use_awaitable);
  const double took = time.spent();
  benchmark::DoNotOptimize(sum);
  co_return took / kSpawned;
}

inline Task<int> yield_then(int x) {
  co_await asio::post(asio::use_awaitable);
  co_return x;
}

// All at once; the results in the order of the tasks. parallel_group of this
// version wants to know the number of tasks when it is compiled.
inline Task<std::vector<int>> gather(int tasks) {
  const auto executor = co_await asio::this_coro::executor;
  std::vector<int> results(static_cast<std::size_t>(tasks));
  int missing = tasks;
  asio::steady_timer all_here(executor, asio::steady_timer::time_point::max());
  for (int i = 0; i < tasks; ++i) {
    asio::co_spawn(executor, yield_then(i),
                   [&, i](const std::exception_ptr&, int result) {
                     results[static_cast<std::size_t>(i)] = result;
                     if (--missing == 0) all_here.cancel();
                   });
  }
  asio::error_code ignored;
  co_await all_here.async_wait(
      asio::redirect_error(asio::use_awaitable, ignored));
  co_return results;
}

inline Task<double> gather_rounds(int tasks) {
  co_await gather(tasks);
  const CpuTime time;
  for (int i = 0; i < rounds_of(tasks); ++i) co_await gather(tasks);
  co_return time.spent() / rounds_of(tasks) / tasks;
}

}  // namespace pots::bench::with_asio
