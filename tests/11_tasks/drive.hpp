// Runs a Task on a loop, without run.hpp, for tests of what run.hpp is built
// on.
#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

#include "pots/aio/callbacks.hpp"
#include "pots/aio/event_loop.hpp"
#include "pots/aio/guests.hpp"
#include "pots/aio/loop_scope.hpp"
#include "pots/aio/result.hpp"
#include "pots/aio/task.hpp"
#include "pots/aio/task_base.hpp"
#include "pots/aio/world.hpp"

namespace pots::aio {

// A task that is nobody's future. Its first step is in the next batch. It may
// be destroyed at any time at which it does not run, also after its loop.
template <class T>
class Driven final : public TaskBase {
 public:
  Driven(Loop& its_loop, Task<T> body)
      : whole_(whole(std::move(body), &result_)), frame_(whole_.handle) {
    loop = &its_loop;
    number = its_loop.guests().next_number();
    its_loop.guests().enter(frame_);
    leaf = whole_.handle;
    run = [](Reaction& r) { static_cast<Driven&>(r).step(); };
    loop->push(*this);
  }

  void step() override {
    waiter = nullptr;
    TaskBase* outer = std::exchange(current, this);
    leaf.resume();
    current = outer;
    if (!whole_.handle.done()) return;
    frame_.destroy();
    if (stops_loop) loop->push(stop_);
  }
  bool cancel_task() override {
    if (frame_.is_gone()) return false;
    ++cancels;
    if (waiter == nullptr || !waiter->cancel()) must_cancel = true;
    return true;
  }
  bool ended() const { return !result_.empty(); }
  T take() { return result_.take(); }  // precondition: ended()

  bool stops_loop = false;  // in the batch after the one in which it ends

 private:
  // The coroutine around the body: a test knows nothing of the inside of a
  // Task.
  struct Whole {
    struct promise_type {
      Whole get_return_object() {
        return {std::coroutine_handle<promise_type>::from_promise(*this)};
      }
      std::suspend_always initial_suspend() noexcept { return {}; }
      std::suspend_always final_suspend() noexcept { return {}; }
      void unhandled_exception() { std::terminate(); }
      void return_void() {}
    };
    std::coroutine_handle<> handle;
  };
  static Whole whole(Task<T> body, Result<T>* result) {
    try {
      if constexpr (std::is_void_v<T>) {
        co_await std::move(body);
        result->set();
      } else {
        result->set(co_await std::move(body));
      }
    } catch (...) {
      result->fail(std::current_exception());
    }
  }
  // A loop that ends early destroys it, after all that is newer.
  class Frame final : public Guest {
   public:
    explicit Frame(std::coroutine_handle<> handle) : handle_(handle) {}
    ~Frame() override { destroy(); }
    void destroy() noexcept {
      if (const auto doomed = std::exchange(handle_, {})) doomed.destroy();
    }
    bool is_gone() const { return !handle_; }

   private:
    void abandon() noexcept override { destroy(); }
    std::coroutine_handle<> handle_;
  };

  Result<T> result_;
  Whole whole_;
  Frame frame_;
  Reaction stop_{[](Reaction&) { Loop::current().stop(); }};
};

// Runs a loop in `world` until `main` has ended, and the batch in which that is
// noticed; its value, or its exception. Whatever else lives on the loop then is
// destroyed. It may be used inside a task of another loop.
template <class T>
T drive(World& world, Task<T> main) {
  struct Outside {
    TaskBase* outer = std::exchange(TaskBase::current, nullptr);
    ~Outside() { TaskBase::current = outer; }
  } outside;
  std::optional<Driven<T>> driven;  // outlives the loop, whose guest it is
  Loop loop(world);
  const LoopScope scope(loop);
  driven.emplace(loop, std::move(main)).stops_loop = true;
  loop.run_forever();
  return driven->take();
}

// asyncio.sleep: the timer fires in one batch, the sleeper goes on in the next;
// a cancel removes the timer. d <= 0: goes on in the next batch.
inline Task<> test_sleep(Duration d) {
  struct Sleep final : Waiter {
    Duration duration;
    Handle timer;
    bool cancelled = false;

    explicit Sleep(Duration how_long) : duration(how_long) {}
    ~Sleep() { timer.cancel(); }
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> here) {
      TaskBase& sleeper = current_task();
      if (duration <= Duration::zero()) {
        sleeper.loop->push(*this);
      } else {
        timer = sleeper.loop->call_later(duration,
                                         [this] { task->loop->push(*this); });
      }
      sleeper.suspend(here, *this);
    }
    void await_resume() {
      task->throw_if_cancelled();
      if (cancelled) throw CancelledError();
    }
    bool cancel() override {
      if (!timer.pending()) return false;
      timer.cancel();
      cancelled = true;
      task->loop->push(*this);
      return true;
    }
  };
  Sleep sleep(d);
  co_await sleep;
}

}  // namespace pots::aio
