// What create_task promises: a task runs by itself, and ends when it is told.
#include "pots/aio/create_task.hpp"

#include <gtest/gtest.h>
#include <poll.h>

#include <chrono>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "drive.hpp"
#include "drive_tools.hpp"
#include "pots/aio/lost_exception.hpp"
#include "pots/aio/world.hpp"
#include "pots/fd.hpp"
#include "pots/loop_world.hpp"
#include "pots/testing.hpp"
#include "tests/oracle/named_tasks.hpp"
#include "tests/oracle/task_programs.hpp"
#include "tracked.hpp"

namespace pots::aio {
namespace {

using checks::Tracked;
using std::chrono::milliseconds;

// A program's words, and the table at which its tasks sit. A pointer to it is
// handed to coroutines: it outlives them all.
struct Table {
  VirtualWorld world;
  std::string log;

  void say(const std::string& what) { log += what + ". "; }
  std::string run(Task<> (*program)(Table*)) {
    try {
      drive(world, program(this));
    } catch (const WouldSleepForever&) {
      say("sleeps for ever");
    } catch (const CancelledError&) {
      say("main is cancelled");
    }
    return std::exchange(log, "");
  }
};

Task<> turns(int n) {
  for (int i = 0; i < n; ++i) co_await test_sleep(Duration::zero());
}

Task<> says(Table* table, std::string what) {
  table->say(what);
  co_return;
}
Task<> world_and_hello(Table* table) {
  const Future<void> hello = create_task(says(table, "Hello"));
  table->say("World");
  co_await hello;
}

TEST(CreateTask, BeginsInTheNextBatch) {
  EXPECT_EQ(Table().run(world_and_hello), "World. Hello. ");
}

Task<int> gives(int value) {
  co_await test_sleep(milliseconds(value));
  co_return value;
}
Task<> burns() {
  co_await turns(1);
  throw std::runtime_error("burnt");
}
Task<> results(Table* table) {
  const Future<int> two = create_task(gives(2));
  const Future<int> one = create_task(gives(1));
  const Future<void> none = create_task(burns());
  const int sum = co_await two + co_await one;
  table->say(std::to_string(sum));
  table->say(std::to_string(table->world.now() / milliseconds(1)) + " ms");
  try {
    co_await none;
  } catch (const std::runtime_error& error) {
    table->say(error.what());
  }
}

TEST(CreateTask, GivesResultsAndErrors) {
  EXPECT_EQ(Table().run(results), "3. 2 ms. burnt. ");
}

Task<> drops_handles(Table* table) {
  create_task(says(table, "Hello"));
  create_task([](Table* to) -> Task<> {
    co_await test_sleep(milliseconds(5));
    to->say("later");
  }(table));
  table->say("World");
  co_await test_sleep(milliseconds(10));
}

TEST(CreateTask, DroppedHandleChangesNothing) {
  EXPECT_EQ(Table().run(drops_handles), "World. Hello. later. ");
}

// --- as in Python ---

TEST(CreateTask, NamedProgramsRunAsInPython) {
  oracle::DriveTools tools;
  for (const oracle::NamedTask& program : oracle::kNamedTasks) {
    const std::string difference = oracle::compare(program, tools);
    if (!difference.empty()) FAIL() << difference;
  }
}

TEST(CreateTask, RandomProgramsRunAsInPython) {
  oracle::DriveTools tools;
  const std::string difference = oracle::compare_spawning_programs(tools);
  if (!difference.empty()) FAIL() << difference;
}

// --- cancel(), a line of the table each ---

// Says what becomes of a cancel while it sleeps or waits for `future`; refuses
// it so often.
Task<int> victim(Table* table, Future<int> future, int refuses) {
  const Tracked local(1);
  table->say("begins");
  for (int i = 0;; ++i) {
    bool asked = false;
    try {
      co_return co_await future;
    } catch (const CancelledError&) {
      table->say("CancelledError");
      if (i == refuses) throw;
      asked = true;
    }
    if (asked) co_await test_sleep(milliseconds(3));
    future = make_future<int>();
    Loop::current().call_later(milliseconds(3),
                               [future] { future->set_result(7); });
  }
}
template <class T>
std::string state(const Future<T>& task) {
  if (!task->done()) return "not done";
  if (task->cancelled()) return "cancelled";
  return task->exception() ? "failed" : "done";
}
std::string yes(bool so) { return so ? "true" : "false"; }

Task<> cancel_before_start(Table* table) {
  const auto never = [](Table* to, Tracked) -> Task<> {
    to->say("the body runs");
    co_await test_sleep(milliseconds(1));
  };
  const Future<void> task = create_task(never(table, Tracked(1)));
  table->say(yes(task->cancel()));
  table->say(state(task));
  table->say(yes(task->cancel()));
  try {
    co_await task;
  } catch (const CancelledError&) {
    table->say(state(task));
  }
  table->say(std::to_string(Tracked::alive) + " left");
}

TEST(CreateTask, CancelBeforeStart) {
  EXPECT_EQ(Table().run(cancel_before_start),
            "true. not done. true. cancelled. 0 left. ");
}

Task<> cancel_waiting(Table* table) {
  const Future<int> future = make_future<int>();
  const Future<int> task = create_task(victim(table, future, 0));
  co_await turns(1);
  table->say(yes(task->cancel()));
  table->say("future " + state(future) + ", task " + state(task));
  co_await turns(1);
  table->say("task " + state(task));
  table->say(yes(task->cancel()));
}

TEST(CreateTask, CancelReachesTheFuture) {
  EXPECT_EQ(Table().run(cancel_waiting),
            "begins. true. future cancelled, task not done. CancelledError. "
            "task cancelled. false. ");
}

Task<> stubborn_lives(Table* table) {
  const Future<int> task = create_task(victim(table, make_future<int>(), 1));
  co_await turns(1);
  table->say(yes(task->cancel()));
  co_await turns(2);
  table->say(state(task));
  // Whoever takes a cancel back asks how many there were.
  table->say(std::to_string(unfinished_tasks().back()->cancels) + " cancel");
  const int value = co_await task;
  table->say(state(task) + " " + std::to_string(value) + " at " +
             std::to_string(table->world.now() / milliseconds(1)) + " ms");
}

TEST(CreateTask, StubbornTaskLives) {
  EXPECT_EQ(Table().run(stubborn_lives),
            "begins. true. CancelledError. not done. 1 cancel. "
            "done 7 at 6 ms. ");
}

Task<> outer(Table* table, Future<int> inner) {
  try {
    const int value = co_await inner;
    table->say("outer has " + std::to_string(value));
  } catch (const CancelledError&) {
    table->say("outer: CancelledError");
    throw;
  }
}
Task<> down_the_chain(Table* table) {
  for (const int refuses : {0, 1}) {
    const Future<int> first =
        create_task(victim(table, make_future<int>(), refuses));
    const Future<void> second = create_task(outer(table, first));
    co_await turns(1);
    table->say(yes(second->cancel()));
    table->say(state(first) + ", " + state(second));
    co_await test_sleep(milliseconds(20));
    table->say(state(first) + ", " + state(second));
  }
}

TEST(CreateTask, CancelGoesDownTheChain) {
  EXPECT_EQ(Table().run(down_the_chain),
            "begins. true. not done, not done. CancelledError. "
            "outer: CancelledError. cancelled, cancelled. "
            "begins. true. not done, not done. CancelledError. "
            "outer has 7. done, done. ");
}

// Cancels itself, then does what `how` says.
Task<int> cancels_itself(Table* table, int how, Future<int>* me,
                         Future<int> pending) {
  table->say(yes((*me)->cancel()));
  if (how == 1) throw std::runtime_error("burnt");
  if (how == 2) co_await pending;
  if (how == 3) co_await turns(1);
  co_return 1;
}
Task<> each_cancels_itself(Table* table) {
  for (int how = 0; how < 4; ++how) {
    const Future<int> pending = make_future<int>();
    Future<int> me;
    me = create_task(cancels_itself(table, how, &me, pending));
    co_await turns(3);
    table->say(state(me) + (how == 2 ? ", future " + state(pending) : ""));
  }
}

TEST(CreateTask, CancelsItself) {
  EXPECT_EQ(Table().run(each_cancels_itself),
            "true. cancelled. true. failed. "
            "true. cancelled, future cancelled. true. cancelled. ");
}

TEST(CreateTask, CancelBetweenWakeAndResume) {
  for_every_turn({.unkind = 1, .random = 0}, [](adv::LoopWorld& world) {
    Table table;
    bool heard = false;
    Future<int> task;
    drive(world,
          [](Table* t, adv::LoopWorld* w, Future<int>* made,
             bool* was_heard) -> Task<> {
            const Future<int> future = make_future<int>();
            *made = create_task(victim(t, future, 0));
            w->may_cancel("the task", [made, was_heard] {
              *was_heard = (*made)->cancel();
            });
            co_await test_sleep(milliseconds(5));
            if (!future->done()) future->set_result(5);
            co_await test_sleep(milliseconds(5));
          }(&table, &world, &task, &heard));
    EXPECT_EQ(state(task), heard ? "cancelled" : "done")
        << "cancel() has returned " << yes(heard);
  });
}

Task<> circle(Table* table) {
  Future<int> first, second;
  const auto waits = [](Future<int>* other) -> Task<int> {
    co_return co_await *other;
  };
  first = create_task(waits(&second));
  second = create_task(waits(&first));
  co_await turns(1);
  table->say(yes(first->cancel()));
  table->say(yes(second->cancel()));
  co_await make_future<int>();
}

Task<> asks_again(Table* table) {
  const Future<int> task = create_task(victim(table, make_future<int>(), 1));
  co_await turns(1);
  task->cancel();
  co_await turns(1);
  table->say(yes(task->cancel()));
  co_await turns(2);
  table->say(state(task));
}

TEST(CreateTask, CancelInACircle) {
  testing::leaves_nothing_behind(
      [] { EXPECT_EQ(Table().run(circle), "true. true. sleeps for ever. "); });
  // Once, for each cancel: the next one goes its own way.
  EXPECT_EQ(Table().run(asks_again),
            "begins. CancelledError. true. cancelled. ");
}

// --- the end of a task ---

// Says when it goes, and whether the task is done by then.
struct Parameter {
  Table* table;
  Future<void>* task;

