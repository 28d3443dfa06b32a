// The way in: run() makes a loop and runs one coroutine in it, with sleeping,
// yielding and deadlines.
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
// Nobody waits yet: a sleep is over at once, a deadline never comes, and what
// main leaves over is forgotten.
inline auto yield_now() { return std::suspend_never(); }

inline Task<> sleep(Duration) { co_return; }

template <class T>
Task<T> wait_for(Task<T> t, Duration) {
  return t;
}

template <class T>
T run(Task<T> main, World& w) {
  Loop loop(w);
  const LoopScope scope(loop);
  Future<T> outcome = create_task(std::move(main));
  while (!outcome->done()) loop.run_once();
  return outcome->result();
}
// --- end ---

}  // namespace pots::aio
