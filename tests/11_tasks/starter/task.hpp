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
// In place of a result, for now.
template <class T>
T no_result_yet() {
  if constexpr (requires { T(); }) {
    return T();
  } else {
    throw std::logic_error("the task does not give its result yet");
  }
}

// What the promises of all tasks share.
template <class T>
struct TaskPromise : Recycled, Located {
  std::suspend_always initial_suspend() noexcept { return {}; }
  std::suspend_always final_suspend() noexcept { return {}; }
  void unhandled_exception() {}
};

template <class T>
struct Task<T>::promise_type : TaskPromise<T> {
  Task get_return_object() noexcept {
    return Task(std::coroutine_handle<promise_type>::from_promise(*this));
  }
  template <class U = T>
  void return_value(U&&) {}
};

template <>
struct Task<void>::promise_type : TaskPromise<void> {
  Task get_return_object() noexcept {
    return Task(std::coroutine_handle<promise_type>::from_promise(*this));
  }
  void return_void() {}
};

template <class T>
auto Task<T>::operator co_await() && noexcept {
  struct Call {
    bool await_ready() const { return true; }
    void await_suspend(std::coroutine_handle<>) {}
    T await_resume() { return no_result_yet<T>(); }
  };
  return Call{};
}

template <class T>
T run_sync(Task<T>) {
  return no_result_yet<T>();
}
// --- end ---

}  // namespace pots::aio