  Parameter(Table* its_table, Future<void>* its_task)
      : table(its_table), task(its_task) {}
  Parameter(Parameter&& other) noexcept
      : table(std::exchange(other.table, nullptr)), task(other.task) {}
  ~Parameter() {
    if (table != nullptr) table->say("parameter gone, task " + state(*task));
  }
};
Task<> keeps(Parameter, Fd) { co_await turns(1); }
// Whether everybody has closed the other end.
bool at_its_end(const Fd& reader) {
  pollfd one{.fd = reader.get(), .events = POLLIN, .revents = 0};
  return ::poll(&one, 1, 0) == 1 && (one.revents & POLLHUP) != 0;
}
Task<> parameters(Table* table) {
  testing::Pipe pipe = testing::make_pipe();
  Future<void> task;
  task = create_task(keeps(Parameter(table, &task), std::move(pipe.writer)));
  co_await task;
  table->say(at_its_end(pipe.reader) ? "the pipe has ended"
                                     : "the pipe is still open");
  Future<void> never;
  never = create_task(keeps(Parameter(table, &never), Fd()));
  never->cancel();
  co_await turns(1);
  table->say(state(never));
}

TEST(CreateTask, ParametersDieFirst) {
  EXPECT_EQ(Table().run(parameters),
            "parameter gone, task not done. the pipe has ended. "
            "parameter gone, task not done. cancelled. ");
}

Task<> callbacks(Table* table) {
  const auto look = [table] {
    table->say(TaskBase::current == nullptr ? "outside" : "inside a task");
  };
  create_task(turns(1));
  create_task(says(table, "short"));
  Loop::current().call_soon(look);
  co_await turns(1);
  Loop::current().call_soon(look);
  co_await turns(2);
  table->say(TaskBase::current == nullptr ? "outside" : "inside a task");
}

TEST(CreateTask, CallbackIsNotATask) {
  EXPECT_EQ(Table().run(callbacks), "short. outside. outside. inside a task. ");
}

// A loop inside a task, turned by hand.
Task<> run_inside_run(Table* table) {
  TaskBase* const me = TaskBase::current;
  const Future<void> outside = create_task(turns(9));
  {
    VirtualWorld world;
    Loop inner(world);
    const LoopScope scope(inner);
    const Future<void> task = create_task(says(table, "inner"));
    table->say(std::to_string(unfinished_tasks().size()) + " task here");
    inner.run_once();
    table->say(state(task));
    table->say(TaskBase::current == me ? "the outer task" : "another task");
    const Future<void> waits = create_task(turns(1));
    inner.run_once();
    inner.run_once();
    table->say(state(waits));
    create_task(turns(5));  // ends with its loop
    inner.run_once();
  }
  table->say(TaskBase::current == me ? "the outer task" : "another task");
  co_await test_sleep(milliseconds(1));
}

TEST(CreateTask, RunInsideRun) {
  EXPECT_EQ(Table().run(run_inside_run),
            "1 task here. inner. done. the outer task. done. the outer task. ");
}

Task<> lost_exceptions(Table* table) {
  create_task(burns());
  co_await turns(3);
  table->say("dropped at once");
  Future<void> kept = create_task(burns());
  co_await turns(3);
  table->say("kept");
  kept = {};
  table->say("dropped");
  const Future<void> asked = create_task(burns());
  co_await turns(3);
  table->say(state(asked));
  create_task(gives(1))->cancel();
  const Future<int> cancelled = create_task(gives(1));
  co_await turns(1);
  cancelled->cancel();
  co_await turns(3);
}

TEST(CreateTask, LostExceptionIsReported) {
  Table table;
  auto& handler = lost_exception_handler();
  const auto usual =
      std::exchange(handler, [&](std::exception_ptr) { table.say("lost"); });
  EXPECT_EQ(table.run(lost_exceptions),
            "lost. dropped at once. kept. lost. dropped. failed. ");
  handler = usual;
}

// --- what is refused ---

template <class F>
std::string refusal(F f) {
  try {
    f();
  } catch (const InvalidState&) {
    return "InvalidState";
  }
  return "none";
}
Task<> sets_a_task(Table* table) {
  const Future<int> task = create_task(gives(5));
  table->say(refusal([&] { task->set_result(1); }));
  co_await turns(1);
  table->say(refusal([&] {
    task->set_exception(std::make_exception_ptr(std::runtime_error("no")));
  }));
  table->say(refusal([&] { task->result(); }));
  const int value = co_await task;
  table->say(std::to_string(value));
  table->say(refusal([&] { task->set_result(1); }));
}

TEST(CreateTask, OnlyTheTaskSetsItsResult) {
  EXPECT_EQ(Table().run(sets_a_task),
            "InvalidState. InvalidState. InvalidState. 5. InvalidState. ");
}

Task<> waits_for_itself(Table* table, Future<void>* me) {
  try {
    co_await *me;
  } catch (const std::logic_error&) {
    table->say("logic_error");
  }
}
Task<> one_waits_for_itself(Table* table) {
  Future<void> me;
  me = create_task(waits_for_itself(table, &me));
  co_await me;
}

TEST(CreateTask, CannotWaitForItself) {
  EXPECT_EQ(Table().run(one_waits_for_itself), "logic_error. ");
}

TEST(CreateTask, NeedsALoop) {
  testing::leaves_nothing_behind(
      [] { EXPECT_THROW(create_task(gives(1)), std::logic_error); });
}

// --- unfinished tasks ---

Task<> counts(Table* table) {
  const std::size_t before = unfinished_tasks().size();
  std::vector<Future<int>> tasks;
  for (const int value : {5, 1, 3}) tasks.push_back(create_task(gives(value)));
  const auto say_left = [&] {
    std::string text;
    const std::vector<TaskBase*> left = unfinished_tasks();
    for (std::size_t i = before; i < left.size(); ++i) {
      for (std::size_t n = 0; n < tasks.size(); ++n) {
        if (left[i]->outcome == tasks[n].get()) text += std::to_string(n);
      }
    }
    table->say("left: " + text);
  };
  say_left();
  co_await test_sleep(milliseconds(2));
  say_left();
  tasks[2]->cancel();
  say_left();
  co_await turns(2);
  say_left();
  co_await test_sleep(milliseconds(5));
  say_left();
}

TEST(CreateTask, UnfinishedTasksOldestFirst) {
  EXPECT_EQ(Table().run(counts),
            "left: 012. left: 02. left: 02. left: 0. left: . ");
}

TEST(CreateTask, EndsWithItsLoop) {
  Table table;
  Future<int> waiting, begun, done;
  {
    Loop loop(table.world);
    const LoopScope scope(loop);
    const Future<int> future = make_future<int>();
    begun = create_task(victim(&table, future, 9));
    waiting = create_task(victim(&table, begun, 9));
    const auto seven = []() -> Task<int> { co_return 7; };
    done = create_task(seven());
    loop.run_once();
    create_task(victim(&table, future, 0));  // never begins
    EXPECT_EQ(Tracked::alive, 2);
  }
  EXPECT_EQ(Tracked::alive, 0) << "a frame is still there";
  EXPECT_EQ(table.log, "begins. begins. ") << "no handler runs";
  EXPECT_EQ(state(waiting) + ", " + state(begun) + ", " + state(done),
            "cancelled, cancelled, done");
  EXPECT_FALSE(begun->cancel());
}

// --- whatever is cancelled, and whenever ---

Task<int> sleeps(int ms) {
  const Tracked local(ms);
  co_await test_sleep(milliseconds(ms));
  co_return ms;
}
Task<int> has_a_child(Future<int> other) {
  const Tracked local(1);
  const Future<int> child = create_task(sleeps(2));
  const int sum = co_await child;
  co_return sum + co_await other;
}
Task<> three(adv::LoopWorld* world, std::vector<Future<int>>* tasks,
             bool* heard) {
  const auto start = [=](const char* name, Task<int> task) {
    const std::size_t n = tasks->size();
    tasks->push_back(create_task(std::move(task)));
    world->may_cancel(name, [=] { heard[n] = (*tasks)[n]->cancel(); });
  };
  start("the sleeper", sleeps(3));
  start("the parent", has_a_child(tasks->front()));
  start("the last", has_a_child((*tasks)[1]));
  co_await test_sleep(milliseconds(3000));
}

TEST(CreateTask, EveryTaskEndsWhoeverIsCancelled) {
  for_every_turn({.unkind = 2, .random = 0}, [](adv::LoopWorld& world) {
    std::vector<Future<int>> tasks;
    bool heard[3] = {};
    world.may_abandon();
    try {
      drive(world, three(&world, &tasks, heard));
      for (std::size_t n = 0; n < 3; ++n) {
        EXPECT_TRUE(tasks[n]->done());
        // A cancel goes down the chain, and comes up again.
        if (heard[n]) {
          EXPECT_TRUE(tasks[n]->cancelled());
        }
      }
      if (!heard[0] && !heard[1] && !heard[2]) {
        EXPECT_EQ(tasks[2]->result(), 7);
      }
    } catch (const adv::LoopWorld::Abandoned&) {
    }
    EXPECT_EQ(Tracked::alive, 0) << "a frame is still there";
    tasks.clear();
    EXPECT_EQ(Recycled::live(), 0) << "a task is still there";
  });
}

Task<std::unique_ptr<int>> boxed(int value) {
  co_await turns(1);
  co_return std::make_unique<int>(value);
}
Task<> unpacks(Table* table) {
  const auto task = create_task(boxed(7));
  const auto box = co_await task;
  table->say(std::to_string(*box));
}

TEST(CreateTask, LeavesNothingBehind) {
  testing::leaves_nothing_behind([] {
    Table table;
    for (Task<> (*program)(Table*) :
         {results, drops_handles, cancel_before_start, cancel_waiting,
          stubborn_lives, down_the_chain, parameters, unpacks}) {
      table.run(program);
    }
  });
}

}  // namespace
}  // namespace pots::aio
