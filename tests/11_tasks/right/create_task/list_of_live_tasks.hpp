// The live tasks of a thread are in a list of their own.
#pragma once

#include <coroutine>
#include <exception>
#include <list>
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

// All of this thread, the oldest first.
inline std::list<TaskBase*>& live_tasks() {
  static thread_local std::list<TaskBase*> tasks;
  return tasks;
}

// A future that is fulfilled by a coroutine: asyncio's Task. It holds one
// reference to itself while the coroutine has not ended.
template <class T>
class TaskState final : public FutureState<T>, public TaskBase {
 public:
  explicit TaskState(Task<T> body);

  bool cancel() override { return cancel_task(); }
  bool cancel_task() override;
  void step() override;

 private:
  using typename FutureBase::State;
  void end(State state);
  void abandon() noexcept override;
  const char* kind() const noexcept override { return "Task"; }
  void expect_settable() const override {
    throw InvalidState("only the task itself sets its result");
  }

  Task<T> body_;
  bool started_ = false;
  bool being_cancelled_ = false;  // tasks may wait for each other in a circle
  std::list<TaskBase*>::iterator place_;
};

template <class T>
TaskState<T>::TaskState(Task<T> body)
    : FutureState<T>(Loop::current()), body_(std::move(body)) {
  TaskBase::loop = &Loop::current();
  outcome = this;
  number = FutureBase::loop.guests().next_number();
  leaf = body_.handle();
  run = [](Reaction& r) { static_cast<TaskBase&>(r).step(); };
  place_ = live_tasks().insert(live_tasks().end(), this);
  FutureBase::loop.push(*this);
}

template <class T>
bool TaskState<T>::cancel_task() {
  if (this->done()) return false;
  ++cancels;
  if (std::exchange(being_cancelled_, true)) {
    must_cancel = true;
    return true;
  }
  if (waiter == nullptr || !waiter->cancel()) must_cancel = true;
  being_cancelled_ = false;
  return true;
}

template <class T>
void TaskState<T>::step() {
  if (!std::exchange(started_, true) && must_cancel) {
    return end(State::cancelled);
  }
  waiter = nullptr;
  TaskBase* outer = std::exchange(current, this);
  leaf.resume();
  current = outer;
  if (waiter != nullptr || !body_.handle().done()) return;
  this->result_ = std::move(body_.handle().promise().result);
  const std::exception_ptr error = this->result_.error();
  const bool cancelled = error ? is_cancellation(error) : must_cancel;
  end(cancelled ? State::cancelled : State::finished);
}

// The frame first, and its parameters: whoever learns that the task has ended
// may rely on what it held being free.
template <class T>
void TaskState<T>::end(State state) {
  body_ = {};
  live_tasks().erase(place_);
  this->finish(state);
  this->release();
}

// The loop is gone: frames are destroyed, no handler runs.
template <class T>
void TaskState<T>::abandon() noexcept {
  this->state_ = State::cancelled;
  body_ = {};
  live_tasks().erase(place_);
  this->release();
}

template <class T>
Future<T> create_task(Task<T> t) {
  Future<T> future(new TaskState<T>(std::move(t)));
  future->add_ref();  // the running coroutine's own
  return future;
}

inline std::vector<TaskBase*> unfinished_tasks() {
  std::vector<TaskBase*> tasks;
  Loop* const mine = &Loop::current();
  for (TaskBase* task : live_tasks()) {
    if (task->loop == mine) tasks.push_back(task);
  }
  return tasks;
}

}  // namespace pots::aio
