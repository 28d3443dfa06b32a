// What Table promises: neighbours take turns, strangers do not, all get to eat.
#include "pots/dinner.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>
#include <vector>

#include "pots/adversary.hpp"

namespace pots {
namespace {

// Raised once, by one thread, while others sleep until it is.
class Flag {
 public:
  void raise() {
    raised_ = true;
    raised_.notify_all();
  }
  void wait() const { raised_.wait(false); }

 private:
  std::atomic<bool> raised_ = false;
};

// Eats where all seats are neighbours: whoever comes must be alone.
class Alone {
 public:
  void operator()() {
    EXPECT_EQ(eating_.fetch_add(1), 0) << "two neighbours eat together";
    ++meals_;
    eating_.fetch_sub(1);
  }
  int meals() const { return meals_; }

 private:
  std::atomic<int> eating_ = 0;
  int meals_ = 0;
};

TEST(Dinner, FeedsEverySeatInTurn) {
  for (const int seats : {2, 5}) {
    Table table(seats);
    std::vector<int> meals(seats, 0);
    for (int round = 0; round < 3; ++round) {
      for (int seat = 0; seat < seats; ++seat) {
        table.dine(seat, [&] { ++meals[seat]; });
      }
    }
    EXPECT_EQ(meals, std::vector<int>(seats, 3));
  }
}

TEST(Dinner, FeedsTwoWhoShareBothForks) {
  for_every_interleaving([] {
    Table table(2);
    Alone eat;
    std::thread a([&] { table.dine(0, [&] { eat(); }); });
    std::thread b([&] { table.dine(1, [&] { eat(); }); });
    a.join();
    b.join();
    EXPECT_EQ(eat.meals(), 2);
  });
}

TEST(Dinner, FeedsThreeNeighbours) {
  for_every_interleaving([] {
    Table table(3);
    Alone eat;
    std::thread a([&] { table.dine(0, [&] { eat(); }); });
    std::thread b([&] { table.dine(1, [&] { eat(); }); });
    std::thread c([&] { table.dine(2, [&] { eat(); }); });
    a.join();
    b.join();
    c.join();
    EXPECT_EQ(eat.meals(), 3);
  });
}

TEST(Dinner, LetsStrangersEatTogether) {
  for_every_interleaving([] {
    Table table(5);
    Flag seat_2_has_eaten;
    std::thread a([&] { table.dine(0, [&] { seat_2_has_eaten.wait(); }); });
    std::thread b([&] { table.dine(2, [&] { seat_2_has_eaten.raise(); }); });
    a.join();
    b.join();
  });
}

TEST(Dinner, IsNotHeldUpByAWaiter) {
  for_every_interleaving([] {
    Table table(5);
    Flag seat_3_has_eaten;
    std::thread a([&] { table.dine(0, [&] { seat_3_has_eaten.wait(); }); });
    std::thread b([&] { table.dine(1, [] {}); });  // may wait for seat 0
    std::thread c([&] { table.dine(3, [&] { seat_3_has_eaten.raise(); }); });
    a.join();
    b.join();
    c.join();
  });
}

TEST(Dinner, PutsForksBackWhenEatThrows) {
  for_every_interleaving([] {
    Table table(2);
    int meals = 0;  // neighbours take turns: it needs no lock of its own
    const auto eat = [&] { ++meals; };
    std::thread a([&] {
      const auto choke = [] { throw std::runtime_error("a bone"); };
      EXPECT_THROW(table.dine(0, choke), std::runtime_error);
    });
    std::thread b([&] { table.dine(1, eat); });
    a.join();
    b.join();
    EXPECT_THROW(table.dine(1, [] { throw 7; }), int);
    table.dine(0, eat);
    table.dine(1, eat);
    EXPECT_EQ(meals, 3);
  });
}

TEST(Dinner, SleepsWhileItWaits) {
  for_every_interleaving([] {
    Table table(3);
    Flag enough;
    std::thread a([&] { table.dine(0, [&] { enough.wait(); }); });
    adv::settle();  // seat 0 eats
    // One of seat 2's forks is free, the other is in use.
    std::thread b([&] { table.dine(2, [] {}); });
    adv::settle();
    EXPECT_TRUE(adv::blocked(b.get_id()));
    // Whoever sleeps for a while and looks again is woken each time.
    const int before = adv::wakeups(b.get_id());
    for (int i = 0; i < 5; ++i) {
      adv::advance(std::chrono::seconds(1));
      adv::settle();
    }
    EXPECT_LE(adv::wakeups(b.get_id()), before + 2)
        << "seat 2 wakes up to look, instead of sleeping until its turn";
    enough.raise();
    a.join();
    b.join();
  });
}

}  // namespace
}  // namespace pots
