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
#include <cstddef>
#include <list>
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
  struct Child : Reaction {
    TaskGroup* group = nullptr;
    Counted<FutureBase> future;
    std::list<Child>::iterator self;
  };
  void child_ended(Child& child);
  void stop_all();
  Task<> join();
  void leave(std::exception_ptr body_error);

  std::list<Child> children_;  // those that have not ended, the oldest first
  std::vector<std::exception_ptr> errors_;
  bool stopping_ = false;
  bool joining_ = false;               // the body has ended
  bool cancelled_parent_ = false;      // by us, to interrupt the body
  bool parent_was_cancelled_ = false;  // by somebody else
  Future<void> all_ended_;             // while the parent waits for it
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
template <class T>
Future<T> TaskGroup::create_task(Task<T> t) {
  if (stopping_ || (joining_ && children_.empty())) {
    throw std::logic_error(
        "this TaskGroup is stopping: it takes no new tasks; create them "
        "before a child fails or the group ends");
  }
  Future<T> future = aio::create_task(std::move(t));
  Child& child = children_.emplace_back();
  child.group = this;
  future->add_ref();
  child.future = Counted<FutureBase>(future.get());
  child.self = std::prev(children_.end());
  child.run = [](Reaction& r) {
    Child& ended = static_cast<Child&>(r);
    ended.group->child_ended(ended);
  };
  future->when_done(child);
  return future;
}

inline void TaskGroup::child_ended(Child& child) {
  const Counted<FutureBase> future = std::move(child.future);
  children_.erase(child.self);
  if (all_ended_ && children_.empty() && !all_ended_->done()) {
    all_ended_->set_result();
  }
  if (future->cancelled() || future->exception() == nullptr) return;
  errors_.push_back(future->exception());
  if (stopping_) return;
  stop_all();
  if (joining_) return;  // the parent waits for the last child in any case
  cancelled_parent_ = true;
  parent_.cancel_task();
}

inline void TaskGroup::stop_all() {
  stopping_ = true;
  for (Child& child : children_) child.future->cancel();
}

// Joining may be cancelled itself, and must go on joining.
inline Task<> TaskGroup::join() {
  while (!children_.empty()) {
    all_ended_ = make_future<void>();
    try {
      co_await all_ended_;
    } catch (const CancelledError&) {
      if (!stopping_) {
        parent_was_cancelled_ = true;
        stop_all();
      }
    }
    all_ended_ = {};
  }
}

inline void TaskGroup::leave(std::exception_ptr body_error) {
  if (parent_was_cancelled_ && errors_.empty()) throw CancelledError();
  if (body_error != nullptr && !is_cancellation(body_error)) {
    errors_.push_back(body_error);
  }
  if (!errors_.empty()) throw ExceptionGroup(std::move(errors_));
}

template <class F>
Task<> with_task_group(F body) {
  TaskGroup group(current_task());
  std::exception_ptr body_error;
  try {
    Task<> running = body(group);
    co_await std::move(running);
  } catch (...) {
    body_error = std::current_exception();
  }
  group.joining_ = true;
  group.parent_was_cancelled_ = is_cancellation(body_error);
  if (group.cancelled_parent_ && group.parent_.uncancel() == 0) {
    group.parent_was_cancelled_ = false;  // it was only us
  }
  if (body_error != nullptr && !group.stopping_) group.stop_all();
  co_await group.join();
  group.leave(body_error);
}
// --- end ---

}  // namespace pots::aio
