// What a program of tasks is driven with, so that each lesson's test brings the
// pieces that exist there: a test uses no later piece than the one it tests.
#pragma once

#include <coroutine>
#include <stdexcept>
#include <vector>

#include "pots/aio/event_loop.hpp"
#include "pots/aio/future.hpp"
#include "pots/aio/result.hpp"
#include "pots/aio/task.hpp"
#include "pots/aio/task_base.hpp"
#include "pots/aio/world.hpp"

namespace pots::oracle {

// `co_await Turn()`: the loop resumes the task in the next batch.
struct Turn final : aio::Waiter {
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> here) {
    aio::TaskBase& task = aio::current_task();
    task.loop->push(*this);
    task.suspend(here, *this);
  }
  void await_resume() { task->throw_if_cancelled(); }
  bool cancel() override { return false; }
};

struct Tools {
  using Values = std::vector<int>;
  using Children = std::vector<aio::Future<int>>;
  using Results = std::vector<aio::Result<int>>;

  virtual ~Tools() = default;
  // Drives a loop in `world` until `main` is done.
  virtual void run(aio::World& world, aio::Task<> main) = 0;
  // Longer than 0.
  virtual aio::Task<> sleep(aio::Duration duration) = 0;
  virtual aio::Task<> yield() {
    Turn turn;
    co_await turn;
  }
  // Lesson 11.4: whether `block` ended before the limit.
  virtual aio::Task<bool> in_time(aio::Task<>, aio::Duration) {
    throw std::logic_error("this test has no wait_for");
  }
  // Lesson 11.5.
  virtual aio::Future<Values> gather(Children) {
    throw std::logic_error("this test has no gather");
  }
  virtual aio::Future<Results> settle(Children) {
    throw std::logic_error("this test has no settle");
  }
};

}  // namespace pots::oracle
