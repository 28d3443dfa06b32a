// Right, too: a sleep is a future that a timer completes, under a guard that
// takes the timer away.
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

// Cancels its timer when it goes away.
struct TimerGuard {
  explicit TimerGuard(Handle its_timer) : timer(its_timer) {}
  TimerGuard(const TimerGuard&) = delete;
  TimerGuard& operator=(const TimerGuard&) = delete;
  ~TimerGuard() { timer.cancel(); }
  Handle timer;
};

inline Task<> sleep(Duration d) {
  if (d <= Duration::zero()) {
    co_await yield_now();
    co_return;
  }
  const Future<void> morning = make_future<void>();
  auto wake = [morning] {
    if (!morning->done()) morning->set_result();
  };
  const TimerGuard guard(Loop::current().call_later(d, wake));
  co_await morning;
}

template <class T>
Task<T> wait_for(Task<T> t, Duration limit) {
  bool rang = false;
  TaskBase& task = current_task();
  const int cancels = task.cancels;
  auto ring = [&rang, &task] {
    rang = true;
    task.cancel_task();
  };
  const bool at_once = limit <= Duration::zero();
  TimerGuard guard(at_once ? task.loop->call_soon(ring)
                           : task.loop->call_later(limit, ring));
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
  guard.timer.cancel();
  if (rang) {
    const bool ours = task.uncancel() <= cancels;
    if (ours && is_cancellation(result.error())) throw TimeoutError();
  }
  co_return result.take();
}

// Turns the loop until all `tasks` have ended, and through the batch in which
// the last end is noticed.
inline void run_until_done(Loop& loop, const std::vector<FutureBase*>& tasks) {
  struct End : Reaction {
    Loop* loop = nullptr;
    std::size_t* left = nullptr;
  };
  std::size_t left = tasks.size();
  std::vector<End> ends(tasks.size());
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    ends[i].loop = &loop;
    ends[i].left = &left;
    ends[i].run = [](Reaction& r) {
      End& end = static_cast<End&>(r);
      if (--*end.left == 0) end.loop->stop();
    };
    tasks[i]->when_done(ends[i]);
  }
  if (left > 0) loop.run_forever();
}

template <class T>
T run(Task<T> main, World& w) {
  TaskBase* outer = std::exchange(TaskBase::current, nullptr);
  struct Restore {
    TaskBase* outer;
    ~Restore() { TaskBase::current = outer; }
  } restore{outer};
  Loop loop(w);
  const LoopScope scope(loop);
  Future<T> outcome = create_task(std::move(main));
  run_until_done(loop, {outcome.get()});
  std::vector<FutureBase*> left;
  for (TaskBase* task : unfinished_tasks()) left.push_back(task->outcome);
  for (FutureBase* task : left) task->cancel();
  run_until_done(loop, left);
  return outcome->result();
}
// --- end ---

}  // namespace pots::aio
