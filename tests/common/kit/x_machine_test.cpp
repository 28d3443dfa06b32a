// x = x + 1 is played as it is written, and the figures of the chapter.
#include "pots/x_machine.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

namespace pots {
namespace {

int smallest(int k) {
  int least = 2 * k;
  for (const std::string& order : complete_orders(k)) {
    least = std::min(least, play_x(k, order).x);
  }
  return least;
}

// "A reads 0", one per row.
std::vector<std::string> rows(const XRun& run) {
  std::vector<std::string> all;
  for (const XRow& row : run.rows) {
    all.push_back(std::string(1, row.actor) + ' ' + row.text);
  }
  return all;
}

TEST(XMachine, LosesAnUpdateInFourOfSixOrders) {
  const std::vector<std::string> orders = complete_orders(1);
  const std::vector<std::string> expected = {"AABB", "ABAB", "ABBA",
                                             "BAAB", "BABA", "BBAA"};
  EXPECT_EQ(orders, expected);
  EXPECT_EQ(play_x(1, "AABB").x, 2);
  EXPECT_EQ(play_x(1, "ABAB").x, 1);
  EXPECT_EQ(play_x(1, "ABBA").x, 1);
  EXPECT_EQ(play_x(1, "BAAB").x, 1);
  EXPECT_EQ(play_x(1, "BABA").x, 1);
  EXPECT_EQ(play_x(1, "BBAA").x, 2);
}

TEST(XMachine, HasASmallestTotalOfTwoFromTwoOn) {
  EXPECT_EQ(complete_orders(2).size(), 70u);
  EXPECT_EQ(complete_orders(3).size(), 924u);
  EXPECT_EQ(smallest(1), 1);
  EXPECT_EQ(smallest(2), 2);
  EXPECT_EQ(smallest(3), 2);
}

TEST(XMachine, WritesWhatItReadPlusOne) {
  const std::vector<std::string> expected = {
      "A reads 0",  "B reads 0",  "B writes 1", "B reads 1",
      "B writes 2", "A writes 1", "A reads 1",  "A writes 2"};
  EXPECT_EQ(rows(play_x(2, "ABBBBAAA")), expected);
}

TEST(XMachine, FinishesWhatAScheduleLeavesOpen) {
  EXPECT_EQ(play_x(3, "").x, 6);
  EXPECT_EQ(play_x(1, "B").x, 1);  // then A twice, then B writes
  EXPECT_EQ(rows(play_x(1, "B")), rows(play_x(1, "BAAB")));
}

TEST(XMachine, SkipsLettersOfAnActorWhoIsDone) {
  EXPECT_EQ(rows(play_x(1, "AAAAAABB")), rows(play_x(1, "AABB")));
}

TEST(XMachine, RefusesWhatItCannotPlay) {
  EXPECT_THROW(play_x(1, "ab"), std::invalid_argument);
  EXPECT_THROW(play_x(0, ""), std::invalid_argument);
  EXPECT_THROW(complete_orders(0), std::invalid_argument);
}

TEST(XMachine, DrawsAColumnForEachActor) {
  EXPECT_EQ(table(play_x(1, "ABBA")),
            "     A             B\n"
            "  1  reads 0\n"
            "  2                reads 0\n"
            "  3                writes 1\n"
            "  4  writes 1\n"
            "x = 1\n");
}

}  // namespace
}  // namespace pots
