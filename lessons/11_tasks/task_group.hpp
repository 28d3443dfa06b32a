// A scope for tasks: none of them outlives it.
#pragma once

#include <exception>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "pots/aio/create_task.hpp"
#include "pots/aio/future.hpp"
#include "pots/aio/task.hpp"
#include "pots/aio/task_base.hpp"
// --- yours ---
// --- end ---

namespace pots::aio {

// What the tasks of a group failed with: the children in the order in which
// they did, the body last.
struct ExceptionGroup : std::runtime_error {
  explicit ExceptionGroup(std::vector<std::exception_ptr> all)
      : runtime_error("unhandled errors in a TaskGroup (" +
                      std::to_string(all.size()) + " sub-exception" +
                      (all.size() == 1 ? ")" : "s)")),
        errors(std::move(all)) {}
  std::vector<std::exception_ptr> errors;
};

// asyncio.TaskGroup. Made by with_task_group() only.
// Thread safety: none; it belongs to the loop's thread.
class TaskGroup {
 public:
  // A child of the group: as aio::create_task. std::logic_error once the group
  // is stopping (somebody failed or cancelled it) or has ended; while it only
  // waits for its children, they may still make others.
  template <class T>
  Future<T> create_task(Task<T> t);

  TaskGroup(const TaskGroup&) = delete;
  TaskGroup& operator=(const TaskGroup&) = delete;
  ~TaskGroup() = default;

 private:
  template <class F>
  friend Task<> with_task_group(F body);
  explicit TaskGroup(TaskBase& parent) : parent_(parent) {}

  TaskBase& parent_;  // runs the body, and waits for the children
  // --- yours ---
  // --- end ---
};

// Runs body(group), a Task<>, in the calling task; returns when it and all
// children have ended. `body` is copied into the frame.
// If a child or the body fails: no new children; the others are cancelled, in
// the order of creation, the body too if it still runs; once all have ended,
// ExceptionGroup is thrown, with each error that is not a cancellation. A
// child that is cancelled alone is no error. If the calling task is cancelled:
// so are the children, and when they have ended, CancelledError goes out, or
// the ExceptionGroup if one failed meanwhile. What the group cancelled itself
// it takes back (uncancel).
template <class F>
Task<> with_task_group(F body);

// --- yours ---
// Awaits the body and returns: nobody waits for the children.
template <class T>
Future<T> TaskGroup::create_task(Task<T> t) {
  return aio::create_task(std::move(t));
}

template <class F>
Task<> with_task_group(F body) {
  TaskGroup group(current_task());
  Task<> running = body(group);
  co_await std::move(running);
}
// --- end ---

}  // namespace pots::aio
