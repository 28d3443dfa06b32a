// What ReadyQueue and run_batch promise: order, batches, and that nobody runs
// who has left or is gone.
#include "pots/aio/ready_queue.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "pots/adversary.hpp"
#include "pots/testing.hpp"

namespace pots::aio {
namespace {

// The reactions A to F, which write down that they run. Where one has been
// destroyed there is a ghost, which writes that down, should somebody run it.
class Stage {
 public:
  static constexpr int kActors = 6;

  Stage() {
    for (int who = 0; who < kActors; ++who) place(who).emplace(*this, who);
  }
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  ReadyQueue queue;
  std::string log;  // "A B C "
  // What each does when it runs.
  std::array<std::function<void()>, kActors> acts;

  Reaction& operator[](int who) { return *place(who); }
  bool alive(int who) { return !place(who)->ghost; }
  void push(int who) {
    if (alive(who) && !place(who)->linked()) queue.push(*place(who));
  }
  void push_first(int how_many) {
    for (int who = 0; who < how_many; ++who) push(who);
  }
  void unlink(int who) { place(who)->unlink(); }
  void destroy(int who) {
    place(who).reset();
    place(who).emplace(*this, who).ghost = true;
  }
  std::string ran() const {
    return log.empty() ? "(nothing)" : log.substr(0, log.size() - 1);
  }
  static int number(const Reaction& r) {
    return static_cast<const Actor&>(r).who;
  }

 private:
  struct Actor : Reaction {
    Actor(Stage& its_stage, int number)
        : Reaction(&act), stage(its_stage), who(number) {}
    Stage& stage;
    int who;
    bool ghost = false;
  };
  static void act(Reaction& r) {
    // The actor may be gone before act() is.
    Stage& stage = static_cast<Actor&>(r).stage;
    const int who = static_cast<Actor&>(r).who;
    stage.log += static_cast<char>('A' + who);
    stage.log += stage.alive(who) ? " " : "(destroyed) ";
    if (++stage.runs_ > 60) stop_endless_batch();
    if (stage.acts[who]) stage.acts[who]();
  }
  // There is no way back out of a batch that never ends.
  [[noreturn]] static void stop_endless_batch() {
    const char* what = "a batch of three does not end: 60 reactions have run";
    if (adv::Run* run = adv::Run::current()) {
      run->fail(what, "what is pushed meanwhile belongs to the next batch.");
    }
    ADD_FAILURE() << what;
    std::fflush(nullptr);
    std::_Exit(1);
  }
  std::optional<Actor>& place(int who) {
    return places_[static_cast<std::size_t>(who)];
  }

