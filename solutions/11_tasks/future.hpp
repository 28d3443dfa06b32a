// A place where a result will be: some make it, others wait for it.
#pragma once

#include <coroutine>
#include <exception>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include "pots/aio/counted.hpp"
#include "pots/aio/event_loop.hpp"
#include "pots/aio/frame_pool.hpp"
#include "pots/aio/guests.hpp"
#include "pots/aio/lost_exception.hpp"
#include "pots/aio/reaction.hpp"
#include "pots/aio/ready_queue.hpp"
#include "pots/aio/result.hpp"
#include "pots/aio/task_base.hpp"

namespace pots::aio {

// Asked for a result that is not there yet, or set twice.
struct InvalidState : std::logic_error {
  using logic_error::logic_error;
};

// Whether T's copies can be made; a vector says that it can be copied even if
// what it holds cannot.
template <class T>
inline constexpr bool kCopyable = std::is_copy_constructible_v<T>;
template <template <class...> class Container, class T, class... More>
inline constexpr bool kCopyable<Container<T, More...>> =
    std::is_copy_constructible_v<Container<T, More...>>&& kCopyable<T> &&
    (kCopyable<More> && ...);

// What a future is, whatever its result. Nobody is run inside cancel() or
// set_...(): waiters are queued, in the order in which they began to wait, and
// run in the next batch. A waiter that is destroyed before is none any more.
// When the loop ends first, the future is cancelled, and nobody is run.
//
// Thread safety: none; it belongs to the loop's thread, its count too.
class FutureBase : public Guest {
 public:
  explicit FutureBase(Loop& its_loop) : loop(its_loop) {
    loop.guests().enter(*this);
  }

  Loop& loop;

  bool done() const noexcept { return state_ != State::pending; }
  bool cancelled() const noexcept { return state_ == State::cancelled; }
  // Ends it as cancelled; false if it has ended already.
  virtual bool cancel();
  // Queues `r` once it is done; if it is, at once (but does not run it).
  void when_done(Reaction& r);
  // What it failed with, nullptr if it did not. InvalidState while it is
  // pending; CancelledError if it was cancelled.
  virtual std::exception_ptr exception() = 0;

  void add_ref() noexcept { ++references_; }
  // The last one destroys it.
  void release() noexcept {
    if (--references_ == 0) destroy();
  }

 protected:
  enum class State { pending, finished, cancelled };

  virtual void destroy() noexcept = 0;
  void abandon() noexcept override { state_ = State::cancelled; }
  // From pending to `state`; the waiters are queued.
  void finish(State state);
  // Throws InvalidState unless somebody may set it now.
  virtual void expect_settable() const;

  State state_ = State::pending;
  ReadyQueue waiters_;

 private:
  unsigned references_ = 1;
};

template <class T>
class FutureState : public FutureBase, public Recycled {
 public:
  using FutureBase::FutureBase;

  // InvalidState if it is done. If making the value throws, it stays pending.
  template <class... U>
  void set_result(U&&... value);
  void set_exception(std::exception_ptr error);
  // InvalidState while it is pending; CancelledError if it was cancelled; what
  // it failed with; else a copy of the value. A value that cannot be copied is
  // moved out, once: then InvalidState.
  T result();
  std::exception_ptr exception() override;

 protected:
  // Reports an exception that nobody asked for (CancelledError never), and
  // deletes it.
  void destroy() noexcept override;
  virtual const char* kind() const noexcept { return "Future"; }

  Result<T> result_;
  // --- yours ---
  void expect_done() const;

  bool seen_ = false;   // somebody knows how it ended
  bool taken_ = false;  // the value has been moved out
  // --- end ---
};

// A handle to a future: copies are the same future. `co_await future` suspends
// the task until the future is done, and then gives result(); if it is done
// already, nothing is suspended. The loop resumes the task, on its own thread,
// in the batch after the one in which the future became done.
// If the waiting task is cancelled, so is the future, for all who wait; if it
// is done already, and the task was only not resumed yet, what it came to is
// dropped. CancelledError at the await both times.
// A wait is refused with std::logic_error outside a task, in another loop's
// task, or if a task would wait for itself.
template <class T>
class Future : public Counted<FutureState<T>> {
 public:
  using Counted<FutureState<T>>::Counted;
  auto operator co_await() const;
};

template <class T>
Future<T> make_future(Loop& loop = Loop::current()) {
  return Future<T>(new FutureState<T>(loop));
}

// --- yours ---
inline bool FutureBase::cancel() {
  if (done()) return false;
  finish(State::cancelled);
  return true;
}

inline void FutureBase::when_done(Reaction& r) {
  if (done()) {
    loop.push(r);
  } else {
    waiters_.push(r);
  }
}

inline void FutureBase::finish(State state) {
  state_ = state;
  leave();  // a loop that ends has nothing to tell it any more
  while (Reaction* waiter = waiters_.pop()) loop.push(*waiter);
}

inline void FutureBase::expect_settable() const {
  if (done()) throw InvalidState("the future is done already");
}

template <class T>
void FutureState<T>::destroy() noexcept {
  const std::exception_ptr error = seen_ ? nullptr : result_.error();
  if (error && !is_cancellation(error)) report_lost_exception(kind(), error);
  delete this;
}

template <class T>
template <class... U>
void FutureState<T>::set_result(U&&... value) {
  expect_settable();
  result_.set(std::forward<U>(value)...);
  finish(State::finished);
}

template <class T>
void FutureState<T>::set_exception(std::exception_ptr error) {
  expect_settable();
  result_.fail(std::move(error));
  finish(State::finished);
}

template <class T>
void FutureState<T>::expect_done() const {
  if (!done()) throw InvalidState("the future has no result yet");
  if (cancelled()) throw CancelledError();
}

template <class T>
T FutureState<T>::result() {
  expect_done();
  seen_ = true;
  if constexpr (std::is_void_v<T>) {
    result_.peek();
  } else if constexpr (kCopyable<T>) {
    return result_.peek();
  } else {
    if (std::exchange(taken_, true) && !result_.error()) {
      throw InvalidState("the result has been taken, and cannot be copied");
    }
    return result_.take();
  }
}

template <class T>
std::exception_ptr FutureState<T>::exception() {
  expect_done();
  seen_ = true;
  return result_.error();
}

template <class T>
auto Future<T>::operator co_await() const {
  struct Wait final : Waiter {
    Future future;

    explicit Wait(Future f) : future(std::move(f)) {}
    bool await_ready() const noexcept { return future->done(); }
    void await_suspend(std::coroutine_handle<> here) {
      TaskBase& task = current_task();
      if (task.loop != &future->loop) {
        throw std::logic_error(
            "this future belongs to another loop: expected one of the loop "
            "that runs the task");
      }
      if (task.outcome == future.get()) {
        throw std::logic_error("a task cannot wait for itself");
      }
      future->when_done(*this);
      task.suspend(here, *this);
    }
    T await_resume() {
      if (task != nullptr) task->throw_if_cancelled();
      return future->result();
    }
    bool cancel() override { return future->cancel(); }
  };
  return Wait(*this);
}
// --- end ---

}  // namespace pots::aio
