// Right, too: a counter of running children, and a future that is set when it
// falls to nought.
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
#include <deque>
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
  struct Listener : Reaction {
    TaskGroup* group = nullptr;
    Counted<FutureBase> child;
  };
  static void heard(Reaction& r);
  void abort();

  std::deque<Listener> listeners_;  // of all children there ever were
  std::size_t running_ = 0;
  std::vector<std::exception_ptr> errors_;
  enum class Stage { open, joining, aborting } stage_ = Stage::open;
  bool body_ended_ = false;
  bool we_cancelled_ = false;
  Future<void> nobody_left_;
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
  const bool ended = body_ended_ && running_ == 0;
  if (stage_ == Stage::aborting || ended) {
    throw std::logic_error(
        "this TaskGroup is stopping: it takes no new tasks; create them "
        "before a child fails or the group ends");
  }
  Future<T> future = aio::create_task(std::move(t));
  Listener& listener = listeners_.emplace_back();
  listener.run = &heard;
  listener.group = this;
  future->add_ref();
  listener.child = Counted<FutureBase>(future.get());
  ++running_;
  future->when_done(listener);
  return future;
}

inline void TaskGroup::heard(Reaction& r) {
  Listener& listener = static_cast<Listener&>(r);
  TaskGroup& group = *listener.group;
  --group.running_;
  if (group.running_ == 0 && group.nobody_left_) {
    if (!group.nobody_left_->done()) group.nobody_left_->set_result();
  }
  if (listener.child->cancelled()) return;
  if (const std::exception_ptr error = listener.child->exception()) {
    group.errors_.push_back(error);
    if (group.stage_ == Stage::aborting) return;
    group.abort();
    if (group.body_ended_) return;
    group.we_cancelled_ = true;
    group.parent_.cancel_task();
  }
}

inline void TaskGroup::abort() {
  stage_ = Stage::aborting;
  for (Listener& listener : listeners_) listener.child->cancel();
}

template <class F>
Task<> with_task_group(F body) {
  TaskGroup group(current_task());
  Result<void> ended;
  try {
    Task<> running = body(group);
    co_await std::move(running);
    ended.set();
  } catch (...) {
    ended.fail(std::current_exception());
  }
  group.body_ended_ = true;
  bool cancelled = is_cancellation(ended.error());
  if (group.we_cancelled_ && group.parent_.uncancel() == 0) cancelled = false;
  if (ended.error() && group.stage_ != TaskGroup::Stage::aborting) {
    group.abort();
  }
  while (group.running_ > 0) {
    group.nobody_left_ = make_future<void>();
    try {
      co_await group.nobody_left_;
    } catch (const CancelledError&) {
      if (group.stage_ != TaskGroup::Stage::aborting) {
        cancelled = true;
        group.abort();
      }
    }
    group.nobody_left_ = {};
  }
  if (cancelled && group.errors_.empty()) throw CancelledError();
  if (ended.error() && !is_cancellation(ended.error())) {
    group.errors_.push_back(ended.error());
  }
  if (!group.errors_.empty()) throw ExceptionGroup(std::move(group.errors_));
}
// --- end ---

}  // namespace pots::aio
