// What Counter, Tickets and HighWater promise, in every interleaving.
#include "pots/hits.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <climits>
#include <thread>

#include "pots/adversary.hpp"

namespace pots {
namespace {

// An exchange may be lost for no reason, if it is a weak one.
constexpr adv::Schedules kWeak{.spurious = 1};

TEST(Hits, CountsWithOneThread) {
  Counter counter;
  EXPECT_EQ(counter.hits(), 0);
  for (int i = 0; i < 3; ++i) counter.hit();
  EXPECT_EQ(counter.hits(), 3);

  Tickets tickets;
  for (long i = 0; i < 3; ++i) EXPECT_EQ(tickets.take(), i);

  HighWater mark;
  EXPECT_EQ(mark.highest(), LONG_MIN);
  mark.record(-7);
  EXPECT_EQ(mark.highest(), -7);
  mark.record(-9);
  EXPECT_EQ(mark.highest(), -7);
  mark.record(4);
  EXPECT_EQ(mark.highest(), 4);
}

// --- the scheduler plays ---

TEST(Hits, LosesNoHit) {
  for_every_interleaving([] {
    Counter counter;
    const auto hit_twice = [&] {
      counter.hit();
      counter.hit();
    };
    std::jthread a(hit_twice), b(hit_twice);
    a.join();
    b.join();
    EXPECT_EQ(counter.hits(), 4);
  });
}

TEST(Hits, CanBeReadMeanwhile) {
  for_every_interleaving([] {
    Counter counter;
    std::jthread a([&] { counter.hit(); });
    const long meanwhile = counter.hits();
    a.join();
    EXPECT_GE(meanwhile, 0);
    EXPECT_LE(meanwhile, 1);
    EXPECT_EQ(counter.hits(), 1);
  });
}

TEST(Hits, GivesEachNumberOnce) {
  for_every_interleaving([] {
    Tickets tickets;
    std::array<long, 4> drawn = {};
    const auto take_two = [&](int first) {
      drawn[first] = tickets.take();
      drawn[first + 1] = tickets.take();
    };
    std::jthread a(take_two, 0), b(take_two, 2);
    a.join();
    b.join();
    std::array<long, 4> taken = drawn;
    std::sort(taken.begin(), taken.end());
    EXPECT_EQ(taken, (std::array<long, 4>{0, 1, 2, 3}));
  });
}

TEST(Hits, KeepsTheHighestOfFour) {
  for_every_interleaving(kWeak, [] {
    HighWater mark;
    std::jthread a([&] {
      mark.record(3);
      mark.record(7);
    });
    std::jthread b([&] {
      mark.record(5);
      mark.record(9);
    });
    a.join();
    b.join();
    EXPECT_EQ(mark.highest(), 9);
  });
}

TEST(Hits, IsNotBeatenByASmallerRecord) {
  for_every_interleaving(kWeak, [] {
    HighWater mark;
    std::jthread a([&] { mark.record(9); });
    std::jthread b([&] { mark.record(5); });
    a.join();
    b.join();
    EXPECT_EQ(mark.highest(), 9);
  });
}

TEST(Hits, NeverFalls) {
  for_every_interleaving([] {
    HighWater mark;
    std::jthread a([&] { mark.record(9); });
    std::jthread b([&] { mark.record(5); });
    const long first = mark.highest();
    const long second = mark.highest();
    a.join();
    b.join();
    EXPECT_LE(first, second) << "highest() has fallen";
  });
  static constexpr char kNoWait[] =
      "a thread waited for another one: do without any lock, with atomics";
  for_every_interleaving({.pauses = 1}, [] {
    Counter counter;
    Tickets tickets;
    HighWater mark;
    const auto use_all = [&](long v) {
      counter.hit();
      tickets.take();
      mark.record(v);
    };
    std::jthread a(use_all, 1), b(use_all, 2);
    const auto first = a.get_id(), second = b.get_id();
    a.join();
    b.join();
    EXPECT_EQ(adv::waited(first), 0) << kNoWait;
    EXPECT_EQ(adv::waited(second), 0) << kNoWait;
  });
  Counter counter, other;
  Tickets tickets, others;
  counter.hit();
  tickets.take();
  EXPECT_EQ(other.hits(), 0) << "two counters count together";
  EXPECT_EQ(others.take(), 0) << "two ticket machines share their numbers";
}

}  // namespace
}  // namespace pots
