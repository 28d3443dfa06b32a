// A coroutine that computes one value: the object behind `async def`.
#pragma once

#include <coroutine>
#include <exception>
#include <stdexcept>
#include <utility>

#include "pots/aio/frame_pool.hpp"
#include "pots/aio/result.hpp"
#include "pots/aio/task_base.hpp"

namespace pots::aio {

// Owns a coroutine that has not begun. Awaiting it is a call: the body starts,
// as a switch, and the awaiting coroutine goes on when it has ended, on the
// same thread, with its value or its exception. Nobody else resumes it.
//
// T: an object type, also one that can only be moved, or void. The result is
// moved, never copied. Nothing of the body runs before the await; a Task that
// is never awaited destroys its parameters, and that is all.
// Awaiting a Task for the second time, even while the first await goes on, or
// one that owns nothing: std::logic_error at the await.
// The stack does not grow, however many awaits and however deep (g++: with
// -foptimize-sibling-calls).
//
// Thread safety: none.
template <class T = void>
class [[nodiscard]] Task {
 public:
  struct promise_type;

  Task() = default;  // owns nothing
  Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, {})) {}
  Task& operator=(Task&& other) noexcept {
    Task taken(std::move(other));
    std::swap(handle_, taken.handle_);
    return *this;
  }
  ~Task() {
    if (handle_) handle_.destroy();
  }

  auto operator co_await() && noexcept;
  std::coroutine_handle<promise_type> handle() const noexcept {
    return handle_;
  }

 private:
  explicit Task(std::coroutine_handle<promise_type> handle) noexcept
      : handle_(handle) {}
  std::coroutine_handle<promise_type> handle_;
};

// Runs a task that never really waits; its value or its exception.
// std::logic_error if it waits. Meanwhile no task is running
// (TaskBase::current is nullptr), also if run_sync() is called inside one.
template <class T>
T run_sync(Task<T> t);

// --- yours ---
// What the promises of all tasks share.
template <class T>
struct TaskPromise : Recycled, Located {
  struct Ended {
    bool await_ready() noexcept { return false; }
    template <class Promise>
    std::coroutine_handle<> await_suspend(
        std::coroutine_handle<Promise> ended) noexcept {
      return ended.promise().caller;  // a switch, not a call
    }
    void await_resume() noexcept {}
  };

  std::suspend_always initial_suspend() noexcept { return {}; }
  Ended final_suspend() noexcept { return {}; }
  void unhandled_exception() { result.fail(std::current_exception()); }

  // Who goes on when the body has ended; at first whoever called resume().
  std::coroutine_handle<> caller = std::noop_coroutine();
  bool awaited = false;
  Result<T> result;
};

template <class T>
struct Task<T>::promise_type : TaskPromise<T> {
  Task get_return_object() noexcept {
    return Task(std::coroutine_handle<promise_type>::from_promise(*this));
  }
  template <class U = T>
  void return_value(U&& value) {
    this->result.set(std::forward<U>(value));
  }
};

template <>
struct Task<void>::promise_type : TaskPromise<void> {
  Task get_return_object() noexcept {
    return Task(std::coroutine_handle<promise_type>::from_promise(*this));
  }
  void return_void() { result.set(); }
};

// Not in await_ready(), which is to be small: each await has a copy of it.
[[noreturn]] inline void throw_awaited_before() {
  throw std::logic_error(
      "this Task was awaited before, or moved from: expected one await a "
      "Task; to wait in several places, make a future with create_task()");
}

template <class T>
auto Task<T>::operator co_await() && noexcept {
  struct Call {
    std::coroutine_handle<promise_type> body;

    bool await_ready() const {
      if (body && !std::exchange(body.promise().awaited, true)) return false;
      throw_awaited_before();
    }
    std::coroutine_handle<> await_suspend(
        std::coroutine_handle<> caller) noexcept {
      body.promise().caller = caller;
      return body;
    }
    T await_resume() { return body.promise().result.take(); }
  };
  return Call{handle_};
}

template <class T>
T run_sync(Task<T> t) {
  // Whoever waits in it finds that no task is running.
  TaskBase* outer = std::exchange(TaskBase::current, nullptr);
  t.handle().resume();
  TaskBase::current = outer;
  if (t.handle().done()) return t.handle().promise().result.take();
  throw std::logic_error(
      "run_sync: the task waits for something; expected one that never does. "
      "Use run()");
}
// --- end ---

}  // namespace pots::aio