  std::array<std::optional<Actor>, kActors> places_;
  int runs_ = 0;
};

constexpr int kA = 0, kB = 1, kC = 2, kD = 3, kE = 4;

// Looks on and does nothing.
struct Nothing {
  void before(const Reaction&) {}
  void after() {}
};

TEST(ReadyQueue, InOrder) {
  Stage stage;
  stage.push_first(3);
  const std::size_t count = run_batch(stage.queue);
  EXPECT_EQ(stage.ran(), "A B C");
  EXPECT_EQ(count, 3U);
  EXPECT_TRUE(stage.queue.empty());
  EXPECT_EQ(run_batch(stage.queue), 0U) << "an empty batch";
}

TEST(ReadyQueue, PopsTheOldest) {
  Stage stage;
  ReadyQueue& queue = stage.queue;
  EXPECT_TRUE(queue.empty());
  EXPECT_EQ(queue.front(), nullptr);
  EXPECT_EQ(queue.pop(), nullptr);
  stage.push(kA);
  stage.push(kB);
  EXPECT_FALSE(queue.empty());
  EXPECT_TRUE(stage[kA].linked());
  EXPECT_EQ(queue.front(), &stage[kA]);
  EXPECT_TRUE(stage[kA].linked()) << "front() leaves it in";
  EXPECT_EQ(queue.pop(), &stage[kA]);
  EXPECT_FALSE(stage[kA].linked()) << "pop() takes it out";
  stage.push(kA);
  EXPECT_EQ(queue.pop(), &stage[kB]);
  EXPECT_EQ(queue.pop(), &stage[kA]);
  EXPECT_EQ(queue.pop(), nullptr);
  EXPECT_TRUE(queue.empty());
  EXPECT_EQ(stage.ran(), "(nothing)") << "pop() runs nothing";
}

// --- what happens during a batch ---

TEST(ReadyQueue, SelfPushRunsOncePerBatch) {
  Stage stage;
  stage.acts[kA] = [&] { stage.push(kA); };
  stage.push(kA);
  stage.push(kB);
  const std::size_t count = run_batch(stage.queue);
  EXPECT_EQ(stage.ran(), "A B");
  EXPECT_EQ(count, 2U);
  const std::size_t next_count = run_batch(stage.queue);
  EXPECT_EQ(stage.ran(), "A B A");
  EXPECT_EQ(next_count, 1U);
  stage.acts[kA] = nullptr;
  EXPECT_EQ(run_batch(stage.queue), 1U);
  EXPECT_EQ(run_batch(stage.queue), 0U);
}

TEST(ReadyQueue, CancelledPlaceIsNotRefilled) {
  Stage stage;
  stage.acts[kA] = [&] {
    stage.unlink(kB);
    stage.push(kD);
  };
  stage.push_first(3);
  const std::size_t count = run_batch(stage.queue);
  EXPECT_EQ(stage.ran(), "A C");
  EXPECT_EQ(count, 2U);
  EXPECT_EQ(run_batch(stage.queue), 1U);
  EXPECT_EQ(stage.ran(), "A C D");
}

TEST(ReadyQueue, DestroyTheNeighbour) {
  for (const bool last : {false, true}) {
    Stage stage;
    stage.acts[kA] = [&] { stage.destroy(kB); };
    stage.push_first(last ? 2 : 3);
    const std::size_t count = run_batch(stage.queue);
    EXPECT_EQ(stage.ran(), last ? "A" : "A C");
    EXPECT_EQ(count, last ? 1U : 2U);
  }
  Stage stage;
  stage.acts[kA] = [&] {
    for (int who = kB; who <= kE; ++who) stage.destroy(who);
  };
  stage.push_first(5);
  EXPECT_EQ(run_batch(stage.queue), 1U);
  EXPECT_EQ(stage.ran(), "A");
}

TEST(ReadyQueue, DestroysItself) {
  Stage stage;
  stage.acts[kA] = [&] { stage.destroy(kA); };
  stage.acts[kB] = [&] {
    stage.push(kB);  // and leaves the next batch at once
    stage.destroy(kB);
  };
  stage.push_first(3);
  const std::size_t count = run_batch(stage.queue);
  EXPECT_EQ(stage.ran(), "A B C");
  EXPECT_EQ(count, 3U);
  EXPECT_TRUE(stage.queue.empty());
}

TEST(ReadyQueue, OneBatchInsideAnother) {
  Stage outer, inner;
  inner.push(kD);
  inner.push(kE);
  outer.acts[kA] = [&] { run_batch(inner.queue); };
  outer.push_first(2);
  EXPECT_EQ(run_batch(outer.queue), 2U);
  EXPECT_EQ(outer.ran(), "A B");
  EXPECT_EQ(inner.ran(), "D E");
}

// What the queue would be as a list of letters.
class Model {
 public:
  std::string ready, log;
  std::string alive = "ABCDEF";

  void push(char who) {
    const bool linked = (ready + batch_).find(who) != ready.npos;
    if (alive.find(who) != alive.npos && !linked) ready += who;
  }
  void unlink(char who) {
    std::erase(ready, who);
    std::erase(batch_, who);
  }
  void destroy(char who) {
    unlink(who);
    std::erase(alive, who);
  }
  template <class Before, class Act>
  std::size_t run_batch(Before before, Act act) {
    std::size_t ran = 0;
    batch_ = std::exchange(ready, "");
    while (!batch_.empty()) {
      const char next = batch_.front();
      before(next);
      if (batch_.empty() || batch_.front() != next) continue;
      batch_.erase(0, 1);
      log += next;
      log += ' ';
      ++ran;
      act(next);
    }
    return ran;
  }

