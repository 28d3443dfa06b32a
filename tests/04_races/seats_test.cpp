// What SeatMap promises: every seat is sold once, and nobody waits.
#include "pots/seats.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <thread>

#include "pots/adversary.hpp"

namespace pots {
namespace {

// An exchange may be lost for no reason, if it is a weak one.
constexpr adv::Schedules kWeak{.spurious = 1};

TEST(Seats, SellsSeatsOneByOne) {
  SeatMap seats(3);
  for (int seat = 0; seat < 3; ++seat) {
    EXPECT_EQ(seats.holder(seat), 0);
    EXPECT_EQ(seats.book(seat + 11), seat);
    EXPECT_EQ(seats.holder(seat), seat + 11);
  }
  EXPECT_EQ(seats.book(14), -1);
  EXPECT_FALSE(seats.cancel(1, 14)) << "it is the seat of guest 12";
  EXPECT_TRUE(seats.cancel(1, 12));
  EXPECT_EQ(seats.holder(1), 0);
  EXPECT_FALSE(seats.cancel(1, 12)) << "it is free already";
  EXPECT_EQ(seats.book(14), 1);
  EXPECT_EQ(seats.holder(1), 14);
  EXPECT_TRUE(seats.cancel(1, 14));
  EXPECT_TRUE(seats.cancel(0, 11));
  EXPECT_TRUE(seats.cancel(2, 13));
  EXPECT_EQ(seats.book(15), 0) << "the lowest of three free seats";
  EXPECT_EQ(seats.book(15), 1) << "a guest may have two seats";
  EXPECT_TRUE(seats.cancel(0, 15));
  EXPECT_EQ(seats.holder(1), 15) << "seat 0 was cancelled, not seat 1";

  SeatMap big(100);
  for (int seat = 0; seat < 100; ++seat) {
    EXPECT_EQ(big.book(2'000'000'000 + seat), seat);
    EXPECT_EQ(big.holder(seat), 2'000'000'000 + seat);
  }
  EXPECT_EQ(big.book(1), -1);
}

// --- the scheduler plays ---

TEST(Seats, SellsNoSeatTwice) {
  for_every_interleaving(kWeak, [] {
    SeatMap seats(2);
    int seat_of_1 = -2, seat_of_2 = -2;
    std::jthread a([&] { seat_of_1 = seats.book(1); });
    std::jthread b([&] { seat_of_2 = seats.book(2); });
    a.join();
    b.join();
    const int first = seat_of_1, second = seat_of_2;
    EXPECT_GE(first, 0) << "there is a seat for each guest";
    EXPECT_GE(second, 0) << "there is a seat for each guest";
    EXPECT_NE(first, second) << "one seat was sold to both guests";
    if (first >= 0) {
      EXPECT_EQ(seats.holder(first), 1);
    }
    if (second >= 0) {
      EXPECT_EQ(seats.holder(second), 2);
    }
  });
}

TEST(Seats, LeavesAHolderAlone) {
  for_every_interleaving([] {
    SeatMap seats(1);
    EXPECT_EQ(seats.book(1), 0);
    std::jthread a([&] {
      EXPECT_EQ(seats.book(2), -1);
      EXPECT_FALSE(seats.cancel(0, 2));
    });
    EXPECT_EQ(seats.holder(0), 1) << "guest 1 was thrown out";
    a.join();
    EXPECT_EQ(seats.holder(0), 1);
  });
}

TEST(Seats, CancelsOnce) {
  for_every_interleaving(kWeak, [] {
    SeatMap seats(1);
    EXPECT_EQ(seats.book(1), 0);
    bool by_a = false, by_b = false;
    std::jthread a([&] {
      by_a = seats.cancel(0, 1);
      EXPECT_EQ(seats.book(3), 0) << "one of the two has freed it by now";
    });
    std::jthread b([&] { by_b = seats.cancel(0, 1); });
    a.join();
    b.join();
    EXPECT_NE(by_a, by_b) << "exactly one of the two was first";
    EXPECT_EQ(seats.holder(0), 3) << "guest 3 was thrown out";
  });
}

TEST(Seats, GivesASeatThatIsSeenFree) {
  for_every_interleaving([] {
    SeatMap seats(1);
    EXPECT_EQ(seats.book(1), 0);
    std::jthread a([&] { EXPECT_TRUE(seats.cancel(0, 1)); });
    if (seats.holder(0) == 0) {
      EXPECT_EQ(seats.book(2), 0) << "it was seen free, and nobody else books";
    }
    a.join();
  });
  for_every_interleaving([] {
    SeatMap seats(2);
    EXPECT_EQ(seats.book(1), 0);
    std::jthread a([&] { EXPECT_TRUE(seats.cancel(0, 1)); });
    std::jthread b([&] { EXPECT_GE(seats.book(2), 0); });
    a.join();
    b.join();
    EXPECT_GE(seats.book(3), 0) << "guest 2 has one of two seats";
  });
}

TEST(Seats, IgnoresAStranger) {
  SeatMap seats(2);
  ASSERT_EQ(seats.book(1), 0);
  EXPECT_FALSE(seats.cancel(0, 2));
  EXPECT_EQ(seats.holder(0), 1);
  EXPECT_FALSE(seats.cancel(1, 2)) << "a free seat is nobody's";
  EXPECT_EQ(seats.holder(1), 0);
}

TEST(Seats, TurnsAwayOneOfThree) {
  for_every_interleaving([] {
    SeatMap seats(2);
    std::array<int, 3> seat_of = {-2, -2, -2};
    const auto book = [&](int guest) {
      seat_of[guest - 1] = seats.book(guest);
    };
    std::jthread a(book, 1), b(book, 2), c(book, 3);
    a.join();
    b.join();
    c.join();
    std::array<int, 3> got = seat_of;
    std::sort(got.begin(), got.end());
    EXPECT_EQ(got, (std::array<int, 3>{-1, 0, 1}));
  });
}

// --- nobody waits ---

TEST(Seats, DoesNotInsistOnASeat) {
  for_every_interleaving([] {
    SeatMap seats(1);
    std::jthread a([&] { seats.book(1); });
    std::jthread b([&] { seats.book(2); });
    adv::settle();
    EXPECT_FALSE(adv::blocked(a.get_id())) << "book() waits for a seat";
    EXPECT_FALSE(adv::blocked(b.get_id())) << "book() waits for a seat";
    EXPECT_GT(seats.holder(0), 0);
  });
  for_every_interleaving([] {
    SeatMap seats(1);
    std::jthread a([&] { seats.book(1); });
    std::jthread b([&] { seats.book(2); });
    EXPECT_GE(seats.holder(0), 0) << "neither a guest nor nobody";
    const auto first = a.get_id(), second = b.get_id();
    a.join();
    b.join();
    EXPECT_EQ(adv::waited(first), 0) << "book() waits for another one";
    EXPECT_EQ(adv::waited(second), 0) << "book() waits for another one";
  });
}

}  // namespace
}  // namespace pots
