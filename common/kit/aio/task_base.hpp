// What every task is, whatever it computes: a place to go on from, and
// something that it waits for.
#pragma once

#include <coroutine>
#include <exception>
#include <source_location>
#include <type_traits>

#include "pots/aio/reaction.hpp"

namespace pots::aio {

class FutureBase;
class Loop;
struct TaskBase;

// Thrown at the await of a task that is cancelled. Not a std::exception: a
// `catch (const std::exception&)` that is meant for errors lets it through, as
// `except Exception` does in Python.
struct CancelledError {};

// Whether `error` is a CancelledError. nullptr is none.
inline bool is_cancellation(const std::exception_ptr& error) {
  if (error == nullptr) return false;
  try {
    std::rethrow_exception(error);
  } catch (const CancelledError&) {
    return true;
  } catch (...) {
    return false;
  }
}

// What a task waits for: a node in somebody's list, usually inside the
// awaiter, so inside the coroutine's frame. When it runs, the task goes on.
struct Waiter : Reaction {
  TaskBase* task = nullptr;  // nullptr: nobody was suspended

  Waiter() : Reaction(&wake) {}
  // Makes what is waited for end now, as cancelled; the task then goes on in
  // the next batch. False: too late, it has already happened.
  virtual bool cancel() = 0;

 protected:
  ~Waiter() = default;

 private:
  static void wake(Reaction& reaction);
};

// Somebody who looks on: the adversary draws a column per task with it.
struct TaskWatcher {
  virtual ~TaskWatcher() = default;
  virtual void goes_on(const TaskBase& task) = 0;
  virtual void waits(const TaskBase& task) = 0;  // at task.where
};

// Thread safety: none; a task belongs to its loop's thread.
// Invariants: 1. While the task waits, `waiter` is what it waits for and
//                waiter->task is the task; else `waiter` is nullptr.
//             2. `current` is the task whose step is under way.
struct TaskBase : Reaction {
  static inline constinit thread_local TaskBase* current = nullptr;
  static inline constinit thread_local TaskWatcher* watcher = nullptr;

  std::coroutine_handle<> leaf;  // the innermost coroutine: goes on at step()
  Waiter* waiter = nullptr;
  Loop* loop = nullptr;
  bool must_cancel = false;       // CancelledError at the next wait
  int cancels = 0;                // cancel_task() minus uncancel()
  FutureBase* outcome = nullptr;  // what it will have come to: see future.hpp
  unsigned number = 0;            // 1, 2, 3... on its loop
  std::source_location where;     // of the co_await that it reached last

  // Runs the task until it waits again or has ended. Called by the loop only.
  virtual void step() = 0;
  // Asks the task to stop: see create_task. False: it has ended.
  virtual bool cancel_task() = 0;

  // For awaiters, from await_suspend: this coroutine waits for `what`, which
  // is in its list already. A cancel that is due is delivered.
  void suspend(std::coroutine_handle<> here, Waiter& what) {
    leaf = here;
    waiter = &what;
    what.task = this;
    if (watcher != nullptr) watcher->waits(*this);
    if (must_cancel && what.cancel()) must_cancel = false;
  }
  // For awaiters, from await_resume, if they were suspended.
  void throw_if_cancelled() {
    if (!must_cancel) return;
    must_cancel = false;
    throw CancelledError();
  }
  // Takes one cancel back; returns how many are left.
  int uncancel() { return cancels > 0 ? --cancels : 0; }

 protected:
  ~TaskBase() = default;
};

inline void Waiter::wake(Reaction& reaction) {
  TaskBase& task = *static_cast<Waiter&>(reaction).task;
  if (TaskBase::watcher != nullptr) TaskBase::watcher->goes_on(task);
  task.step();
}

[[noreturn]] void throw_outside_a_task();

// The task whose step is under way; std::logic_error outside a task.
inline TaskBase& current_task() {
  if (TaskBase::current == nullptr) throw_outside_a_task();
  return *TaskBase::current;
}

// A promise type that derives from it knows where its coroutine waits.
struct Located {
  // The awaiter itself; g++ 12 would copy what await_transform returns by
  // reference.
  template <class Awaiter>
  struct Itself {
    Awaiter& awaiter;

    decltype(auto) await_ready() { return awaiter.await_ready(); }
    template <class Handle>
    decltype(auto) await_suspend(Handle here) {
      return awaiter.await_suspend(here);
    }
    decltype(auto) await_resume() { return awaiter.await_resume(); }
  };

  template <class Awaitable>
  auto await_transform(
      Awaitable&& awaitable,
      std::source_location here = std::source_location::current()) {
    if (TaskBase::current != nullptr) TaskBase::current->where = here;
    if constexpr (requires { awaitable.await_ready(); }) {
      return Itself<std::remove_reference_t<Awaitable>>{awaitable};
    } else {
      return static_cast<Awaitable&&>(awaitable).operator co_await();
    }
  }
};

}  // namespace pots::aio