 private:
  std::string batch_;
};

// A's next is B, B's is C, C's is A. Its own new one is D, E, F.
template <class OnStage>
void act(std::string_view what, char who, OnStage& stage) {
  const char next = who == 'C' ? 'A' : static_cast<char>(who + 1);
  const char other = who == 'A' ? 'C' : static_cast<char>(who - 1);
  if (what == "pushes itself") stage.push(who);
  if (what == "pushes a new one") stage.push(static_cast<char>(who + 3));
  if (what == "unlinks the next") stage.unlink(next);
  if (what == "unlinks the other") stage.unlink(other);
  if (what == "destroys the next") stage.destroy(next);
  if (what == "destroys the other") stage.destroy(other);
  if (what == "destroys itself") stage.destroy(who);
}

// A stage for act().
struct Letters {
  Stage& stage;
  void push(char who) { stage.push(who - 'A'); }
  void unlink(char who) { stage.unlink(who - 'A'); }
  void destroy(char who) { stage.destroy(who - 'A'); }
};

const adv::Plan kScripts{.unkind = 0, .random = 0, .actors = {"test"}};

TEST(ReadyQueue, ScriptsModel) {
  for_every_choice(kScripts, [](adv::Run& run) {
    Stage stage;
    Letters letters{stage};
    Model model;
    const bool looked_on = run.pick("with somebody who looks on", {0, 1}) == 1;
    std::array<const char*, 3> scripts;
    for (const char who : {'A', 'B', 'C'}) {
      const char* what = run.pick(
          who == 'A' ? "A" : (who == 'B' ? "B" : "C"),
          {"does nothing", "pushes itself", "pushes a new one",
           "unlinks the next", "unlinks the other", "destroys the next",
           "destroys the other", "destroys itself"});
      scripts[static_cast<std::size_t>(who - 'A')] = what;
      stage.acts[static_cast<std::size_t>(who - 'A')] = [=, &letters] {
        act(what, who, letters);
      };
      stage.push(who - 'A');
      model.push(who);
    }
    for (int batch = 1; batch <= 3; ++batch) {
      const std::size_t expected = model.run_batch(
          [](char) {},
          [&](char who) {
            if (who <= 'C') {
              act(scripts[static_cast<std::size_t>(who - 'A')], who, model);
            }
          });
      const std::size_t got = looked_on ? run_batch(stage.queue, Nothing())
                                        : run_batch(stage.queue);
      ASSERT_EQ(stage.log, model.log)
          << "in batch " << batch << ": ran " << stage.ran() << ", expected "
          << model.log;
      ASSERT_EQ(got, expected);
      ASSERT_EQ(stage.queue.empty(), model.ready.empty());
    }
  });
}

// --- who looks on ---

// Writes "b", runs of the stage "B ", "." into the stage's log.
struct Watcher {
  Stage& stage;
  std::function<void(char)> does;

