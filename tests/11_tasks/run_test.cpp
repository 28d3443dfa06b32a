// What run(), sleep(), yield_now() and wait_for() promise.
#include "pots/aio/run.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "frames.hpp"
#include "notes.hpp"
#include "pots/adversary.hpp"
#include "pots/loop_world.hpp"
#include "pots/testing.hpp"
#include "tests/oracle/named_run.hpp"
#include "tests/oracle/timeout_programs.hpp"

namespace pots::aio {
namespace {

Task<int> after(milliseconds time, int value) {
  co_await sleep(time);
  co_return value;
}

// What the heap of the running loop still holds that is not cancelled.
bool has_timers() {
  return Loop::current().callbacks().heap.next_deadline().has_value();
}

// A task that says how its sleep of `time` ended.
Task<> sleeper(Notes* say, milliseconds time, std::string name) {
  try {
    co_await sleep(time);
    (*say)(name + " slept");
  } catch (const CancelledError&) {
    (*say)(name + " cancelled");
    throw;
  }
}

// Takes 30 ms to clean up, whatever stops it.
Task<> careful(Notes* say, milliseconds time) {
  bool stopped = false;
  try {
    co_await sleep(time);
  } catch (const CancelledError&) {
    stopped = true;
  }
  co_await sleep(milliseconds(30));
  (*say)("cleaned up");
  if (stopped) throw CancelledError();
}

// Does not let itself be stopped.
Task<int> stubborn(milliseconds time) {
  try {
    co_await sleep(time);
  } catch (const CancelledError&) {
  }
  co_return 7;
}

TEST(Run, SleepsAsLongAsItIsTold) {
  VirtualWorld world;
  const auto main = []() -> Task<int> {
    const int one = co_await after(milliseconds(100), 1);
    const int two = co_await after(milliseconds(200), 2);
    co_return one + two;
  };
  EXPECT_EQ(run(main(), world), 3);
  EXPECT_EQ(world.now() / milliseconds(1), 300);
}

TEST(Run, GivesTheValueOrTheExceptionOfMain) {
  VirtualWorld world;
  const auto moves = []() -> Task<std::unique_ptr<int>> {
    co_await yield_now();
    co_return std::make_unique<int>(5);
  };
  EXPECT_EQ(*run(moves(), world), 5);
  const auto throws = []() -> Task<> {
    co_await yield_now();
    throw std::runtime_error("too hot");
  };
  EXPECT_THROW(run(throws(), world), std::runtime_error);
}

Task<> three_turns(Notes* say, std::string name) {
  for (int i = 0; i < 3; ++i) {
    (*say)(name + std::to_string(i));
    co_await sleep(milliseconds(0));
  }
}

Task<> two_in_turn(Notes* say) {
  auto a = create_task(three_turns(say, "a"));
  auto b = create_task(three_turns(say, "b"));
  co_await a;
  co_await b;
}

TEST(Run, TurnByTurn) {
  VirtualWorld world;
  Notes say(world);
  run(two_in_turn(&say), world);
  EXPECT_EQ(say.text(), "0 a0, 0 b0, 0 a1, 0 b1, 0 a2, 0 b2");
}

TEST(Run, SleepsInOrderOfTime) {
  VirtualWorld world;
  Notes say(world);
  const auto main = [](Notes* notes) -> Task<> {
    auto c = create_task(sleeper(notes, milliseconds(30), "c"));
    auto a = create_task(sleeper(notes, milliseconds(10), "a"));
    auto b = create_task(sleeper(notes, milliseconds(20), "b"));
    co_await c;
  };
  run(main(&say), world);
  EXPECT_EQ(say.text(), "10 a slept, 20 b slept, 30 c slept");
}

TEST(Run, NoTimerIsLeft) {
  VirtualWorld world;
  const auto main = []() -> Task<> {
    auto slept = create_task(after(milliseconds(500), 1));
    co_await yield_now();
    slept->cancel();
    for (int turn = 0; turn < 3; ++turn) co_await yield_now();
    EXPECT_FALSE(has_timers()) << "of a sleep that was cancelled";
    co_await wait_for(after(milliseconds(1), 1), milliseconds(500));
    EXPECT_FALSE(has_timers()) << "of a wait_for that was in time";
    try {
      co_await wait_for(after(milliseconds(500), 1), milliseconds(1));
    } catch (const TimeoutError&) {
    }
    EXPECT_FALSE(has_timers()) << "of a wait_for whose time was up";
  };
  run(main(), world);
}

// Main waits for what never comes: the world ends when the last timer has.
TEST(Run, VirtualEndTime) {
  VirtualWorld world;
  const auto main = []() -> Task<> {
    auto slept = create_task(after(milliseconds(900), 1));
    co_await wait_for(after(milliseconds(20), 1), milliseconds(800));
    slept->cancel();
    auto never = make_future<int>();
    co_await never;
  };
  EXPECT_THROW(run(main(), world), WouldSleepForever);
  EXPECT_EQ(world.now() / milliseconds(1), 20)
      << "ms: nothing that is set may outlast the wait";
}

Task<> says_how_it_ended(Notes* say, Task<> what, milliseconds limit) {
  try {
    co_await wait_for(std::move(what), limit);
    (*say)("in time");
  } catch (const TimeoutError&) {
    (*say)("timeout");
  } catch (const CancelledError&) {
    (*say)("cancelled");
    throw;
  }
}

TEST(Run, StopsWhatTakesTooLong) {
  VirtualWorld world;
  Notes say(world);
  run(says_how_it_ended(&say, sleeper(&say, milliseconds(90), "a"),
                        milliseconds(50)),
      world);
  run(says_how_it_ended(&say, sleeper(&say, milliseconds(40), "b"),
                        milliseconds(50)),
      world);
  EXPECT_EQ(say.text(), "50 a cancelled, 50 timeout, 90 b slept, 90 in time");
}

TEST(Run, CleanupBeforeTimeoutError) {
  VirtualWorld world;
  Notes say(world);
  run(says_how_it_ended(&say, careful(&say, milliseconds(90)),
                        milliseconds(50)),
      world);
  EXPECT_EQ(say.text(), "80 cleaned up, 80 timeout");
}

TEST(Run, RefusedTimeoutReturns) {
  VirtualWorld world;
  const auto main = []() -> Task<int> {
    const int refused =
        co_await wait_for(stubborn(milliseconds(90)), milliseconds(50));
    EXPECT_EQ(current_task().cancels, 0);
    co_return refused;
  };
  EXPECT_EQ(run(main(), world), 7);
  EXPECT_EQ(world.now() / milliseconds(1), 50);
}

Task<int> fails_when_cancelled() {
  try {
    co_await sleep(milliseconds(90));
  } catch (const CancelledError&) {
    throw std::runtime_error("burnt");
  }
  co_return 0;
}

TEST(Run, AnErrorOfTheBodyComesOut) {
  VirtualWorld world;
  const auto main = []() -> Task<> {
    try {
      co_await wait_for(fails_when_cancelled(), milliseconds(50));
      ADD_FAILURE() << "expected the body's own error";
    } catch (const std::runtime_error& error) {
      EXPECT_STREQ(error.what(), "burnt");
    }
    EXPECT_EQ(current_task().cancels, 0);
    EXPECT_FALSE(has_timers());
  };
  run(main(), world);
}

// Each time-out takes its own cancel back, or the one around them would take
// its own for somebody else's.
Task<> two_in_a_row(Notes* say) {
  co_await says_how_it_ended(say, sleeper(say, milliseconds(90), "a"),
                             milliseconds(10));
  co_await says_how_it_ended(say, sleeper(say, milliseconds(90), "b"),
                             milliseconds(10));
  co_await sleeper(say, milliseconds(90), "c");
}

TEST(Run, TwoTimeoutsInARow) {
  VirtualWorld world;
  Notes say(world);
  run(says_how_it_ended(&say, two_in_a_row(&say), milliseconds(30)), world);
  EXPECT_EQ(say.text(),
            "10 a cancelled, 10 timeout, 20 b cancelled, 20 timeout, "
            "30 c cancelled, 30 timeout");
}

// As asyncio.timeout(0): the body gets as far as its first wait.
TEST(Run, ALimitOfZeroLetsItBegin) {
  for (const int limit : {0, -5}) {
    VirtualWorld world;
    Notes say(world);
    const auto body = [](Notes* notes) -> Task<> {
      (*notes)("begins");
      co_await sleeper(notes, milliseconds(10), "a");
    };
    run(says_how_it_ended(&say, body(&say), milliseconds(limit)), world);
    EXPECT_EQ(say.text(), "0 begins, 0 a cancelled, 0 timeout");
  }
}

// The deadline's timer was set first, and the result's after it: the deadline
// wins. The other way round the result is there, but not looked at yet.
Task<> same_tick(Notes* say, bool result_first) {
  auto soup = make_future<int>();
  const auto cook = [&soup] {
    if (!soup->done()) soup->set_result(1);
  };
  Loop& loop = Loop::current();
  if (result_first) loop.call_later(milliseconds(10), cook);
  auto eat = [](Future<int> dish) -> Task<> { co_await dish; };
  auto eating = says_how_it_ended(say, eat(soup), milliseconds(10));
  auto task = create_task(std::move(eating));
  co_await yield_now();
  if (!result_first) loop.call_later(milliseconds(10), cook);
  co_await task;
}

TEST(Run, TheDeadlineWinsTheSameTick) {
  for (const bool result_first : {false, true}) {
    VirtualWorld world;
    Notes say(world);
    run(same_tick(&say, result_first), world);
    EXPECT_EQ(say.text(), "10 timeout");
  }
}

// What a task came to, for its canceller.
std::string ending(const Future<int>& future) {
  if (!future->done()) return "not done";
  if (future->cancelled()) return "cancelled";
  if (future->exception() != nullptr) return "failed";
  return "returned";
}

struct Cancelled {
  bool accepted = false;
  Future<int> victim;
};

Task<std::string> watch_one(adv::LoopWorld* world, Task<int> body,
                            Cancelled* cancelled) {
  Future<int> victim = create_task(std::move(body));
  cancelled->victim = victim;
  world->may_cancel("victim", [cancelled] {
    cancelled->accepted = cancelled->victim->cancel();
  });
  try {
    co_await victim;
  } catch (...) {
  }
  co_return ending(victim);
}

Task<int> times_out() {
  co_return co_await wait_for(after(milliseconds(20), 1), milliseconds(10));
}

TEST(Run, OuterCancelStaysCancel) {
  for_every_turn({.unkind = 1, .random = 0}, [](adv::LoopWorld& world) {
    Cancelled cancelled;
    const std::string how =
        run(watch_one(&world, times_out(), &cancelled), world);
    EXPECT_EQ(how, cancelled.accepted ? "cancelled" : "failed");
    cancelled.victim = {};
  });
}

Task<int> in_time_twice() {
  const int one =
      co_await wait_for(after(milliseconds(10), 1), milliseconds(20));
  const int two = co_await wait_for(
      wait_for(after(milliseconds(10), 1), milliseconds(30)), milliseconds(20));
  co_return one + two;
}

// A world that oversleeps would be too late on its own.
TEST(Run, ACancelReachesWhatIsInTime) {
  const adv::LoopPlan plan = {.unkind = 1, .random = 0, .late = false};
  for_every_turn(plan, [](adv::LoopWorld& world) {
    Cancelled cancelled;
    const std::string how =
        run(watch_one(&world, in_time_twice(), &cancelled), world);
    EXPECT_EQ(how, cancelled.accepted ? "cancelled" : "returned");
    EXPECT_TRUE(cancelled.accepted || world.now() == milliseconds(20));
    cancelled.victim = {};
  });
}

Task<> left_over(Notes* say, std::string name) {
  try {
    co_await sleep(milliseconds(500));
  } catch (const CancelledError&) {
    (*say)(name + " cancelled");
  }
  co_await sleep(milliseconds(10));
  (*say)(name + " ended");
}

TEST(Run, LeftoversAreCancelled) {
  VirtualWorld world;
  Notes say(world);
  const auto main = [](Notes* notes) -> Task<> {
    create_task(left_over(notes, "a"));
    create_task(left_over(notes, "b"));
    co_await sleep(milliseconds(5));
    (*notes)("main ends");
  };
  run(main(&say), world);
  EXPECT_EQ(say.text(),
            "5 main ends, 5 a cancelled, 5 b cancelled, 15 a ended, "
            "15 b ended");
  const auto fails = [](Notes* notes) -> Task<> {
    create_task(left_over(notes, "c"));
    co_await sleep(milliseconds(5));
    throw std::runtime_error("burnt");
  };
  VirtualWorld burning;
  Notes then(burning);
  EXPECT_THROW(run(fails(&then), burning), std::runtime_error);
  EXPECT_EQ(then.text(), "5 c cancelled, 15 c ended");
  // Nobody asks a left-over what it came to: an error of its own is lost, and
  // says so.
  int lost = 0;
  lost_exception_handler() = [&lost](std::exception_ptr) { ++lost; };
  const auto leaves_a_failure = []() -> Task<int> {
    create_task(fails_when_cancelled());
    co_await sleep(milliseconds(5));
    co_return 7;
  };
  EXPECT_EQ(run(leaves_a_failure(), world), 7);
  lost_exception_handler() = nullptr;
  EXPECT_EQ(lost, 1) << "an error of a left-over goes to "
                        "lost_exception_handler()";
}

// What a left-over creates while it is being stopped gets turns, and is
// destroyed, not cancelled, once the left-overs have ended.
struct Farewell {
  Notes* say;
  explicit Farewell(Notes* notes) : say(notes) {}
  Farewell(const Farewell&) = delete;
  Farewell& operator=(const Farewell&) = delete;
  ~Farewell() { (*say)("destroyed"); }
};

Task<> late_child(Notes* say) {
  const Farewell farewell(say);
  (*say)("late begins");
  try {
    co_await sleep(milliseconds(500));
  } catch (const CancelledError&) {
    (*say)("late cancelled");
  }
}

Task<> late_parent(Notes* say) {
  try {
    co_await sleep(milliseconds(500));
  } catch (const CancelledError&) {
    create_task(late_child(say));
  }
  co_await sleep(milliseconds(10));
  (*say)("parent ended");
}

TEST(Run, WhatLeftoversCreateIsDestroyed) {
  VirtualWorld world;
  Notes say(world);
  const auto main = [](Notes* notes) -> Task<> {
    create_task(late_parent(notes));
    co_await yield_now();
  };
  run(main(&say), world);
  EXPECT_EQ(say.text(), "0 late begins, 10 parent ended, 10 destroyed");
}

// Main's end is noticed in the batch after it, and that batch is finished.
Task<> three_lines(Notes* say) {
  (*say)("one");
  co_await yield_now();
  (*say)("two");
  co_await yield_now();
  (*say)("three");
}

TEST(Run, TheBatchIsFinished) {
  VirtualWorld world;
  Notes say(world);
  const auto main = [](Notes* notes) -> Task<> {
    create_task(three_lines(notes));
    (*notes)("main ends");
    co_return;
  };
  run(main(&say), world);
  // The first batch runs main, the second the task's first step and the news
  // of main's end, which stops the loop behind it.
  EXPECT_EQ(say.text(), "0 main ends, 0 one");
}

TEST(Run, Seed3) {
  for (const oracle::NamedRun& program : oracle::kNamedRuns) {
    if (std::string(program.name).starts_with("several")) {
      const std::string found = oracle::compare(program);
      if (!found.empty()) FAIL() << found;
    }
  }
}

Task<> inner_main(Notes* say) {
  Loop::current().call_soon(
      [] { EXPECT_EQ(TaskBase::current, nullptr) << "no task runs here"; });
  co_await sleep(milliseconds(20));
  (*say)("inner");
}

Task<> inner_failure() {
  co_await sleep(milliseconds(20));
  throw std::runtime_error("burnt");
}

TEST(Run, RunInsideRun) {
  VirtualWorld outside;
  Notes say(outside);
  const auto main = [](Notes* notes) -> Task<> {
    Loop* loop = &Loop::current();
    TaskBase* task = TaskBase::current;
    co_await sleep(milliseconds(10));
    VirtualWorld inside;
    Notes inner(inside);
    run(inner_main(&inner), inside);
    EXPECT_EQ(inner.text(), "20 inner");
    EXPECT_EQ(&Loop::current(), loop);
    EXPECT_EQ(TaskBase::current, task);
    EXPECT_THROW(run(inner_failure(), inside), std::runtime_error);
    EXPECT_EQ(&Loop::current(), loop);
    EXPECT_EQ(TaskBase::current, task);
    co_await sleep(milliseconds(10));
    (*notes)("outer");
  };
  run(main(&say), outside);
  EXPECT_EQ(say.text(), "20 outer");
  EXPECT_THROW(Loop::current(), std::logic_error);
}

// A Task begins when it is awaited, and so does its time.
Task<> awaited_late(Notes* say) {
  Task<> nap = sleep(milliseconds(10));
  Task<int> meal = wait_for(after(milliseconds(20), 1), milliseconds(30));
  co_await sleep(milliseconds(100));
  co_await std::move(nap);
  (*say)("slept");
  try {
    co_await std::move(meal);
    (*say)("in time");
  } catch (const TimeoutError&) {
    (*say)("timeout");
  }
}

TEST(Run, DoesWhatPythonDoes) {
  for (const oracle::NamedRun& program : oracle::kNamedRuns) {
    const std::string found = oracle::compare(program);
    if (!found.empty()) FAIL() << found;
  }
  const std::string found = oracle::compare_timeout_programs();
  if (!found.empty()) FAIL() << found;
  VirtualWorld world;
  Notes say(world);
  run(awaited_late(&say), world);
  EXPECT_EQ(say.text(), "110 slept, 130 in time")
      << "a time begins when the Task is awaited, not when it is made";
}

Task<std::unique_ptr<int>> boxed(int value) {
  co_return std::make_unique<int>(value);
}

Task<> everything_at_once(Notes* say) {
  create_task(left_over(say, "a"));
  auto late = create_task(careful(say, milliseconds(40)));
  co_await says_how_it_ended(say, careful(say, milliseconds(40)),
                             milliseconds(20));
  co_await wait_for(stubborn(milliseconds(90)), milliseconds(20));
  const auto box = co_await wait_for(boxed(7), milliseconds(20));
  EXPECT_EQ(*box, 7);
  co_await late;
}

constexpr const char* kEverything =
    "50 cleaned up, 50 timeout, 70 cleaned up, 70 a cancelled, 80 a ended";

TEST(Run, LeavesNothingBehind) {
  pots::testing::leaves_nothing_behind([] {
    VirtualWorld world;
    Notes say(world);
    run(everything_at_once(&say), world);
    EXPECT_EQ(say.text(), kEverything);
  });
}

TEST(Run, CanBeGivenUpAtAnyMoment) {
  const adv::LoopPlan plan = {
      .unkind = 1, .random = 0, .early = false, .late = false};
  for_every_turn(plan, [](adv::LoopWorld& world) {
    const FramesAreBack frames;
    Notes say(world);
    world.may_abandon();
    run(everything_at_once(&say), world);
    EXPECT_EQ(say.text(), kEverything);
  });
}

}  // namespace
}  // namespace pots::aio
