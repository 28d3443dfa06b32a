// Lesson 11's jobs that have to do with waiting, with Asio's coroutines.
#pragma once

#include <asio/experimental/awaitable_operators.hpp>
#include <asio/experimental/channel.hpp>
#include <asio/redirect_error.hpp>
#include <chrono>
#include <system_error>

#include "bench/peers/asio_tasks.hpp"

namespace pots::bench::with_asio {

inline Task<> take_a_nap() {
  asio::steady_timer alarm(co_await asio::this_coro::executor, kNap);
  co_await alarm.async_wait(asio::use_awaitable);
}

// Processor time of all sleepers together, page faults and all.
inline double sleepers() {
  const CpuTime time;
  {
    asio::io_context context(ASIO_CONCURRENCY_HINT_UNSAFE);
    for (int i = 0; i < kSleepers; ++i)
      asio::co_spawn(context, take_a_nap(), asio::detached);
    context.run();
  }
  return time.spent();
}

inline Task<double> under_a_limit() {
  using namespace asio::experimental::awaitable_operators;
  constexpr int kWaits = kAwaits / 4;
  asio::steady_timer limit(co_await asio::this_coro::executor);
  const CpuTime time;
  for (int i = 0; i < kWaits; ++i) {
    limit.expires_after(std::chrono::hours(1));
    co_await (leaf(i) || limit.async_wait(asio::use_awaitable));
  }
  co_return time.spent() / kWaits;
}

using Channel = asio::experimental::channel<void(asio::error_code, int)>;

inline Task<> receive(Channel* channel, int count) {
  for (int i = 0; i < count; ++i)
    co_await channel->async_receive(asio::use_awaitable);
}

// One sends whenever the other one waits.
inline Task<double> hand_over() {
  constexpr int kSent = kAwaits / 4;
  const auto executor = co_await asio::this_coro::executor;
  Channel channel(executor);
  asio::co_spawn(executor, receive(&channel, kSent), asio::detached);
  co_await asio::post(asio::use_awaitable);
  const CpuTime time;
  for (int i = 0; i < kSent; ++i) {
    while (!channel.try_send(asio::error_code(), i))
      co_await asio::post(asio::use_awaitable);
  }
  co_return time.spent() / kSent;
}

}  // namespace pots::bench::with_asio