  void before(const Reaction& next) {
    EXPECT_TRUE(next.linked()) << "before() is for one that is still in";
    const char who = static_cast<char>('A' + Stage::number(next));
    stage.log += static_cast<char>(who - 'A' + 'a');
    if (does) does(who);
  }
  void after() { stage.log += '.'; }
};

TEST(ReadyQueue, IsAskedBeforeEach) {
  Stage stage;
  stage.push_first(3);
  Watcher watcher{stage, {}};
  EXPECT_EQ(run_batch(stage.queue, watcher), 3U);
  EXPECT_EQ(stage.log, "aA .bB .cC .");
  EXPECT_EQ(run_batch(stage.queue, watcher), 0U);
  EXPECT_EQ(stage.log, "aA .bB .cC .") << "nobody is next: nobody asks";
}

TEST(ReadyQueue, WhoIsTakenOutBeforehandDoesNotRun) {
  for_every_choice(kScripts, [](adv::Run& run) {
    Stage stage;
    Letters letters{stage};
    Model model;
    const int call = run.pick("call of before()", {1, 2, 3});
    const char* what =
        run.pick("it", {"unlinks that one", "destroys that one", "unlinks all",
                        "destroys the last", "pushes a new one",
                        "unlinks that one and pushes it"});
    const bool a_pushes_itself = run.pick("A pushes itself", {0, 1}) == 1;
    const auto do_it = [what](char who, auto& on) {
      const std::string_view it = what;
      if (it.starts_with("unlinks that")) on.unlink(who);
      if (it.ends_with("pushes it")) on.push(who);
      if (it == "destroys that one") on.destroy(who);
      if (it == "unlinks all") {
        for (const char each : {'A', 'B', 'C'}) on.unlink(each);
      }
      if (it == "destroys the last") on.destroy('C');
      if (it == "pushes a new one") on.push('D');
    };
    for (const char who : {'A', 'B', 'C'}) {
      stage.push(who - 'A');
      model.push(who);
    }
    if (a_pushes_itself) stage.acts[kA] = [&] { stage.push(kA); };
    int calls = 0, model_calls = 0;
    Watcher watcher{stage, [&](char who) {
                      if (++calls == call) do_it(who, letters);
                    }};
    for (int batch = 1; batch <= 2; ++batch) {
      const std::size_t got = run_batch(stage.queue, watcher);
      const std::size_t expected = model.run_batch(
          [&](char who) {
            if (!model.log.empty() && model.log.back() == ' ') model.log += '.';
            model.log += static_cast<char>(who - 'A' + 'a');
            if (++model_calls == call) do_it(who, model);
          },
          [&](char who) {
            if (who == 'A' && a_pushes_itself) model.push('A');
          });
      if (!model.log.empty() && model.log.back() == ' ') model.log += '.';
      ASSERT_EQ(stage.log, model.log);
      ASSERT_EQ(got, expected) << "whoever was asked and did not run counts "
                                  "for nothing";
    }
  });
}

TEST(ReadyQueue, AThrowUnlinksTheRest) {
  Stage stage;
  stage.acts[kA] = [&] {
    stage.push(kA);
    stage.push(kD);
  };
  stage.push_first(3);
  Watcher watcher{stage, [](char who) {
                    if (who == 'B') throw 7;
                  }};
  EXPECT_THROW(run_batch(stage.queue, watcher), int);
  EXPECT_EQ(stage.log, "aA .b");
  EXPECT_FALSE(stage[kB].linked());
  EXPECT_FALSE(stage[kC].linked());
  EXPECT_EQ(run_batch(stage.queue), 2U) << "what A pushed waits";
  EXPECT_EQ(stage.log, "aA .bA D ");
}

// --- queues ---

TEST(ReadyQueue, TakesAllInOrder) {
  Stage stage;
  {
    ReadyQueue from;
    stage.queue.take_all(from);
    EXPECT_TRUE(stage.queue.empty()) << "nothing and nothing";
    from.push(stage[kA]);
    from.push(stage[kB]);
    stage.queue.take_all(from);  // into an empty one
    EXPECT_TRUE(from.empty());
    stage.queue.take_all(from);  // an empty one
    from.push(stage[kC]);
    from.push(stage[kD]);
    stage.queue.take_all(from);
    EXPECT_TRUE(from.empty());
    EXPECT_EQ(from.pop(), nullptr);
    from.push(stage[kE]);
    EXPECT_EQ(from.pop(), &stage[kE]) << "it can be used again";
  }
  stage.unlink(kC);
  EXPECT_EQ(run_batch(stage.queue), 3U);
  EXPECT_EQ(stage.ran(), "A B D");
  // O(1): nobody in the middle is touched. Meanwhile C is not to be found from
  // the front, nor B from the back.
  ReadyQueue from;
  for (int who = kA; who <= kD; ++who) from.push(stage[who]);
  const auto knows = [&](int who, int other) {
    return stage[who].prev == &stage[other] || stage[who].next == &stage[other];
  };
  const auto takes_for = [&](int who, int other, int one) {
    Reaction& r = stage[who];
    (r.prev == &stage[other] ? r.prev : r.next) = &stage[one];
  };
  ASSERT_TRUE(knows(kB, kC) && knows(kC, kB));
  takes_for(kB, kC, kD);
  takes_for(kC, kB, kA);
  stage.queue.take_all(from);
  const bool untouched = knows(kA, kB) && knows(kB, kA) && knows(kB, kD) &&
                         knows(kC, kA) && knows(kC, kD) && knows(kD, kC);
  if (!untouched) {  // nothing is to be put right again
    while (stage.queue.pop() != nullptr) {
    }
    for (int who = kA; who <= kD; ++who) {
      stage[who].prev = stage[who].next = &stage[who];
    }
    FAIL() << "take_all is O(1), and this one has gone through all";
  }
  takes_for(kB, kD, kC);
  takes_for(kC, kA, kB);
  EXPECT_EQ(run_batch(stage.queue), 4U);
}

TEST(ReadyQueue, WhoLeavesIsNotInIt) {
  Stage stage;
  for (int who = kA; who <= kC; ++who) {
    stage.push_first(3);
    stage.unlink(who);
    std::string left;
    while (Reaction* r = stage.queue.pop()) {
      left += static_cast<char>('A' + Stage::number(*r));
    }
    EXPECT_EQ(left, who == kA ? "BC" : (who == kB ? "AC" : "AB"));
  }
  stage.push(kA);
  stage.destroy(kA);
  EXPECT_TRUE(stage.queue.empty());
  EXPECT_EQ(stage.queue.front(), nullptr);
}

TEST(ReadyQueue, EndsWithoutRunning) {
  Stage stage;
  {
    ReadyQueue queue;
    queue.push(stage[kA]);
    queue.push(stage[kB]);
  }
  EXPECT_FALSE(stage[kA].linked());
  EXPECT_FALSE(stage[kB].linked());
  EXPECT_EQ(stage.ran(), "(nothing)");
}

TEST(ReadyQueue, NeverAllocates) {
  static int ran;
  ran = 0;
  Reaction two[2];
  for (Reaction& each : two) each.run = [](Reaction&) { ++ran; };
  const testing::AllocationLimit limit(1 << 20);
  ReadyQueue queue, other;
  for (int i = 0; i < 100'000; ++i) {
    for (Reaction& each : two) queue.push(each);
    other.take_all(queue);
    if (i % 2 == 0) {
      run_batch(other);
    } else {
      run_batch(other, Nothing());
    }
  }
  EXPECT_EQ(ran, 200'000);
  EXPECT_EQ(limit.biggest(), 0U) << "expected no operator new, but one asked "
                                    "for "
                                 << limit.biggest() << " bytes";
}

}  // namespace
}  // namespace pots::aio
