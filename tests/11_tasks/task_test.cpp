// What Task promises: an await is a call, there and back without the stack.
#include "pots/aio/task.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <coroutine>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "drive.hpp"
#include "pots/aio/world.hpp"
#include "pots/loop_world.hpp"
#include "pots/testing.hpp"
#include "small_stack.hpp"
#include "tracked.hpp"

namespace pots::aio {
namespace {

using checks::Tracked;
using std::chrono::milliseconds;

// Drives it in a world of its own.
template <class T>
T driven(Task<T> task) {
  VirtualWorld world;
  return drive(world, std::move(task));
}

Task<int> answer() { co_return 42; }
Task<int> one_more() { co_return 1 + co_await answer(); }

TEST(Task, GivesItsValueToTheAwait) {
  EXPECT_EQ(driven(answer()), 42);
  EXPECT_EQ(driven(one_more()), 43);
}

// --- a call: there, and back ---

Task<> inner(std::string* log, std::string name) {
  *log += name + " ";
  co_return;
}
Task<> outer(std::string* log) {
  Task<> first = inner(log, "first");
  Task<> second = inner(log, "second");
  *log += "made ";
  co_await std::move(second);
  *log += "between ";
  co_await std::move(first);
  *log += "ends ";
}

TEST(Task, NothingBeforeAwait) {
  std::string log;
  Task<> task = outer(&log);
  EXPECT_EQ(log, "") << "calling a coroutine runs nothing of its body";
  driven(std::move(task));
  EXPECT_EQ(log, "made second between first ends ");
}

Task<int> slow(Tracked parameter) {
  const Tracked local(2);
  co_await test_sleep(milliseconds(5));
  co_return parameter.value + local.value;
}
Task<std::string> in_turn(VirtualWorld* world) {
  std::string log;
  for (int i = 0; i < 2; ++i) {
    const int& value = co_await slow(Tracked(i));
    log += std::to_string(value) + " at " +
           std::to_string(world->now() / milliseconds(1)) + " ms, ";
  }
  co_return log;
}

TEST(Task, GoesOnWhenTheChildHasEnded) {
  VirtualWorld world;
  const std::string got = drive(world, in_turn(&world));
  EXPECT_EQ(got, "2 at 5 ms, 3 at 10 ms, ")
      << "two awaits gave '" << got << "', expected '2 at 5 ms, 3 at 10 ms, ' "
      << "(an await gives a T, no reference into a frame that is gone)";
  EXPECT_EQ(Tracked::alive, 0);
}

// --- values and exceptions ---

Task<std::unique_ptr<int>> letter(int n) { co_return std::make_unique<int>(n); }
Task<std::unique_ptr<int>> passed_on() {
  std::unique_ptr<int> got = co_await letter(7);
  ++*got;
  co_return got;
}
Task<Tracked> dish(int depth) {
  Tracked made(depth);
  if (depth == 0) co_return made;
  Tracked below = co_await dish(depth - 1);
  below.value += depth;
  co_return std::move(below);
}

TEST(Task, MoveOnlyResult) {
  const std::unique_ptr<int> got = driven(passed_on());
  ASSERT_NE(got, nullptr);
  EXPECT_EQ(*got, 8);
  const int copies = Tracked::copies;
  EXPECT_EQ(driven(dish(3)).value, 6);
  EXPECT_EQ(Tracked::copies - copies, 0) << "the result is moved, never copied";
  EXPECT_EQ(Tracked::alive, 0);
}

Task<std::string> long_word() { co_return std::string(99, 'w'); }

TEST(Task, ResultFromLiveFrame) {
  EXPECT_EQ(driven(long_word()), std::string(99, 'w'));
  EXPECT_EQ(driven(slow(Tracked(40))), 42);
}

Task<int> burns(int depth, std::string* log) {
  const Tracked local(depth);
  if (depth == 0) throw std::runtime_error("too hot");
  int got = 0;
  try {
    got = co_await burns(depth - 1, log);
  } catch (const std::runtime_error& error) {
    *log += std::string(error.what()) + " ";
    if (depth % 10 != 0) throw;
    got = depth;
  }
  co_return got;
}
Task<> throws_a_number() {
  throw 42;
  co_return;
}

TEST(Task, ThrowsAtTheAwait) {
  for (int depth = 1; depth <= 50; ++depth) {
    std::string log, expected;
    for (int i = 1; i <= std::min(depth, 10); ++i) expected += "too hot ";
    bool caught = false;
    try {
      ASSERT_EQ(driven(burns(depth, &log)), 10);
    } catch (const std::runtime_error&) {
      caught = true;
    }
    ASSERT_EQ(caught, depth < 10) << "depth " << depth;
    ASSERT_EQ(log, expected) << "depth " << depth;
    ASSERT_EQ(Tracked::alive, 0) << "a local is still there";
  }
  EXPECT_THROW(driven(throws_a_number()), int);
}

// --- who awaits twice, or nothing ---

Task<std::string> await_again(bool moved) {
  std::string log;
  Task<int> task = answer();
  Task<int> other;
  if (moved) other = std::move(task);
  for (int i = 0; i < 2; ++i) {
    try {
      const int value = co_await std::move(task);
      log += std::to_string(value) + " ";
    } catch (const std::logic_error&) {
      log += "logic_error ";
    }
  }
  co_return log;
}
Task<std::string> await_oneself(Task<std::string>* self) {
  co_await test_sleep(milliseconds(1));
  try {
    co_await std::move(*self);
  } catch (const std::logic_error&) {
    co_return "logic_error";
  }
  co_return "nothing";
}
Task<std::string> start(Task<std::string>* task) {
  co_return co_await std::move(*task);
}

TEST(Task, AwaitedTwiceIsAnError) {
  EXPECT_EQ(driven(await_again(false)), "42 logic_error ");
  EXPECT_EQ(driven(await_again(true)), "logic_error logic_error ");
  Task<std::string> task;
  task = await_oneself(&task);
  EXPECT_EQ(driven(start(&task)), "logic_error")
      << "awaited again while the first await goes on";
}

// --- run_sync ---

TEST(Task, RunSyncEnds) {
  EXPECT_EQ(run_sync(one_more()), 43);
  std::string log;
  run_sync(outer(&log));
  EXPECT_EQ(log, "made second between first ends ");
  EXPECT_EQ(*run_sync(passed_on()), 8);
  EXPECT_EQ(run_sync(dish(2)).value, 3);
  EXPECT_THROW(run_sync(burns(5, &log)), std::runtime_error);
  EXPECT_EQ(Tracked::alive, 0);
}

Task<int> waits_for_nobody(Tracked) {
  co_await std::suspend_always();
  co_return 1;
}
Task<int> calls(Task<int> task) { co_return co_await std::move(task); }

TEST(Task, RunSyncRefusesToWait) {
  EXPECT_THROW(run_sync(waits_for_nobody(Tracked(1))), std::logic_error);
  EXPECT_THROW(run_sync(calls(waits_for_nobody(Tracked(1)))), std::logic_error);
  EXPECT_THROW(run_sync(slow(Tracked(1))), std::logic_error);
  EXPECT_EQ(Tracked::alive, 0) << "what was begun is destroyed";
}

Task<bool> in_a_task() { co_return TaskBase::current != nullptr; }
Task<std::string> runs_another(VirtualWorld* world) {
  std::string log;
  TaskBase* const me = TaskBase::current;
  log += run_sync(in_a_task()) ? "inside " : "outside ";
  log += TaskBase::current == me ? "restored " : "lost ";
  try {
    run_sync(slow(Tracked(1)));
  } catch (const std::logic_error&) {
    log += "logic_error ";
  }
  log += TaskBase::current == me ? "restored " : "lost ";
  try {
    run_sync(burns(1, &log));
  } catch (const std::runtime_error&) {
    log += TaskBase::current == me ? "restored " : "lost ";
  }
  const int value = co_await slow(Tracked(3));
  co_return log + std::to_string(value) + " at " +
      std::to_string(world->now() / milliseconds(1)) + " ms";
}

TEST(Task, RunSyncInsideATask) {
  VirtualWorld world;
  EXPECT_EQ(drive(world, runs_another(&world)),
            "outside restored logic_error restored too hot restored "
            "5 at 5 ms");
}

// --- however many, however deep ---

constexpr int kMany = checks::kSanitized ? 2'000 : 1'000'000;
constexpr int kDeep = checks::kSanitized ? 2'000 : 100'000;

Task<int> one() { co_return 1; }
Task<long> sum_of_ones(int n) {
  long sum = 0;
  for (int i = 0; i < n; ++i) sum += co_await one();
  co_return sum;
}
Task<int> depth(int n) {
  if (n == 0) co_return 0;
  co_return 1 + co_await depth(n - 1);
}

TEST(Task, MillionAwaits) {
  const std::string failure = checks::on_a_small_stack(
      [] { return driven(sum_of_ones(kMany)) == kMany; });
  if (!failure.empty()) FAIL() << failure;
}

TEST(Task, DeepNesting) {
  const std::string failure =
      checks::on_a_small_stack([] { return driven(depth(kDeep)) == kDeep; });
  if (!failure.empty()) FAIL() << failure;
}

// --- the end ---

TEST(Task, NeverAwaitedDestroysParameters) {
  {
    Task<int> never = slow(Tracked(1));
    EXPECT_EQ(Tracked::alive, 1);
    never = slow(Tracked(2));
    EXPECT_EQ(Tracked::alive, 1);
  }
  EXPECT_EQ(Tracked::alive, 0);
}

Task<int> chain(int depth) {
  const Tracked local(depth);
  int sum = depth;
  if (depth > 0) sum += co_await chain(depth - 1);
  const int more = co_await slow(Tracked(depth));
  co_return sum + more;
}

TEST(Task, MayBeGivenUpAnywhere) {
  for_every_turn({.unkind = 1, .random = 0}, [](adv::LoopWorld& world) {
    world.may_abandon();
    try {
      EXPECT_EQ(drive(world, chain(3)), 20);
    } catch (const adv::LoopWorld::Abandoned&) {
    }
    EXPECT_EQ(Tracked::alive, 0) << "a frame is still there";
  });
}

TEST(Task, LeavesNothingBehind) {
  testing::leaves_nothing_behind([] {
    std::string log;
    { Task<> never = outer(&log); }
    EXPECT_EQ(driven(chain(2)), 12);
    EXPECT_THROW(driven(burns(3, &log)), std::runtime_error);
    EXPECT_THROW(run_sync(waits_for_nobody(Tracked(1))), std::logic_error);
    Task<int> moved = answer();
    Task<int> to = std::move(moved);
    to = one_more();
    EXPECT_EQ(run_sync(std::move(to)), 43);
    EXPECT_EQ(driven(await_again(false)), "42 logic_error ");
  });
}

}  // namespace
}  // namespace pots::aio
