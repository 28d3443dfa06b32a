// What gather() and settle() promise.
#include "pots/aio/gather.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "frames.hpp"
#include "notes.hpp"
#include "pots/aio/run.hpp"
#include "pots/loop_world.hpp"
#include "pots/testing.hpp"
#include "tests/oracle/gather_programs.hpp"
#include "tests/oracle/named_gather.hpp"

namespace pots::aio {
namespace {

using Words = std::vector<Future<std::string>>;
using Jobs = std::vector<Future<void>>;

Task<std::string> word_after(milliseconds time, std::string word) {
  co_await sleep(time);
  co_return word;
}

Future<std::string> word(int ms, std::string text) {
  return create_task(word_after(milliseconds(ms), std::move(text)));
}

// Says how its sleep ended; needs 20 ms to clean up when it is stopped.
Task<> job(Notes* say, milliseconds time, std::string name) {
  bool stopped = false;
  try {
    co_await sleep(time);
  } catch (const CancelledError&) {
    stopped = true;
  }
  if (!stopped) {
    (*say)(name + " done");
    co_return;
  }
  co_await sleep(milliseconds(20));
  (*say)(name + " cleaned up");
  throw CancelledError();
}

Task<> fails(milliseconds time, std::string what) {
  co_await sleep(time);
  throw std::runtime_error(what);
}

// Says how waiting for `future` ended.
Task<> wait(Notes* say, Future<void> future) {
  try {
    co_await future;
    (*say)("gathered");
  } catch (const std::runtime_error& error) {
    (*say)(error.what());
  } catch (const CancelledError&) {
    (*say)("cancelled");
  }
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& one : words) text += one;
  return text;
}

TEST(Gather, WaitsForAll) {
  VirtualWorld world;
  const auto main = []() -> Task<std::string> {
    Words words;
    words.push_back(word(10, "a"));
    words.push_back(word(20, "b"));
    words.push_back(word(30, "c"));
    const std::vector<std::string> all = co_await gather(std::move(words));
    co_return joined(all);
  };
  EXPECT_EQ(run(main(), world), "abc");
  EXPECT_EQ(world.now() / milliseconds(1), 30);
}

TEST(Gather, OrderOfArguments) {
  VirtualWorld world;
  const auto main = []() -> Task<std::string> {
    Words words;
    words.push_back(word(30, "a"));
    words.push_back(word(10, "b"));
    words.push_back(word(20, "c"));
    const std::vector<std::string> all = co_await gather(std::move(words));
    co_return joined(all);
  };
  EXPECT_EQ(run(main(), world), "abc");
  const auto twice = []() -> Task<std::string> {
    Words words;
    words.push_back(word(20, "a"));
    words.push_back(word(10, "b"));
    words.push_back(words[0]);
    const std::vector<std::string> all = co_await gather(std::move(words));
    co_return joined(all);
  };
  EXPECT_EQ(run(twice(), world), "aba") << "one child may stand in two places";
}

TEST(Gather, EmptyIsDone) {
  VirtualWorld world;
  const auto main = []() -> Task<> {
    const auto words = gather(Words());
    EXPECT_TRUE(words->done());
    const std::vector<std::string> none = co_await words;
    EXPECT_TRUE(none.empty());
    EXPECT_TRUE(gather(Jobs())->done());
    EXPECT_TRUE(settle(Words())->done());
  };
  run(main(), world);
}

TEST(Gather, OthersGoOn) {
  VirtualWorld world;
  Notes say(world);
  const auto main = [](Notes* notes) -> Task<> {
    Jobs jobs;
    jobs.push_back(create_task(fails(milliseconds(10), "burnt")));
    jobs.push_back(create_task(job(notes, milliseconds(30), "b")));
    co_await wait(notes, gather(jobs));
    co_await jobs[1];
  };
  run(main(&say), world);
  EXPECT_EQ(say.text(), "10 burnt, 30 b done");
}

TEST(Gather, FailsAtOnce) {
  VirtualWorld world;
  Notes say(world);
  const auto main = [](Notes* notes) -> Task<> {
    Jobs jobs;
    jobs.push_back(create_task(job(notes, milliseconds(50), "a")));
    jobs.push_back(create_task(fails(milliseconds(20), "second")));
    jobs.push_back(create_task(fails(milliseconds(10), "first")));
    co_await wait(notes, gather(std::move(jobs)));
  };
  run(main(&say), world);
  // What is left over is cancelled when main ends, and cleans up.
  EXPECT_EQ(say.text(), "10 first, 30 a cleaned up");
}

// What lost_exception_handler() is told while `main` runs.
std::vector<std::string> lost_in(Task<> main, World& world) {
  std::vector<std::string> lost;
  lost_exception_handler() = [&lost](std::exception_ptr error) {
    try {
      std::rethrow_exception(std::move(error));
    } catch (const std::exception& known) {
      lost.emplace_back(known.what());
    }
  };
  run(std::move(main), world);
  lost_exception_handler() = nullptr;
  return lost;
}

TEST(Gather, LaterErrorsAreQuiet) {
  VirtualWorld world;
  Notes say(world);
  const auto main = [](Notes* notes) -> Task<> {
    Jobs jobs;
    jobs.push_back(create_task(fails(milliseconds(10), "first")));
    jobs.push_back(create_task(fails(milliseconds(20), "second")));
    co_await wait(notes, gather(std::move(jobs)));
    co_await sleep(milliseconds(50));
  };
  EXPECT_TRUE(lost_in(main(&say), world).empty());
  EXPECT_EQ(say.text(), "10 first");
}

TEST(Gather, AnErrorThatNobodyAwaitsIsReportedOnce) {
  VirtualWorld world;
  const auto main = []() -> Task<> {
    Jobs jobs;
    jobs.push_back(create_task(fails(milliseconds(10), "first")));
    gather(std::move(jobs));
    co_await sleep(milliseconds(50));
  };
  EXPECT_EQ(lost_in(main(), world), std::vector<std::string>{"first"});
}

TEST(Gather, CancelReachesChildren) {
  VirtualWorld world;
  Notes say(world);
  const auto main = [](Notes* notes) -> Task<> {
    Jobs jobs;
    jobs.push_back(create_task(job(notes, milliseconds(90), "a")));
    jobs.push_back(create_task(job(notes, milliseconds(90), "b")));
    const Future<void> all = gather(jobs);
    auto waiting = create_task(wait(notes, all));
    co_await sleep(milliseconds(10));
    EXPECT_TRUE(all->cancel());
    co_await waiting;
    EXPECT_THROW(all->result(), CancelledError);
    EXPECT_TRUE(jobs[0]->cancelled());
    EXPECT_TRUE(jobs[1]->cancelled());
    EXPECT_FALSE(all->cancel());
  };
  run(main(&say), world);
  EXPECT_EQ(say.text(), "30 a cleaned up, 30 b cleaned up, 30 cancelled");
}

// It is over when the first cancelled child has ended, not before, and does
// not wait for the others.
TEST(Gather, CancelWaitsForChildren) {
  VirtualWorld world;
  Notes say(world);
  const auto main = [](Notes* notes) -> Task<> {
    Jobs jobs;
    jobs.push_back(create_task(job(notes, milliseconds(90), "a")));
    jobs.push_back(create_task(sleep(milliseconds(90))));
    const Future<void> all = gather(jobs);
    co_await sleep(milliseconds(10));
    all->cancel();
    EXPECT_FALSE(all->done()) << "no child has ended yet";
    co_await wait(notes, all);
    EXPECT_FALSE(jobs[0]->done()) << "a still cleans up";
  };
  run(main(&say), world);
  EXPECT_EQ(say.text(), "10 cancelled");
}

Task<> refuses(Notes* say, milliseconds time) {
  try {
    co_await sleep(milliseconds(90));
  } catch (const CancelledError&) {
  }
  co_await sleep(time);
  (*say)("refused");
}

TEST(Gather, IsCancelledAlsoIfAllChildrenRefuse) {
  VirtualWorld world;
  Notes say(world);
  const auto main = [](Notes* notes) -> Task<> {
    Jobs jobs;
    jobs.push_back(create_task(refuses(notes, milliseconds(10))));
    jobs.push_back(create_task(refuses(notes, milliseconds(20))));
    const Future<void> all = gather(jobs);
    co_await yield_now();
    EXPECT_TRUE(all->cancel());
    co_await wait(notes, all);
  };
  run(main(&say), world);
  EXPECT_EQ(say.text(), "10 refused, 20 refused, 20 cancelled");
  VirtualWorld again;
  Notes then(again);
  const auto asks_twice = [](Notes* notes) -> Task<> {
    Jobs jobs;
    jobs.push_back(create_task(refuses(notes, milliseconds(10))));
    jobs.push_back(create_task(refuses(notes, milliseconds(20))));
    const Future<void> all = gather(jobs);
    co_await yield_now();
    all->cancel();
    co_await sleep(milliseconds(5));
    EXPECT_TRUE(all->cancel()) << "a second cancel asks all children again";
    co_await wait(notes, all);
  };
  run(asks_twice(&then), again);
  EXPECT_EQ(then.text(), "5 cancelled") << "nobody refuses a second time";
}

TEST(Gather, CannotCancelWhatHasEnded) {
  VirtualWorld world;
  const auto main = []() -> Task<> {
    Words words;
    words.push_back(word(0, "a"));
    co_await words[0];
    const auto all = gather(words);
    EXPECT_FALSE(all->done()) << "a child's end is noticed in the next batch";
    EXPECT_FALSE(all->cancel()) << "no child listens";
    const std::vector<std::string> one = co_await all;
    EXPECT_EQ(joined(one), "a");
    Words some;
    some.push_back(word(90, "b"));
    some.push_back(words[0]);
    const auto half = gather(some);
    EXPECT_TRUE(half->cancel()) << "one child listens, the other has ended";
  };
  run(main(), world);
  // It has failed; the child that goes on is not its any more.
  const auto failed = []() -> Task<> {
    Words words;
    words.push_back(make_future<std::string>());
    words.push_back(word(20, "b"));
    const auto all = gather(words);
    words[0]->cancel();
    co_await sleep(milliseconds(10));
    EXPECT_TRUE(all->done());
    EXPECT_FALSE(all->cancel());
    const std::string other = co_await words[1];
    EXPECT_EQ(other, "b");
  };
  run(failed(), world);
}

TEST(Gather, ACancelledChildCancelsIt) {
  VirtualWorld world;
  Notes say(world);
  const auto main = [](Notes* notes) -> Task<> {
    Jobs jobs;
    jobs.push_back(create_task(sleep(milliseconds(90))));
    jobs.push_back(create_task(job(notes, milliseconds(30), "b")));
    const Future<void> all = gather(jobs);
    co_await yield_now();
    jobs[0]->cancel();
    co_await wait(notes, all);
    co_await jobs[1];
  };
  run(main(&say), world);
  EXPECT_EQ(say.text(), "0 cancelled, 30 b done");
}

Task<int> after_refusing(Notes* say) {
  co_await refuses(say, milliseconds(10));
  co_return 1;
}

TEST(Gather, TakesDifferentTypes) {
  VirtualWorld world;
  const auto number = []() -> Task<int> { co_return 5; };
  const auto main = [&number]() -> Task<> {
    auto five = create_task(number());
    auto text = word(10, "a");
    const std::tuple<int, std::string> both = co_await gather(five, text);
    EXPECT_EQ(std::get<0>(both), 5);
    EXPECT_EQ(std::get<1>(both), "a");
  };
  run(main(), world);
  // In all else it is as with children of one type.
  const auto one_fails = []() -> Task<> {
    const auto bad = []() -> Task<int> {
      co_await sleep(milliseconds(10));
      throw std::runtime_error("burnt");
    };
    auto slow = word(30, "a");
    auto burnt = create_task(bad());
    const auto both = gather(slow, burnt);
    co_await sleep(milliseconds(20));
    EXPECT_TRUE(both->done()) << "it fails at once";
    EXPECT_THROW(both->result(), std::runtime_error);
    EXPECT_FALSE(slow->done()) << "the others go on";
    const std::string text = co_await slow;
    EXPECT_EQ(text, "a");
  };
  run(one_fails(), world);
  const auto is_cancelled = [](Notes* notes) -> Task<> {
    auto slow = word(90, "a");
    auto refused = create_task(after_refusing(notes));
    const auto both = gather(refused, slow);
    co_await yield_now();
    EXPECT_TRUE(both->cancel());
    EXPECT_FALSE(both->done()) << "no child has ended yet";
    co_await sleep(milliseconds(5));
    EXPECT_TRUE(slow->cancelled()) << "cancel() asks all children to stop";
    EXPECT_TRUE(both->done());
    EXPECT_THROW(both->result(), CancelledError);
  };
  VirtualWorld other;
  Notes say(other);
  run(is_cancelled(&say), other);
}

TEST(Gather, MovesWhatCannotBeCopied) {
  VirtualWorld world;
  const auto box = [](int n) -> Task<std::unique_ptr<int>> {
    co_await yield_now();
    co_return std::make_unique<int>(n);
  };
  const auto main = [&box]() -> Task<> {
    std::vector<Future<std::unique_ptr<int>>> boxes;
    boxes.push_back(create_task(box(1)));
    boxes.push_back(create_task(box(2)));
    const auto all = co_await gather(std::move(boxes));
    EXPECT_EQ(*all[0] + *all[1], 3);
    auto three = create_task(box(3));
    auto text = word(1, "a");
    const auto both = co_await gather(three, text);
    EXPECT_EQ(*std::get<0>(both), 3);
  };
  run(main(), world);
}

TEST(Gather, SettleTellsHowEachEnded) {
  VirtualWorld world;
  const auto main = []() -> Task<> {
    const auto bad = []() -> Task<std::string> {
      co_await sleep(milliseconds(10));
      throw std::runtime_error("burnt");
    };
    Words words;
    words.push_back(word(30, "a"));
    words.push_back(create_task(bad()));
    words.push_back(word(90, "c"));
    const auto all = settle(words);
    co_await sleep(milliseconds(20));
    words[2]->cancel();
    auto results = co_await all;
    EXPECT_EQ(Loop::current().time(), milliseconds(30));
    EXPECT_EQ(results[0].take(), "a");
    EXPECT_THROW(results[1].take(), std::runtime_error);
    EXPECT_TRUE(is_cancellation(results[2].error()));
  };
  run(main(), world);
  const auto of_void = []() -> Task<> {
    Jobs jobs;
    jobs.push_back(create_task(sleep(milliseconds(10))));
    jobs.push_back(create_task(fails(milliseconds(10), "burnt")));
    auto results = co_await settle(std::move(jobs));
    EXPECT_FALSE(results[0].empty()) << "it has ended, without a value";
    EXPECT_EQ(results[0].error(), nullptr);
    EXPECT_THROW(results[1].take(), std::runtime_error);
  };
  run(of_void(), world);
}

TEST(Gather, SettleIsCancelledAfterTheLast) {
  VirtualWorld world;
  Notes say(world);
  const auto main = [](Notes* notes) -> Task<> {
    Jobs jobs;
    jobs.push_back(create_task(job(notes, milliseconds(90), "a")));
    jobs.push_back(create_task(sleep(milliseconds(90))));
    const auto all = settle(jobs);
    co_await yield_now();
    EXPECT_TRUE(all->cancel());
    try {
      co_await all;
    } catch (const CancelledError&) {
      (*notes)("cancelled");
    }
  };
  run(main(&say), world);
  EXPECT_EQ(say.text(), "20 a cleaned up, 20 cancelled");
}

TEST(Gather, DoesWhatPythonDoes) {
  for (const oracle::NamedGather& program : oracle::kNamedGathers) {
    const std::string found = oracle::compare(program);
    if (!found.empty()) FAIL() << found;
  }
  const std::string found = oracle::compare_gather_programs();
  if (!found.empty()) FAIL() << found;
}

Task<> two_levels(Notes* say) {
  Jobs inner;
  inner.push_back(create_task(job(say, milliseconds(10), "a")));
  inner.push_back(create_task(job(say, milliseconds(20), "b")));
  Jobs outer;
  outer.push_back(gather(std::move(inner)));
  outer.push_back(create_task(refuses(say, milliseconds(5))));
  co_await gather(std::move(outer));
}

constexpr const char* kTwoLevels = "10 a done, 20 b done, 95 refused";

// Whoever is cancelled, whenever: everything ends, and a cancel that was
// accepted is not lost.
TEST(Gather, SurvivesACancelAtAnyMoment) {
  const adv::LoopPlan plan = {
      .unkind = 1, .random = 0, .early = false, .late = false};
  for_every_turn(plan, [](adv::LoopWorld& world) {
    Notes say(world);
    Future<void> all;
    bool accepted = false;
    world.may_cancel("all", [&] { accepted = all && all->cancel(); });
    const auto main = [](Notes* notes, Future<void>* slot) -> Task<> {
      *slot = create_task(two_levels(notes));
      co_await wait(notes, *slot);
    };
    run(main(&say, &all), world);
    EXPECT_TRUE(all->done());
    EXPECT_TRUE(accepted ? all->cancelled()
                         : say.text().starts_with(kTwoLevels))
        << say.text();
    all = {};
  });
}

TEST(Gather, LeavesNothingBehind) {
  pots::testing::leaves_nothing_behind([] {
    VirtualWorld world;
    Notes say(world);
    run(two_levels(&say), world);
    EXPECT_EQ(say.text(), kTwoLevels);
  });
}

TEST(Gather, CanBeGivenUpAtAnyMoment) {
  const adv::LoopPlan plan = {
      .unkind = 1, .random = 0, .early = false, .late = false};
  for_every_turn(plan, [](adv::LoopWorld& world) {
    const FramesAreBack frames;
    Notes say(world);
    world.may_abandon();
    run(two_levels(&say), world);
    EXPECT_EQ(say.text(), kTwoLevels);
  });
}

}  // namespace
}  // namespace pots::aio
