// What with_task_group() promises: no task outlives its scope.
#include "pots/aio/task_group.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "frames.hpp"
#include "notes.hpp"
#include "pots/aio/run.hpp"
#include "pots/loop_world.hpp"
#include "pots/testing.hpp"
#include "tests/oracle/named_group.hpp"

namespace pots::aio {
namespace {

// How many jobs have begun and not ended.
struct Kitchen {
  explicit Kitchen(World& world) : say(world) {}
  Notes say;
  int busy = 0;
};

struct Busy {
  explicit Busy(Kitchen* kitchen) : kitchen_(kitchen) { ++kitchen_->busy; }
  Busy(const Busy&) = delete;
  Busy& operator=(const Busy&) = delete;
  ~Busy() { --kitchen_->busy; }
  Kitchen* kitchen_;
};

// Sleeps, and needs `clean_up` when it is stopped.
Task<> job(Kitchen* kitchen, std::string name, milliseconds time,
           milliseconds clean_up = milliseconds(0)) {
  const Busy busy(kitchen);
  bool stopped = false;
  try {
    co_await sleep(time);
  } catch (const CancelledError&) {
    stopped = true;
  }
  if (!stopped) {
    kitchen->say(name + " done");
    co_return;
  }
  if (clean_up > milliseconds(0)) co_await sleep(clean_up);
  kitchen->say(name + " stopped");
  throw CancelledError();
}

Task<> fails(Kitchen* kitchen, std::string what, milliseconds time) {
  const Busy busy(kitchen);
  co_await sleep(time);
  throw std::runtime_error(what);
}

// Fails when it is stopped.
Task<> burns(Kitchen* kitchen, std::string what) {
  const Busy busy(kitchen);
  bool stopped = false;
  try {
    co_await sleep(milliseconds(500));
  } catch (const CancelledError&) {
    stopped = true;
  }
  if (stopped) throw std::runtime_error(what);
}

std::string in_words(const ExceptionGroup& group) {
  std::string text;
  for (const std::exception_ptr& error : group.errors) {
    if (!text.empty()) text += "+";
    try {
      std::rethrow_exception(error);
    } catch (const std::runtime_error& known) {
      text += known.what();
    } catch (...) {
      text += "?";
    }
  }
  return text;
}

// Runs a group, and says how it ended and how many of its jobs were alive.
template <class Body>
Task<> scope(Kitchen* kitchen, Body body) {
  std::string how = "joined";
  bool cancelled = false;
  try {
    co_await with_task_group(body);
  } catch (const ExceptionGroup& group) {
    how = in_words(group);
  } catch (const CancelledError&) {
    how = "cancelled";
    cancelled = true;
  }
  EXPECT_EQ(kitchen->busy, 0) << "tasks outlive their group";
  kitchen->say(how);
  if (!cancelled) co_return;
  EXPECT_EQ(current_task().cancels, 1)
      << "cancelled from outside: that cancel is not the group's to take back";
  throw CancelledError();
}

template <class Body>
std::string story(Body body) {
  VirtualWorld world;
  Kitchen kitchen(world);
  run(scope(&kitchen, [&](TaskGroup& group) { return body(&group, &kitchen); }),
      world);
  return kitchen.say.text();
}

TEST(TaskGroup, JoinsItsTasks) {
  EXPECT_EQ(story([](TaskGroup* group, Kitchen* kitchen) -> Task<> {
              group->create_task(job(kitchen, "a", milliseconds(10)));
              group->create_task(job(kitchen, "b", milliseconds(20)));
              kitchen->say("body ends");
              co_return;
            }),
            "0 body ends, 10 a done, 20 b done, 20 joined");
}

TEST(TaskGroup, GivesResults) {
  VirtualWorld world;
  const auto number = [](int n) -> Task<int> {
    co_await sleep(milliseconds(n));
    co_return n;
  };
  const auto main = [&number]() -> Task<int> {
    std::vector<Future<int>> numbers;
    const auto body = [&](TaskGroup& group) -> Task<> {
      for (int n = 1; n <= 3; ++n) {
        numbers.push_back(group.create_task(number(n)));
      }
      co_return;
    };
    co_await with_task_group(body);
    int sum = 0;
    for (const auto& one : numbers) sum += one->result();
    co_return sum;
  };
  EXPECT_EQ(run(main(), world), 6);
}

TEST(TaskGroup, ABodyAloneIsAGroup) {
  EXPECT_EQ(story([](TaskGroup*, Kitchen* kitchen) -> Task<> {
              co_await job(kitchen, "body", milliseconds(10));
            }),
            "10 body done, 10 joined");
}

TEST(TaskGroup, ErrorCancelsSiblings) {
  EXPECT_EQ(story([](TaskGroup* group, Kitchen* kitchen) -> Task<> {
              group->create_task(job(kitchen, "a", milliseconds(90)));
              group->create_task(fails(kitchen, "burnt", milliseconds(10)));
              group->create_task(
                  job(kitchen, "c", milliseconds(90), milliseconds(5)));
              co_return;
            }),
            "10 a stopped, 15 c stopped, 15 burnt");
}

TEST(TaskGroup, ErrorCancelsBody) {
  EXPECT_EQ(story([](TaskGroup* group, Kitchen* kitchen) -> Task<> {
              group->create_task(fails(kitchen, "burnt", milliseconds(10)));
              co_await job(kitchen, "body", milliseconds(90));
            }),
            "10 body stopped, 10 burnt");
}

TEST(TaskGroup, AllErrorsReported) {
  EXPECT_EQ(story([](TaskGroup* group, Kitchen* kitchen) -> Task<> {
              group->create_task(burns(kitchen, "a"));
              group->create_task(fails(kitchen, "b", milliseconds(10)));
              group->create_task(burns(kitchen, "c"));
              co_return;
            }),
            "10 b+a+c");
}

// The children in the order in which they failed, the body last.
TEST(TaskGroup, TheBodysErrorComesLast) {
  EXPECT_EQ(story([](TaskGroup* group, Kitchen* kitchen) -> Task<> {
              group->create_task(burns(kitchen, "a"));
              co_await yield_now();
              throw std::runtime_error("body");
            }),
            "0 a+body");
}

TEST(TaskGroup, CancelIsNotAnError) {
  EXPECT_EQ(story([](TaskGroup* group, Kitchen* kitchen) -> Task<> {
              auto a = group->create_task(job(kitchen, "a", milliseconds(90)));
              group->create_task(job(kitchen, "b", milliseconds(20)));
              co_await sleep(milliseconds(10));
              a->cancel();
            }),
            "10 a stopped, 20 b done, 20 joined");
  EXPECT_EQ(story([](TaskGroup* group, Kitchen* kitchen) -> Task<> {
              group->create_task(fails(kitchen, "burnt", milliseconds(10)));
              group->create_task(job(kitchen, "b", milliseconds(90)));
              co_await job(kitchen, "body", milliseconds(90));
            }),
            "10 b stopped, 10 body stopped, 10 burnt");
}

// Wants a child while it cleans up.
Task<> creates_when_stopped(TaskGroup* group, Kitchen* kitchen) {
  try {
    co_await sleep(milliseconds(500));
  } catch (const CancelledError&) {
  }
  Task<> late = job(kitchen, "late", milliseconds(10));
  try {
    group->create_task(std::move(late));
    kitchen->say("taken");
  } catch (const std::logic_error&) {
    kitchen->say("refused");
  }
}

Task<> stopping_group(Kitchen* kitchen, bool body_runs) {
  const auto body = [kitchen, body_runs](TaskGroup& group) -> Task<> {
    group.create_task(creates_when_stopped(&group, kitchen));
    if (body_runs) co_await sleep(milliseconds(500));
  };
  co_await scope(kitchen, body);
}

Task<> cancels_from_outside(Kitchen* kitchen, bool body_runs) {
  auto all = create_task(stopping_group(kitchen, body_runs));
  co_await sleep(milliseconds(10));
  all->cancel();
  try {
    co_await all;
  } catch (const CancelledError&) {
  }
}

TEST(TaskGroup, TakesNobodyWhileItStops) {
  EXPECT_EQ(story([](TaskGroup* group, Kitchen* kitchen) -> Task<> {
              group->create_task(fails(kitchen, "burnt", milliseconds(10)));
              try {
                co_await sleep(milliseconds(90));
              } catch (const CancelledError&) {
                kitchen->say("body cancelled");
              }
              Task<> late = job(kitchen, "late", milliseconds(10));
              EXPECT_THROW(group->create_task(std::move(late)),
                           std::logic_error);
            }),
            "10 body cancelled, 10 burnt");
  EXPECT_EQ(story([](TaskGroup* group, Kitchen* kitchen) -> Task<> {
              group->create_task(creates_when_stopped(group, kitchen));
              co_await yield_now();
              throw std::runtime_error("body");
            }),
            "0 refused, 0 body");
  // Cancelled from outside: while it joins, and while the body runs.
  for (const bool body_runs : {false, true}) {
    VirtualWorld world;
    Kitchen kitchen(world);
    run(cancels_from_outside(&kitchen, body_runs), world);
    EXPECT_EQ(kitchen.say.text(), "10 refused, 10 cancelled");
  }
}

Task<> spawns(TaskGroup* group, Kitchen* kitchen) {
  co_await sleep(milliseconds(10));
  group->create_task(job(kitchen, "grandchild", milliseconds(10)));
}

TEST(TaskGroup, ChildrenMayMakeChildrenWhileItJoins) {
  EXPECT_EQ(story([](TaskGroup* group, Kitchen* kitchen) -> Task<> {
              group->create_task(spawns(group, kitchen));
              co_return;
            }),
            "20 grandchild done, 20 joined");
}

Task<> careful_group(Kitchen* kitchen) {
  const auto body = [kitchen](TaskGroup& group) -> Task<> {
    group.create_task(job(kitchen, "a", milliseconds(10)));
    group.create_task(job(kitchen, "b", milliseconds(40), milliseconds(5)));
    group.create_task(job(kitchen, "c", milliseconds(20)));
    co_await job(kitchen, "body", milliseconds(15));
  };
  co_await scope(kitchen, body);
}

// No task of the group is alive when it has ended, whenever its caller is
// cancelled: scope() looks.
TEST(TaskGroup, NobodyOutlives) {
  const adv::LoopPlan plan = {.unkind = 2, .random = 0, .early = false};
  for_every_turn(plan, [](adv::LoopWorld& world) {
    Kitchen kitchen(world);
    Future<void> all;
    bool accepted = false;
    world.may_cancel("all", [&] { accepted = all && all->cancel(); });
    const auto main = [](Kitchen* the_kitchen, Future<void>* slot) -> Task<> {
      *slot = create_task(careful_group(the_kitchen));
      try {
        co_await *slot;
      } catch (const CancelledError&) {
      }
    };
    run(main(&kitchen, &all), world);
    EXPECT_EQ(all->cancelled(), accepted) << kitchen.say.text();
    EXPECT_EQ(kitchen.busy, 0);
    all = {};
  });
}

// Takes its time to stop. It is asked once: a second time would cut it short.
Task<> cleans_up(Kitchen* kitchen) {
  try {
    co_await sleep(milliseconds(500));
  } catch (const CancelledError&) {
  }
  co_await sleep(milliseconds(30));
  kitchen->say("clean");
}

Task<> burning_group(Kitchen* kitchen) {
  const auto body = [kitchen](TaskGroup& group) -> Task<> {
    group.create_task(burns(kitchen, "a"));
    group.create_task(burns(kitchen, "b"));
    group.create_task(cleans_up(kitchen));
    co_return;
  };
  co_await scope(kitchen, body);
}

// Cancelled from outside, and the children fail while they clean up: the
// errors are the more important news.
TEST(TaskGroup, ErrorsOfCleaningUpComeOut) {
  VirtualWorld world;
  Kitchen kitchen(world);
  const auto main = [](Kitchen* the_kitchen) -> Task<> {
    auto all = create_task(burning_group(the_kitchen));
    co_await sleep(milliseconds(10));
    all->cancel();
    co_await all;
  };
  run(main(&kitchen), world);
  EXPECT_EQ(kitchen.say.text(), "40 clean, 40 a+b");
}

Task<> group_then_sleep(Kitchen* kitchen) {
  const auto body = [kitchen](TaskGroup& group) -> Task<> {
    group.create_task(fails(kitchen, "burnt", milliseconds(10)));
    co_await job(kitchen, "body", milliseconds(90));
  };
  co_await scope(kitchen, body);
  EXPECT_EQ(current_task().cancels, 0);
  co_await job(kitchen, "after", milliseconds(90));
}

Task<> refusing_group(Kitchen* kitchen) {
  const auto body = [kitchen](TaskGroup& group) -> Task<> {
    group.create_task(fails(kitchen, "burnt", milliseconds(10)));
    try {
      co_await sleep(milliseconds(90));
    } catch (const CancelledError&) {
      kitchen->say("body refuses");
    }
  };
  co_await scope(kitchen, body);
  EXPECT_EQ(current_task().cancels, 0) << "cancels of the group are left";
}

Task<> fails_while_joining(Kitchen* kitchen) {
  const auto body = [kitchen](TaskGroup& group) -> Task<> {
    group.create_task(fails(kitchen, "burnt", milliseconds(10)));
    group.create_task(job(kitchen, "b", milliseconds(90), milliseconds(5)));
    co_return;
  };
  co_await scope(kitchen, body);
  EXPECT_EQ(current_task().cancels, 0) << "cancels of the group are left";
}

Task<> cancelled_by_two(Kitchen* kitchen) {
  const auto body = [kitchen](TaskGroup& group) -> Task<> {
    group.create_task(fails(kitchen, "burnt", milliseconds(20)));
    try {
      co_await sleep(milliseconds(500));
    } catch (const CancelledError&) {
    }
    co_await job(kitchen, "body", milliseconds(90));
  };
  co_await scope(kitchen, body);
  EXPECT_EQ(current_task().cancels, 1) << "somebody else's cancel stays";
}

// The group cancelled its caller, and has taken it back: a deadline around it
// must not take its own cancel for somebody else's.
TEST(TaskGroup, WaitForAfterGroup) {
  VirtualWorld world;
  Kitchen kitchen(world);
  const auto main = [](Kitchen* the_kitchen) -> Task<> {
    try {
      co_await wait_for(group_then_sleep(the_kitchen), milliseconds(50));
    } catch (const TimeoutError&) {
      the_kitchen->say("timeout");
    }
  };
  run(main(&kitchen), world);
  EXPECT_EQ(kitchen.say.text(),
            "10 body stopped, 10 burnt, 50 after stopped, 50 timeout");
  VirtualWorld another;
  Kitchen second(another);
  run(refusing_group(&second), another);
  EXPECT_EQ(second.say.text(), "10 body refuses, 10 burnt");
  VirtualWorld joining;
  Kitchen without_body(joining);
  run(fails_while_joining(&without_body), joining);
  EXPECT_EQ(without_body.say.text(), "15 b stopped, 15 burnt");
  // Cancelled by somebody else, too: that cancel is not the group's.
  VirtualWorld third;
  Kitchen crowded(third);
  const auto cancels = [](Kitchen* the_kitchen) -> Task<> {
    auto all = create_task(cancelled_by_two(the_kitchen));
    co_await sleep(milliseconds(10));
    all->cancel();
    co_await all;
  };
  run(cancels(&crowded), third);
  EXPECT_EQ(crowded.say.text(), "20 body stopped, 20 burnt");
}

Task<> inner_group(Kitchen* kitchen) {
  const auto body = [kitchen](TaskGroup& group) -> Task<> {
    group.create_task(fails(kitchen, "inner", milliseconds(10)));
    group.create_task(job(kitchen, "a", milliseconds(90)));
    co_return;
  };
  co_await with_task_group(body);
}

TEST(TaskGroup, NestsAndPassesErrorsUp) {
  VirtualWorld world;
  Kitchen kitchen(world);
  const auto main = [](Kitchen* the_kitchen) -> Task<> {
    const auto body = [the_kitchen](TaskGroup& group) -> Task<> {
      group.create_task(inner_group(the_kitchen));
      group.create_task(job(the_kitchen, "b", milliseconds(90)));
      co_return;
    };
    co_await scope(the_kitchen, body);
  };
  run(main(&kitchen), world);
  // One error, which is a group itself.
  EXPECT_EQ(kitchen.say.text(),
            "10 a stopped, 10 b stopped, "
            "10 unhandled errors in a TaskGroup (1 sub-exception)");
}

TEST(TaskGroup, DoesWhatPythonDoes) {
  for (const oracle::NamedGroup& program : oracle::kNamedGroups) {
    const std::string found = oracle::compare(program);
    if (!found.empty()) FAIL() << found;
  }
}

TEST(TaskGroup, LeavesNothingBehind) {
  pots::testing::leaves_nothing_behind([] {
    VirtualWorld world;
    Kitchen kitchen(world);
    run(careful_group(&kitchen), world);
    run(group_then_sleep(&kitchen), world);
  });
}

TEST(TaskGroup, CanBeGivenUpAtAnyMoment) {
  for_every_turn({.unkind = 1, .random = 0}, [](adv::LoopWorld& world) {
    const FramesAreBack frames;
    Kitchen kitchen(world);
    world.may_abandon();
    run(careful_group(&kitchen), world);
    EXPECT_EQ(kitchen.busy, 0);
  });
}

}  // namespace
}  // namespace pots::aio
