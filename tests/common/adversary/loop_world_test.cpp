// The loop's adversary: what it may do, counted, and how it is told.
#include "common/adversary/loop/loop_world.hpp"

#include <gtest/gtest.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <chrono>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "common/adversary/loop/orders.hpp"
#include "common/adversary/loop/watched.hpp"
#include "common/adversary/shared_memory.hpp"
#include "failure_of.hpp"
#include "pots/aio/reaction.hpp"
#include "pots/fd.hpp"

namespace pots::adv {
namespace {

using std::chrono::milliseconds;

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != text.npos;
}

// Pipes that hold a byte each, all watched by one epoll descriptor; the number
// of a pipe is its event's data.
class ReadyPipes {
 public:
  explicit ReadyPipes(int n) : epoll_(epoll_create1(EPOLL_CLOEXEC)) {
    for (int i = 0; i < n; ++i) {
      int ends[2] = {-1, -1};
      EXPECT_EQ(pipe(ends), 0);
      fds_.emplace_back(ends[0]);
      fds_.emplace_back(ends[1]);
      EXPECT_EQ(write(ends[1], "x", 1), 1);
      epoll_event event{.events = EPOLLIN, .data = {.fd = i}};
      epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, ends[0], &event);
    }
  }
  int epoll() const { return epoll_.get(); }
  void drain() {
    char byte = 0;
    for (std::size_t i = 0; i < fds_.size(); i += 2) {
      EXPECT_EQ(read(fds_[i].get(), &byte, 1), 1);
    }
  }

 private:
  Fd epoll_;
  std::vector<Fd> fds_;
};

// What an exploration that passes says of itself.
std::string coverage_of(const LoopPlan& plan,
                        const std::function<void(LoopWorld&)>& body) {
  testing::internal::CaptureStdout();
  for_every_turn(plan, body);
  return testing::internal::GetCapturedStdout();
}

// One wait, as text: "0,1" are the events in order.
std::string one_wait(LoopWorld& world, int epoll,
                     std::optional<aio::Duration> timeout) {
  epoll_event events[8];
  const int n = world.wait(epoll, events, 8, timeout);
  std::string text;
  for (int i = 0; i < n; ++i) {
    if (i > 0) text += ',';
    text += std::to_string(events[i].data.fd);
  }
  return text;
}

// Which of `expected` some run showed, and whether another text came.
struct Seen {
  bool found[32] = {};
  bool other = false;

  void add(const std::vector<std::string>& expected, const std::string& text) {
    for (std::size_t i = 0; i < expected.size(); ++i) {
      if (expected[i] != text) continue;
      found[i] = true;
      return;
    }
    other = true;
  }
};

void expect_all_seen(const Seen& seen,
                     const std::vector<std::string>& expected) {
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_TRUE(seen.found[i]) << expected[i];
  }
  EXPECT_FALSE(seen.other);
}

TEST(Orders, AreAllOrderedChoicesButTheKindOne) {
  EXPECT_TRUE(unkind_orders(0).empty());
  EXPECT_TRUE(unkind_orders(1).empty());
  // Two things: {1}, {2}, {1,2}, {2,1}, without {1,2}.
  EXPECT_EQ(unkind_orders(2).size(), 3U);
  // Three: 3 + 3*2 + 3*2*1, less one.
  EXPECT_EQ(unkind_orders(3).size(), 14U);
  const auto three = unkind_orders(3);
  EXPECT_EQ(std::set(three.begin(), three.end()).size(), 14U);
  // Five: each alone, and backwards.
  EXPECT_EQ(unkind_orders(5).size(), 6U);
  EXPECT_EQ(order_in_words({2, 0}), "3,1");
}

TEST(Watched, IsWhatTheKernelWasTold) {
  const ReadyPipes pipes(2);
  const std::vector<epoll_event> watched = watched_by(pipes.epoll());
  ASSERT_EQ(watched.size(), 2U);
  EXPECT_EQ(watched[0].data.fd + watched[1].data.fd, 1);
  EXPECT_EQ(watched[0].events, static_cast<std::uint32_t>(EPOLLIN));
  EXPECT_TRUE(watched_by(STDIN_FILENO).empty());
}

TEST(LoopWorld, TellsWhatIsReadyInEveryOrder) {
  const std::vector<std::string> expected = {"0,1", "1,0", "0", "1", ""};
  const SharedMemory<Seen> seen;
  const std::string said =
      coverage_of({.unkind = 1, .random = 0}, [&](LoopWorld& world) {
        const ReadyPipes pipes(2);
        seen->add(expected, one_wait(world, pipes.epoll(), std::nullopt));
      });
  expect_all_seen(*seen, expected);
  EXPECT_TRUE(has(said, "all 5 runs with up to 1 unkind turn"))
      << said;  // "" is the wait that ends early
}

TEST(LoopWorld, SleepsOnTimeEarlyAndLate) {
  const std::vector<std::string> expected = {"10", "0", "11", "1010"};
  const SharedMemory<Seen> seen;
  const std::string said =
      coverage_of({.unkind = 1, .random = 0}, [&](LoopWorld& world) {
        const ReadyPipes none(0);
        one_wait(world, none.epoll(), milliseconds(10));
        seen->add(expected, std::to_string(world.now() / milliseconds(1)));
      });
  expect_all_seen(*seen, expected);
  EXPECT_TRUE(has(said, "all 4 runs with up to 1 unkind turn")) << said;
}

