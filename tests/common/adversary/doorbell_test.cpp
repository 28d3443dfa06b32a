// Event loops on virtual epoll sets, with other threads that ring: who wakes
// whom, what is seen then, and that lost wake-ups are found.
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <mutex>
#include <string>
#include <thread>

#include "tests/common/adversary/both_engines.hpp"
#include "tests/common/adversary/epoll_set.hpp"

namespace pots::adv {
namespace {

using namespace std::chrono_literals;

class Doorbell : public BothEngines {};
INSTANTIATE_TEST_SUITE_P(Engines, Doorbell, testing::Bool(), engine_name);

constexpr Schedules kOnlyDpor{
    .pauses = 0, .random = 0, .priorities = 0, .dpor = 100'000};
constexpr Schedules kSmall{.pauses = 2, .random = 100, .priorities = 100};

void passes(const std::function<void()>& body, const Schedules& plan = kSmall,
            const std::string& words = "") {
  const Verdict verdict = explore_schedules(plan, body);
  EXPECT_TRUE(verdict.passed) << verdict.report;
  EXPECT_NE(verdict.report.find(words), std::string::npos) << verdict.report;
}

void fails(const std::string& kind, const std::function<void()>& body,
           const Schedules& plan = kSmall, const std::string& words = "") {
  const Verdict verdict = explore_schedules(plan, body);
  EXPECT_EQ(verdict.kind, kind) << verdict.report;
  EXPECT_NE(verdict.report.find(words), std::string::npos) << verdict.report;
}

// --- who waits, and what is seen

TEST_P(Doorbell, WaitingIsSeen) {
  passes([] {
    const EpollSet set;
    const Fd bell = make_bell();
    set.add(bell.get(), 'b');
    std::thread loop([&] { EXPECT_EQ(set.wait(-1), "b:in"); });
    settle();
    EXPECT_TRUE(blocked(loop.get_id()));
    EXPECT_EQ(waited(loop.get_id()), 1);
    ring(bell);
    EXPECT_FALSE(blocked(loop.get_id()));
    settle();
    EXPECT_EQ(wakeups(loop.get_id()), 1);
    loop.join();
  });
}

TEST_P(Doorbell, OneRingComesBeforeOrAfterTheWait) {
  // The orders of two operations on one set.
  passes(
      [] {
        const EpollSet set;
        const Fd bell = make_bell();
        set.add(bell.get(), 'b');
        std::thread loop([&] { set.wait(-1); });
        ring(bell);
        loop.join();
      },
      kOnlyDpor, "complete (2 ");
}

TEST_P(Doorbell, AWaitStandsAnywhereAmongTwoRings) {
  // The rings in two orders; the wait comes last, between them, or first; if
  // first, it wakes between them or after both.
  passes(
      [] {
        const EpollSet set;
        const Fd bell = make_bell();
        set.add(bell.get(), 'b');
        std::thread loop([&] { set.wait(-1); });
        std::thread other([&] { ring(bell); });
        ring(bell);
        other.join();
        loop.join();
      },
      kOnlyDpor, "complete (8 ");
}

TEST_P(Doorbell, BellsThatNobodyWatchesAreIndependentOfTheSet) {
  passes(
      [] {
        const EpollSet set;
        const Fd bell = make_bell();
        std::thread loop([&] { set.wait(0); });
        ring(bell);
        loop.join();
      },
      kOnlyDpor, "complete (1 ");
}

TEST_P(Doorbell, ARingHandsOverWhatWasWrittenBefore) {
  passes([] {
    const EpollSet set;
    const Fd bell = make_bell();
    set.add(bell.get(), 'b');
    int data = 0;
    std::thread other([&] {
      data = 1;
      ring(bell);
    });
    EXPECT_EQ(set.wait(-1), "b:in");
    EXPECT_EQ(data, 1);
    other.join();
  });
  fails("race", [] {
    const EpollSet set;
    const Fd bell = make_bell();
    set.add(bell.get(), 'b');
    int data = 0;
    std::thread other([&] {
      ring(bell);
      data = 1;
    });
    set.wait(-1);
    EXPECT_LE(data, 1);
    other.join();
  });
}

TEST_P(Doorbell, AddingHandsOverWhatTheDataLeadsTo) {
  passes([] {
    const EpollSet set;
    const Fd bell = make_bell(1);
    struct Handler {
      int calls = 0;
    };
    std::thread other([&] {
      auto* handler = new Handler;
      epoll_event event{};
      event.events = EPOLLIN;
      event.data.ptr = handler;
      ::epoll_ctl(set.get(), EPOLL_CTL_ADD, bell.get(), &event);
    });
    epoll_event event{};
    EXPECT_EQ(::epoll_wait(set.get(), &event, 1, -1), 1);
    auto* handler = static_cast<Handler*>(event.data.ptr);
    ++handler->calls;
    delete handler;
    other.join();
  });
}

TEST_P(Doorbell, OneOfTwoLoopsIsToldOfAnEdge) {
  const auto body = [](int rings) {
    const EpollSet set;
    const Fd bell = make_bell();
    set.add(bell.get(), 'b', EPOLLIN | EPOLLET);
    std::thread one([&] { EXPECT_EQ(set.wait(-1), "b:in"); });
    std::thread two([&] { EXPECT_EQ(set.wait(-1), "b:in"); });
    for (int i = 0; i < rings; ++i) {
      ring(bell);
      settle();
    }
    one.join();
    two.join();
  };
  passes([=] { body(2); });
  fails(
      "deadlock", [=] { body(1); }, kSmall, "(told already)");
}

// --- a loop, and threads that post to it

// Posts are numbers that are added up. `clears_first`: the right order.
class Loop {
 public:
  explicit Loop(bool clears_first) : clears_first_(clears_first) {
    set_.add(bell_.get(), 'b');
  }

  void post(int n) {
    posted_ += n;
    if (!rung_.exchange(true)) ring(bell_);
  }

  void run_until(int total) {
    for (int sum = 0; sum < total;) {
      EXPECT_EQ(set_.wait(-1), "b:in");
      answer(bell_);
      if (clears_first_) rung_ = false;
      sum += posted_.exchange(0);
      if (!clears_first_) rung_ = false;
    }
  }

 private:
  const bool clears_first_;
  const EpollSet set_;
  const Fd bell_ = make_bell();
  std::atomic<int> posted_{0};
  std::atomic<bool> rung_{false};
};

void post_twice(bool clears_first) {
  Loop loop(clears_first);
  std::thread other([&] {
    loop.post(1);
    loop.post(2);
  });
  loop.run_until(3);
  other.join();
}

TEST_P(Doorbell, ALoopThatClearsFirstNeverMissesAPost) {
  passes([] { post_twice(true); }, Schedules{}, "with up to 2 pauses");
}

TEST_P(Doorbell, ALoopThatClearsAfterLookingSleepsForEver) {
  fails(
      "deadlock", [] { post_twice(false); }, kSmall, "epoll_wait(fd");
}

TEST_P(Doorbell, TwoThreadsMayPost) {
  passes([] {
    Loop loop(true);
    std::thread one([&] { loop.post(1); });
    std::thread two([&] { loop.post(2); });
    loop.run_until(3);
    one.join();
    two.join();
  });
}

TEST_P(Doorbell, AnEdgeThatIsNotReadToTheEndSleepsForEver) {
  fails(
      "deadlock",
      [] {
        const EpollSet set;
        int ends[2];
        ASSERT_EQ(::pipe(ends), 0);
        const Fd from(ends[0]), to(ends[1]);
        set.add(from.get(), 'p', EPOLLIN | EPOLLET);
        std::thread other([&] { EXPECT_EQ(::write(to.get(), "ab", 2), 2); });
        char c = 0;
        while (c != 'b') {
          EXPECT_EQ(set.wait(-1), "p:in");
          EXPECT_EQ(::read(from.get(), &c, 1), 1);
        }
        other.join();
      },
      kSmall, "(told already)) waits");
}

TEST_P(Doorbell, ALoopThatLeavesItUnreadIsALivelock) {
  fails("livelock", [] {
    const EpollSet set;
    const Fd bell = make_bell();
    set.add(bell.get(), 'b');
    std::thread other([&] { ring(bell); });
    while (set.wait(-1) == "b:in") {
    }
    other.join();
  });
}

// --- an unkind world

TEST_P(Doorbell, ASleepMayBeInterrupted) {
  Schedules plan = kSmall;
  plan.unkind_io = 1;
  const auto body = [](bool again) {
    const EpollSet set;
    const Fd bell = make_bell();
    set.add(bell.get(), 'b');
    std::thread other([&] {
      while (ring(bell) == "EINTR") {
      }
    });
    std::string told = set.wait(-1);
    while (again && told == "EINTR") told = set.wait(-1);
    EXPECT_EQ(told, "b:in");
    other.join();
  };
  passes([=] { body(true); }, plan);
  fails(
      "expectation", [=] { body(false); }, plan, "EINTR");
}

TEST_P(Doorbell, TimeoutsComeEarlyOnlyIfTheyMay) {
  Schedules plan = kSmall;
  const auto body = [] {
    const EpollSet set;
    const Fd bell = make_bell();
    set.add(bell.get(), 'b');
    std::thread other([&] { ring(bell); });
    EXPECT_EQ(set.wait(1'000), "b:in");
    other.join();
  };
  passes(body, plan);
  plan.timeouts = 1;
  fails("expectation", body, plan);
}

TEST_P(Doorbell, ATimeoutAndARingMeetOnTheVirtualClock) {
  passes([] {
    const EpollSet set;
    const Fd bell = make_bell();
    set.add(bell.get(), 'b');
    std::thread loop([&] {
      EXPECT_EQ(set.wait(10), "");
      EXPECT_EQ(set.wait(10), "b:in");
    });
    settle();
    advance(10ms);
    settle();
    advance(9ms);
    EXPECT_TRUE(blocked(loop.get_id()));
    ring(bell);
    loop.join();
  });
}

TEST_P(Doorbell, TicksGoOnWhileOthersSleep) {
  // Ticks at 10, 20... 990 ms, the ring at 995 ms.
  constexpr Schedules kByItself{
      .pauses = 0, .random = 0, .priorities = 0, .dpor = 0};
  passes(
      [] {
        const EpollSet set;
        const Fd bell = make_bell();
        set.add(bell.get(), 'b');
        std::thread other([&] {
          std::this_thread::sleep_for(995ms);
          ring(bell);
        });
        int ticks = 0;
        while (set.wait(10).empty()) ++ticks;
        EXPECT_EQ(ticks, 99);
        other.join();
      },
      kByItself);
}

// --- signals that a thread sends itself

int bell_of_handler = -1;

TEST_P(Doorbell, AHandlerMayRing) {
  passes([] {
    const EpollSet set;
    const Fd bell = make_bell();
    set.add(bell.get(), 'b');
    bell_of_handler = bell.get();
    std::signal(SIGUSR1, [](int) { ::eventfd_write(bell_of_handler, 1); });
    std::thread other([] {
      ::raise(SIGUSR1);
      EXPECT_EQ(::pthread_kill(::pthread_self(), SIGUSR1), 0);
    });
    EXPECT_EQ(set.wait(-1), "b:in");
    other.join();
    EXPECT_EQ(answer(bell), "2");
  });
}

TEST_P(Doorbell, HandlersOfTwoThreadsMayOverlap) {
  passes([] {
    const Fd bell = make_bell();
    bell_of_handler = bell.get();
    struct sigaction action {};
    action.sa_handler = [](int) { ::eventfd_write(bell_of_handler, 1); };
    // With fibers all threads have one mask.
    action.sa_flags = SA_NODEFER;
    ::sigaction(SIGUSR1, &action, nullptr);
    std::thread other([] { ::raise(SIGUSR1); });
    ::raise(SIGUSR1);
    EXPECT_NE(answer(bell), "EAGAIN");
    other.join();
  });
}

}  // namespace
}  // namespace pots::adv
