// What Wakeup promises: no ring is lost, few cost anything, nobody ever waits.
#include "pots/aio/wakeup.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/epoll.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "no_descriptors.hpp"
#include "pots/adversary.hpp"
#include "pots/testing.hpp"

namespace pots::aio {
namespace {

using std::chrono::seconds;

constexpr Duration kNow{0};

// A poller, its queue, and a bell that counts how often it was answered.
struct Desk {
  explicit Desk(World& world, std::function<void()> when_rung = nullptr)
      : poller(world), on_ring(std::move(when_rung)) {}

  ReadyQueue ready;
  Poller poller;
  int answers = 0;
  std::function<void()> on_ring;
  Wakeup bell{poller, [this] {
                ++answers;
                if (on_ring) on_ring();
              }};

  void turn(std::optional<Duration> timeout) {
    poller.poll(timeout, ready);
    run_batch(ready);
  }
};

// --- example ---

TEST(Wakeup, WakesTheLoop) {
  VirtualWorld world;
  Desk desk(world);
  desk.bell.ring();
  try {
    desk.turn(std::nullopt);
  } catch (const WouldSleepForever&) {
    FAIL() << "the loop would sleep for ever, although ring() was called";
  }
  EXPECT_EQ(desk.answers, 1);
  desk.bell.ring();
  desk.bell.ring();
  desk.turn(kNow);
  EXPECT_EQ(desk.answers, 2) << "on_ring ran " << desk.answers - 1
                             << " times for two rings that came together, "
                             << "expected once";
}

// --- on one thread ---

TEST(Wakeup, ARingInsideOnRingCountsToo) {
  VirtualWorld world;
  Desk desk(world);
  desk.on_ring = [&] {
    if (desk.answers < 3) desk.bell.ring();
  };
  desk.bell.ring();
  for (int i = 0; i < 5; ++i) desk.turn(kNow);
  EXPECT_EQ(desk.answers, 3)
      << "on_ring rang twice while it ran, so it has to run three times; it "
      << "ran " << desk.answers << " times";
}

TEST(Wakeup, QuietAfterwards) {
  VirtualWorld world;
  Desk desk(world);
  desk.turn(seconds(1));
  EXPECT_EQ(world.now(), seconds(1)) << "nobody rang, but the loop woke up";
  for (int i = 0; i < 3; ++i) desk.bell.ring();
  desk.turn(seconds(1));
  EXPECT_EQ(world.now(), seconds(1)) << "somebody rang, but the loop slept";
  desk.turn(seconds(1));
  EXPECT_EQ(world.now(), seconds(2))
      << "the bell was answered, and the loop woke up once more";
  EXPECT_EQ(desk.answers, 1);
  // Nor does another bell at the same poller.
  int others = 0;
  Wakeup other(desk.poller, [&others] { ++others; });
  desk.bell.ring();
  desk.turn(kNow);
  EXPECT_EQ(desk.answers, 2) << "there are two bells at one poller: whoever "
                             << "rings one has that one answered";
  EXPECT_EQ(others, 0) << "another bell rang, and not this one";
  other.ring();
  desk.turn(kNow);
  EXPECT_EQ(others, 1);
  EXPECT_EQ(desk.answers, 2) << "another bell rang, and not this one";
  desk.bell.ring();
  other.ring();
  desk.turn(kNow);
  EXPECT_EQ(desk.answers, 3) << "both bells rang";
  EXPECT_EQ(others, 2) << "both bells rang, but only one was answered";
}

// The numbers below 64 that are open.
std::vector<bool> open_numbers() {
  std::vector<bool> open;
  for (int fd = 0; fd < 64; ++fd) open.push_back(::fcntl(fd, F_GETFD) >= 0);
  return open;
}

// A desk whose descriptors the kernel plays, the bell's too.
struct PlayedDesk {
  PlayedDesk(adv::Kernel& kernel, World& world) {
    const std::vector<bool> before = open_numbers();
    desk.emplace(world);
    const std::vector<bool> after = open_numbers();
    for (int fd = 0; fd < 64; ++fd) {
      if (after[fd] && !before[fd]) kernel.drive(fd);
    }
  }
  std::optional<Desk> desk;
};

constexpr adv::KernelPlan kKind{
    .unkind = 0, .random = 0, .may_stay_silent = true};

int writes(const adv::Kernel& kernel) {
  int n = 0;
  for (const adv::Call& call : kernel.calls()) {
    const bool writes = call.name.starts_with("write") ||
                        call.name.starts_with("send") ||
                        call.name == "eventfd_write";
    n += writes ? 1 : 0;
  }
  return n;
}

TEST(Wakeup, TenThousandRingsOneWrite) {
  for_every_kernel(kKind, [](adv::Kernel& kernel) {
    VirtualWorld world;
    PlayedDesk played(kernel, world);
    Desk& desk = *played.desk;
    for (int round = 1; round <= 2; ++round) {
      for (int i = 0; i < 10'000; ++i) desk.bell.ring();
      const int calls = writes(kernel);
      ASSERT_LE(calls, round)
          << calls << " calls of write for 10,000 rings, expected 1: the bell "
          << "rings already";
      desk.turn(kNow);
      EXPECT_EQ(desk.answers, round);
    }
  });
  VirtualWorld world;
  Desk desk(world);
  const testing::AllocationLimit limit(1 << 20);
  for (int i = 0; i < 100; ++i) desk.bell.ring();
  EXPECT_EQ(limit.biggest(), 0U)
      << "ring() allocates memory: a signal handler that interrupts malloc() "
      << "must not";
}

TEST(Wakeup, LeavesErrnoAlone) {
  // A call that succeeds may spoil errno, and here each of them does.
  for_every_kernel(kKind, [](adv::Kernel& kernel) {
    VirtualWorld world;
    PlayedDesk played(kernel, world);
    for (int i = 0; i < 3; ++i) {
      errno = ENOTTY;
      played.desk->bell.ring();
      const int error = errno;
      EXPECT_EQ(error, ENOTTY)
          << "ring() changed errno: what a signal handler interrupts would "
          << "read the wrong one";
    }
  });
}

// Reports once more, when it is to, what was ready last.
class FalseAlarm : public VirtualWorld {
 public:
  bool alarm = false;
  int wait(int epfd, epoll_event* events, int cap,
           std::optional<Duration> timeout) override {
    if (std::exchange(alarm, false)) {
      *events = last_;
      return 1;
    }
    const int n = VirtualWorld::wait(epfd, events, cap, timeout);
    if (n > 0) last_ = *events;
    return n;
  }

 private:
  epoll_event last_{};
};

TEST(Wakeup, SpuriousReadiness) {
  // A read that would block fails the run.
  for_every_kernel(kKind, [](adv::Kernel& kernel) {
    FalseAlarm world;
    PlayedDesk played(kernel, world);
    Desk& desk = *played.desk;
    desk.bell.ring();
    desk.turn(kNow);
    ASSERT_EQ(desk.answers, 1);
    for (int i = 0; i < 2; ++i) {
      world.alarm = true;
      desk.turn(kNow);
    }
    const int before = desk.answers;
    desk.bell.ring();
    desk.turn(kNow);
    EXPECT_EQ(desk.answers, before + 1) << "a ring after a false alarm is lost";
  });
}

TEST(Wakeup, LeavesThePollerAsItWas) {
  VirtualWorld world;
  ReadyQueue ready;
  Poller poller(world);
  const std::vector<bool> before = open_numbers();
  std::optional<Wakeup> bell;
  bell.emplace(poller, [] { ADD_FAILURE() << "on_ring ran after ~Wakeup"; });
  const std::vector<bool> after = open_numbers();
  bell->ring();
  poller.poll(kNow, ready);
  bell.reset();
  ASSERT_EQ(poller.waiting(), 0U) << "~Wakeup has not told the poller";
  run_batch(ready);
  // The numbers are free again, and whoever gets them is watched anew.
  const testing::Pipe pipes[] = {testing::make_pipe(), testing::make_pipe()};
  int reused = 0;
  for (const testing::Pipe& pipe : pipes) {
    reused += after[pipe.reader.get()] && !before[pipe.reader.get()] ? 1 : 0;
    Reaction reader([](Reaction&) {});
    poller.watch(pipe.reader.get(), Dir::read, &reader);
    testing::put(pipe.writer.get(), "x");
    poller.poll(kNow, ready);
    EXPECT_TRUE(reader.linked())
        << "~Wakeup closed its descriptor and the poller does not know: it "
        << "takes the next file of that number for the old one";
    poller.forget(pipe.reader.get());
  }
  EXPECT_GE(reused, 1);
  // No descriptor is left: there is no bell, and nobody is watched.
  EXPECT_TRUE(refused_without_descriptors([&] { bell.emplace(poller, [] {}); }))
      << "there was no descriptor left for a bell: expected std::system_error";
  EXPECT_EQ(poller.waiting(), 0U);
}

// --- the scheduler plays ---

// A loop that adds up what other threads post.
struct Office {
  std::atomic<int> posted{0};
  int total = 0;
  Desk desk{real_world(), [this] { total += posted.exchange(0); }};

  void post(int n) {
    posted += n;
    desk.bell.ring();
  }
  // Sleeps whenever nothing is ready.
  void run_until(int all) {
    while (total < all) desk.turn(std::nullopt);
  }
};

TEST(Wakeup, NoItemStaysBehind) {
  for_every_interleaving([] {
    Office office;
    std::jthread a([&] {
      office.post(1);
      office.post(2);
    });
    std::jthread b([&] { office.post(4); });
    office.run_until(7);
    a.join();
    b.join();
  });
}

TEST(Wakeup, RingWhileAsleep) {
  for_every_interleaving({.pauses = 1}, [] {
    Office office;
    std::jthread loop([&] { office.run_until(3); });
    for (int n : {1, 2}) {
      adv::settle();
      EXPECT_TRUE(adv::blocked(loop.get_id()))
          << "nobody rings, but the loop does not sleep";
      office.post(n);
    }
  });
}

TEST(Wakeup, SeesWhatWasWrittenBefore) {
  for_every_interleaving([] {
    int a_letter = 0, b_letter = 0;
    std::atomic<int> rung{0};
    Desk desk(real_world());
    // The news that both have rung carries nothing with it: that is the bell's
    // to do.
    const auto write = [&](int* letter) {
      *letter = 1;
      desk.bell.ring();
      rung.fetch_add(1, std::memory_order_relaxed);
      rung.notify_one();
    };
    std::jthread a(write, &a_letter), b(write, &b_letter);
    int both = 0;
    while ((both = rung.load(std::memory_order_relaxed)) < 2) {
      rung.wait(both, std::memory_order_relaxed);
    }
    desk.turn(kNow);
    EXPECT_EQ(desk.answers, 1);
    EXPECT_EQ(a_letter + b_letter, 2);
  });
}

// Whoever is interrupted in ring() goes on when the handler has returned: a
// handler that rings, and waits for him, waits for ever. Here the handler is
// another thread, and any wait of it is seen.
TEST(Wakeup, NobodyWaitsInRing) {
  for_every_interleaving([] {
    Desk desk(real_world());
    std::jthread interrupted([&] { desk.bell.ring(); });
    std::jthread handler([&] { desk.bell.ring(); });
    const std::thread::id first = interrupted.get_id();
    const std::thread::id second = handler.get_id();
    desk.turn(kNow);
    interrupted.join();
    handler.join();
    EXPECT_EQ(adv::waited(first), 0)
        << "a thread had to wait in ring() for another: a signal handler that "
        << "interrupts the other would wait for ever";
    EXPECT_EQ(adv::waited(second), 0)
        << "a thread had to wait in ring() for another: a signal handler that "
        << "interrupts the other would wait for ever";
  });
}

Wakeup* bell_of_handler = nullptr;

TEST(Wakeup, RingFromASignalHandler) {
  for_every_interleaving([] {
    Desk desk(real_world());
    bell_of_handler = &desk.bell;
    const auto before =
        std::signal(SIGUSR1, [](int) { bell_of_handler->ring(); });
    std::jthread other([] { std::raise(SIGUSR1); });
    while (desk.answers == 0) desk.turn(std::nullopt);
    other.join();
    // And in the loop's own thread, while on_ring runs.
    desk.on_ring = [&] {
      if (desk.answers == 2) std::raise(SIGUSR1);
    };
    std::raise(SIGUSR1);
    while (desk.answers < 3) desk.turn(std::nullopt);
    std::signal(SIGUSR1, before);
  });
}

TEST(Wakeup, LeavesNothingBehind) {
  testing::leaves_nothing_behind([] {
    VirtualWorld world;
    Desk desk(world);
    for (int i = 0; i < 3; ++i) {
      desk.bell.ring();
      desk.turn(kNow);
    }
    desk.bell.ring();
  });
}

}  // namespace
}  // namespace pots::aio