TEST(LoopWorld, TellsOfWhatIsNotReadyOnlyIfAsked) {
  const std::vector<std::string> expected = {"", "0"};
  for (const bool spurious : {false, true}) {
    const SharedMemory<Seen> seen;
    for_every_turn({.unkind = 2,
                    .random = 0,
                    .early = false,
                    .late = false,
                    .spurious = spurious},
                   [&](LoopWorld& world) {
                     ReadyPipes pipes(1);
                     pipes.drain();
                     seen->add(expected,
                               one_wait(world, pipes.epoll(), milliseconds(1)));
                   });
    EXPECT_TRUE(seen->found[0]);
    EXPECT_EQ(seen->found[1], spurious);
  }
}

// A loop of three reactions, in the shortest form.
void run_three(LoopWorld& world) {
  aio::Reaction reaction;
  for (int i = 0; i < 3; ++i) {
    world.before(reaction);
    world.after();
  }
}

TEST(LoopWorld, CancelsAtEveryMoment) {
  // After 0, 1, 2 reactions, or never.
  const std::vector<std::string> expected = {"0", "1", "2", "never"};
  const SharedMemory<Seen> seen;
  const std::string said =
      coverage_of({.unkind = 1, .random = 0}, [&](LoopWorld& world) {
        std::string when = "never";
        world.may_cancel("x",
                         [&] { when = std::to_string(world.reactions()); });
        run_three(world);
        seen->add(expected, when);
      });
  expect_all_seen(*seen, expected);
  EXPECT_TRUE(has(said, "all 4 runs with up to 1 unkind turn")) << said;
}

TEST(LoopWorld, CancelsEachOnceAndPairsInEveryOrder) {
  const std::string said =
      coverage_of({.unkind = 2, .random = 0}, [&](LoopWorld& world) {
        int x = 0, y = 0;
        world.may_cancel("x", [&] { ++x; });
        world.may_cancel("y", [&] { ++y; });
        run_three(world);
        EXPECT_LE(x, 1);
        EXPECT_LE(y, 1);
      });
  // None; one of two at one of three moments; both at two different moments,
  // in either order: 1 + 2 * 3 + 3 * 2.
  EXPECT_TRUE(has(said, "all 13 runs with up to 2 unkind turns")) << said;
}

TEST(LoopWorld, GivesUpAtEveryMoment) {
  const std::vector<std::string> expected = {"0", "1", "2", "3"};
  const SharedMemory<Seen> seen;
  const std::string said =
      coverage_of({.unkind = 1, .random = 0}, [&](LoopWorld& world) {
        world.may_abandon();
        struct Leaving {
          LoopWorld& world;
          const std::vector<std::string>& expected;
          Seen& seen;
          ~Leaving() { seen.add(expected, std::to_string(world.reactions())); }
        } leaving{world, expected, *seen};
        run_three(world);
      });
  expect_all_seen(*seen, expected);
  EXPECT_TRUE(has(said, "all 4 runs with up to 1 unkind turn")) << said;
}

TEST(LoopWorld, ShowsTheSmallestWayToBreakIt) {
  const std::string text = failure_of([] {
    for_every_turn({.unkind = 2}, [](LoopWorld& world) {
      bool cancelled = false;
      world.may_cancel("eater", [&] { cancelled = true; });
      run_three(world);
      EXPECT_FALSE(cancelled) << "the eater goes hungry";
    });
  });
  EXPECT_EQ(first_line(text).substr(0, 21), "the eater goes hungry");
  EXPECT_TRUE(has(text, "Smallest: 1 unkind turn.")) << text;
  EXPECT_TRUE(has(text, "cancels eater")) << text;
  EXPECT_TRUE(has(text, "a task may be cancelled at any moment")) << text;
  EXPECT_TRUE(has(text, "Again: ./pots replay")) << text;
}

// As much of a task as its watcher sees.
struct NumberedTask final : aio::TaskBase {
  explicit NumberedTask(unsigned its_number) { number = its_number; }
  void step() override {}
  bool cancel_task() override { return false; }
};

// Two tasks begin, each waits; the first goes on and ends, which shows when the
// next reaction comes. A task that does nothing has no column, and 12 has one
// although no plan names it.
TEST(LoopWorld, ShowsAColumnForEachTaskThatDidSomething) {
  const std::string text = failure_of([] {
    for_every_turn({.unkind = 0, .random = 0}, [](LoopWorld& world) {
      NumberedTask first(3), second(12);
      const aio::Reaction reaction;
      world.before(reaction);
      world.waits(first);
      world.before(reaction);
      world.waits(second);
      world.before(reaction);
      world.goes_on(first);
      world.before(reaction);
      world.goes_on(second);
      world.waits(second);
      FAIL() << "nobody eats";
    });
  });
  EXPECT_TRUE(has(text,
                  "      task 3   task 12\n"
                  " 1    begins, waits at :0\n"
                  " 2             begins, waits at :0\n"
                  " 3    goes on\n"
                  " 4    ends\n"
                  " 5             goes on\n"
                  " 6             waits at :0\n"))
      << text;
}

// 24 lines at most: the first 11, the last 11, and between them a line that
// counts the others.
TEST(LoopWorld, ALongStoryLosesItsMiddle) {
  const std::string text = failure_of([] {
    for_every_turn({.unkind = 0, .random = 0}, [](LoopWorld& world) {
      NumberedTask task(1);
      for (int i = 0; i < 30; ++i) world.waits(task);
      FAIL() << "nobody eats";
    });
  });
  EXPECT_TRUE(has(text,
                  " 11   waits at :0\n"
                  "      ... 8 steps more ...\n"
                  " 20   waits at :0\n"))
      << text;
}

}  // namespace
}  // namespace pots::adv
