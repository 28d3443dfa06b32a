// Right, too: run() turns the loop by hand, and looks after each turn who has
// ended.
#pragma once

#include <coroutine>
#include <exception>
#include <stdexcept>
#include <utility>

#include "pots/aio/create_task.hpp"
#include "pots/aio/event_loop.hpp"
#include "pots/aio/result.hpp"
#include "pots/aio/task.hpp"
#include "pots/aio/task_base.hpp"
#include "pots/aio/world.hpp"
// --- yours ---
#include <cstddef>
#include <type_traits>
#include <vector>
// --- end ---

namespace pots::aio {

struct TimeoutError : std::runtime_error {
  TimeoutError() : runtime_error("the time is up") {}
};

// `co_await yield_now()` = `await asyncio.sleep(0)`: to the end of the ready
// queue; resumed by the loop in the next batch. Inside a task only.
auto yield_now();

// Resumed by the loop: in the batch after the one in which its timer is due;
// d <= 0: as yield_now(). A sleep that has ended, or was cancelled, leaves no
// timer behind.
Task<> sleep(Duration d);

// Runs `t` in the calling task. When the limit has passed, the calling task is
// cancelled; once t has finished cleaning up, TimeoutError is thrown, but only
// if the CancelledError that came out is this one: somebody else's stays a
// CancelledError. If t refuses and returns, its value is returned; what it
// throws comes out. limit <= 0: t runs to its first wait.
template <class T>
Task<T> wait_for(Task<T> t, Duration limit);

// asyncio.run: a loop of its own, in `w`, until `main` is done. Then the batch
// in which that is noticed is finished; tasks that are left are cancelled, the
// oldest first, and driven to their end (what they create meanwhile is
// destroyed unfinished); then main's value is returned, or its exception
// thrown. Loop::current() is what it was before. It may be used inside a task
// of another loop, which stands still meanwhile.
template <class T>
T run(Task<T> main, World& w = real_world());

// --- yours ---
inline auto yield_now() {
  struct Yield final : Waiter {
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> here) {
      TaskBase& task = current_task();
      task.loop->push(*this);
      task.suspend(here, *this);
    }
    void await_resume() { task->throw_if_cancelled(); }
    bool cancel() override { return false; }  // it is awake already
  };
  return Yield();
}

inline Task<> sleep(Duration d) {
  struct Sleep final : Waiter {
    Duration duration;
    Handle timer;
    bool cancelled = false;

    explicit Sleep(Duration how_long) : duration(how_long) {}
    ~Sleep() { timer.cancel(); }
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> here) {
      TaskBase& task = current_task();
      timer = task.loop->call_later(duration,
                                    [this] { this->task->loop->push(*this); });
      task.suspend(here, *this);
    }
    void await_resume() {
      task->throw_if_cancelled();
      if (cancelled) throw CancelledError();
    }
    bool cancel() override {
      if (!timer.pending()) return false;
      timer.cancel();
      cancelled = true;
      task->loop->push(*this);
      return true;
    }
  };
  if (d <= Duration::zero()) {
    co_await yield_now();
  } else {
    co_await Sleep(d);
  }
}

template <class T>
Task<T> wait_for(Task<T> t, Duration limit) {
  struct Alarm {
    Handle timer;
    bool rang = false;
    ~Alarm() { timer.cancel(); }
  } alarm;
  TaskBase& task = current_task();
  const int cancels = task.cancels;
  auto ring = [&alarm, &task] {
    alarm.rang = true;
    task.cancel_task();
  };
  if (limit > Duration::zero()) {
    alarm.timer = task.loop->call_later(limit, ring);
  } else {
    alarm.timer = task.loop->call_soon(ring);
  }
  Result<T> result;
  try {
    if constexpr (std::is_void_v<T>) {
      co_await std::move(t);
      result.set();
    } else {
      result.set(co_await std::move(t));
    }
  } catch (...) {
    result.fail(std::current_exception());
  }
  alarm.timer.cancel();
  if (alarm.rang) {
    const bool ours = task.uncancel() <= cancels;
    if (ours && is_cancellation(result.error())) throw TimeoutError();
  }
  co_return result.take();
}

// Counts what has not ended yet.
inline bool all_done(const std::vector<Counted<FutureBase>>& tasks) {
  for (const Counted<FutureBase>& task : tasks) {
    if (!task->done()) return false;
  }
  return true;
}

// Turns until all have ended, and the one in which that would be noticed.
inline void turn_until_done(Loop& loop,
                            const std::vector<Counted<FutureBase>>& tasks) {
  if (tasks.empty()) return;
  while (!all_done(tasks)) loop.run_once();
  loop.stop();
  loop.run_forever();
}

inline Counted<FutureBase> keep(FutureBase& future) {
  future.add_ref();
  return Counted<FutureBase>(&future);
}

template <class T>
T run(Task<T> main, World& w) {
  struct Outside {
    TaskBase* task = std::exchange(TaskBase::current, nullptr);
    ~Outside() { TaskBase::current = task; }
  } outside;
  Loop loop(w);
  const LoopScope scope(loop);
  Future<T> outcome = create_task(std::move(main));
  turn_until_done(loop, {keep(*outcome.get())});
  std::vector<Counted<FutureBase>> left;
  for (TaskBase* task : unfinished_tasks()) {
    left.push_back(keep(*task->outcome));
  }
  for (const Counted<FutureBase>& task : left) task->cancel();
  turn_until_done(loop, left);
  return outcome->result();
}
// --- end ---

}  // namespace pots::aio
