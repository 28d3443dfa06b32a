// What Bank promises: all or nothing, no coin lost or in the air, no deadlock,
// and no waiting for strangers.
#include "pots/bank.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>

#include "pots/adversary.hpp"

namespace pots {
namespace {

TEST(Bank, MovesAllOrNothing) {
  Bank bank(3, 10);
  EXPECT_TRUE(bank.transfer(0, 1, 4));
  EXPECT_FALSE(bank.transfer(0, 2, 7));  // six are left
  EXPECT_TRUE(bank.transfer(0, 2, 6));
  EXPECT_EQ(bank.balance(0), 0);
  EXPECT_EQ(bank.balance(1), 14);
  EXPECT_EQ(bank.balance(2), 16);

  EXPECT_THROW(bank.transfer(0, 3, 1), std::out_of_range);
  EXPECT_THROW(bank.transfer(-1, 0, 1), std::out_of_range);
  EXPECT_THROW(bank.balance(3), std::out_of_range);
  EXPECT_THROW(bank.balance(-1), std::out_of_range);
  EXPECT_THROW(bank.transfer(1, 2, 0), std::invalid_argument);
  EXPECT_THROW(bank.transfer(1, 2, -5), std::invalid_argument);
  EXPECT_EQ(bank.balance(1), 14);
  EXPECT_EQ(bank.balance(2), 16);
  EXPECT_EQ(bank.total(), 30);
}

TEST(Bank, LetsOppositeTransfersThrough) {
  for_every_interleaving([] {
    Bank bank(2, 10);
    std::thread a([&] { EXPECT_TRUE(bank.transfer(0, 1, 3)); });
    std::thread b([&] { EXPECT_TRUE(bank.transfer(1, 0, 4)); });
    a.join();
    b.join();
    EXPECT_EQ(bank.balance(0), 11);
    EXPECT_EQ(bank.balance(1), 9);
  });
}

TEST(Bank, SpendsNoCoinTwice) {
  for_every_interleaving([] {
    Bank bank(3, 10);
    bool first = false, second = false;
    std::thread a([&] { first = bank.transfer(0, 1, 7); });
    std::thread b([&] { second = bank.transfer(0, 2, 7); });
    a.join();
    b.join();
    EXPECT_EQ(first + second, 1);
    EXPECT_EQ(bank.balance(0), 3);
    EXPECT_EQ(bank.balance(1), first ? 17 : 10);
    EXPECT_EQ(bank.balance(2), second ? 17 : 10);
  });
}

TEST(Bank, CountsNoCoinInTheAir) {
  for_every_interleaving([] {
    Bank bank(3, 10);
    const bool up = adv::pick("direction", 2) == 0;
    std::thread mover([&] { bank.transfer(up ? 0 : 2, up ? 2 : 0, 5); });
    std::thread auditor([&] { EXPECT_EQ(bank.total(), 30); });
    mover.join();
    auditor.join();
    EXPECT_EQ(bank.total(), 30);
  });
}

TEST(Bank, PaysItself) {
  for_every_interleaving([] {
    Bank bank(2, 10);
    std::thread a([&] {
      EXPECT_TRUE(bank.transfer(1, 1, 10));
      EXPECT_FALSE(bank.transfer(1, 1, 16));
    });
    std::thread b([&] { EXPECT_TRUE(bank.transfer(0, 1, 5)); });
    a.join();
    b.join();
    EXPECT_EQ(bank.balance(0), 5);
    EXPECT_EQ(bank.balance(1), 15);
  });
}

TEST(Bank, KeepsStrangersApart) {
  for_every_interleaving([] {
    Bank bank(4, 10);
    std::thread a([&] { EXPECT_TRUE(bank.transfer(0, 1, 5)); });
    std::thread b([&] { EXPECT_TRUE(bank.transfer(3, 2, 5)); });
    const std::thread::id first = a.get_id(), second = b.get_id();
    a.join();
    b.join();
    EXPECT_EQ(adv::waited(first), 0)
        << "0 to 1 waited, though only 3 to 2 was under way";
    EXPECT_EQ(adv::waited(second), 0)
        << "3 to 2 waited, though only 0 to 1 was under way";
  });
  for_every_interleaving([] {
    Bank bank(66, 10);  // fewer locks than accounts: strangers share some
    std::thread a([&] { EXPECT_TRUE(bank.transfer(0, 1, 5)); });
    std::thread b([&] { EXPECT_TRUE(bank.transfer(65, 64, 5)); });
    const std::thread::id first = a.get_id(), second = b.get_id();
    a.join();
    b.join();
    EXPECT_EQ(adv::waited(first) + adv::waited(second), 0)
        << "0 to 1 and 65 to 64 waited for each other";
  });
}

TEST(Bank, LetsARingThrough) {
  for_every_interleaving([] {
    Bank bank(3, 10);
    std::thread a([&] { EXPECT_TRUE(bank.transfer(0, 1, 5)); });
    std::thread b([&] { EXPECT_TRUE(bank.transfer(1, 2, 5)); });
    std::thread c([&] { EXPECT_TRUE(bank.transfer(2, 0, 5)); });
    a.join();
    b.join();
    c.join();
    for (const int account : {0, 1, 2}) EXPECT_EQ(bank.balance(account), 10);
  });
}

TEST(Bank, RefusesOnlyWhenMoneyIsMissing) {
  for_every_interleaving([] {
    Bank bank(3, 10);
    std::thread a([&] { EXPECT_TRUE(bank.transfer(0, 1, 5)); });
    std::thread b([&] { EXPECT_TRUE(bank.transfer(0, 2, 5)); });
    a.join();
    b.join();
    EXPECT_FALSE(bank.transfer(0, 1, 1));

    const long much = 3'000'000'000;  // more than an int holds
    Bank rich(2, much);
    EXPECT_TRUE(rich.transfer(0, 1, much));
    EXPECT_EQ(rich.balance(1), 2 * much);
    EXPECT_EQ(rich.total(), 2 * much);
  });
}

TEST(Bank, WorksOnAfterAnError) {
  for_every_interleaving([] {
    Bank bank(2, 10);
    std::thread careless([&] {
      EXPECT_THROW(bank.transfer(0, 2, 1), std::out_of_range);
      EXPECT_THROW(bank.transfer(0, 1, 0), std::invalid_argument);
      EXPECT_THROW(bank.transfer(0, 0, 0), std::invalid_argument);
      EXPECT_THROW(bank.transfer(2, 2, 1), std::out_of_range);
      EXPECT_THROW(bank.balance(2), std::out_of_range);
    });
    std::thread other([&] { EXPECT_TRUE(bank.transfer(1, 0, 5)); });
    careless.join();
    other.join();
    EXPECT_EQ(bank.balance(0), 15);
    EXPECT_EQ(bank.total(), 20);
  });
}

TEST(Bank, ShowsTheOldOrTheNewBalance) {
  for_every_interleaving([] {
    Bank bank(2, 10);
    std::thread mover([&] { bank.transfer(0, 1, 4); });
    std::thread reader([&] {
      const long before = bank.balance(0);
      const long after = bank.balance(0);
      EXPECT_TRUE(before == 10 || before == 6) << "balance " << before;
      EXPECT_TRUE(after == before || after == 6) << "balance " << after;
    });
    mover.join();
    reader.join();
  });
}

}  // namespace
}  // namespace pots
