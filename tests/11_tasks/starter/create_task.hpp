// Tasks: coroutines that run by themselves, and can be cancelled.
#pragma once

#include <coroutine>
#include <exception>
#include <utility>
#include <vector>

#include "pots/aio/event_loop.hpp"
#include "pots/aio/future.hpp"
#include "pots/aio/task.hpp"
#include "pots/aio/task_base.hpp"

namespace pots::aio {

// asyncio.create_task: runs `t` on Loop::current(), its first step in the next
// batch. The future is done once the body has ended and its frame, parameters
// included, is destroyed. Dropping the handle changes nothing. An exception
// that nobody asks for goes to lost_exception_handler(). If the loop ends
// first, the task is cancelled: its frame is destroyed, no handler in it runs.
// Without a loop: std::logic_error.
//
// future->cancel() asks the task to stop:
//   the task is…              cancel()  what happens
//   created, not started      true      the body never runs; cancelled
//   waiting for a future      true      that is cancelled; CancelledError at
//                                       the await in the next batch
//   waiting for another task  true      that is asked first; CancelledError
//                                       arrives here if it ends cancelled
//   woken, not yet resumed    true      the result, or the exception, is
//                                       dropped; CancelledError at the await
//   running (cancels itself)  true      what it waits for next is cancelled;
//                                       if it returns first, its value is
//                                       dropped and the task is cancelled; if
//                                       it throws, that counts
//   done                      false     nothing
// A body may catch CancelledError and go on: then the cancel was refused.
// Letting it out makes the future cancelled(). Tasks that wait for each other
// in a circle: the cancel goes round once. set_result() and set_exception() are
// the task's own affair: InvalidState.
template <class T>
Future<T> create_task(Task<T> t);

// The tasks of this thread's loop that have not ended, the oldest first; the
// `outcome` of each is its future.
std::vector<TaskBase*> unfinished_tasks();

// --- yours ---
// Runs the body here and now, as a call.
template <class T>
Future<T> create_task(Task<T> t) {
  const Future<T> future = make_future<T>();
  try {
    if constexpr (std::is_void_v<T>) {
      run_sync(std::move(t));
      future->set_result();
    } else {
      future->set_result(run_sync(std::move(t)));
    }
  } catch (...) {
    future->set_exception(std::current_exception());
  }
  return future;
}

inline std::vector<TaskBase*> unfinished_tasks() { return {}; }
// --- end ---

}  // namespace pots::aio
