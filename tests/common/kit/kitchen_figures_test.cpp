// The figures that chapter and tests of the first lesson give away, recomputed.
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pots/kitchen.hpp"

namespace pots {
namespace {

void cook_one(Kitchen& kitchen, int pot) {
  kitchen.put_on(pot);
  kitchen.wait_boiled(pot);
  kitchen.drop_in(pot);
  kitchen.wait_cooked(pot);
  kitchen.serve(pot);
}

void one_after_another(Kitchen& kitchen) {
  for (int pot = 0; pot < kitchen.pots(); ++pot) cook_one(kitchen, pot);
}

void whichever_comes_first(Kitchen& kitchen) {
  for (int pot = 0; pot < kitchen.pots(); ++pot) kitchen.put_on(pot);
  for (int served = 0; served < kitchen.pots();) {
    const Event event = kitchen.wait_any();
    if (event.what == Event::boiled) {
      kitchen.drop_in(event.pot);
    } else {
      kitchen.serve(event.pot);
      ++served;
    }
  }
}

void fixed_order(Kitchen& kitchen) {
  kitchen.put_on(0);
  kitchen.put_on(1);
  for (const int pot : {0, 1}) {
    kitchen.wait_boiled(pot);
    kitchen.drop_in(pot);
  }
  for (const int pot : {0, 1}) {
    kitchen.wait_cooked(pot);
    kitchen.serve(pot);
  }
}

int minutes_for(int pots, const std::function<void(Kitchen&)>& cook) {
  Kitchen kitchen(pots);
  cook(kitchen);
  EXPECT_EQ(kitchen.served(), pots);
  return kitchen.minutes();
}

// All 81 stoves of two pots.
std::vector<Stove> stoves() {
  std::vector<Stove> all;
  for (const int heating0 : {4, 8, 12}) {
    for (const int cooking0 : {3, 6, 9}) {
      for (const int heating1 : {4, 8, 12}) {
        for (const int cooking1 : {3, 6, 9}) {
          all.push_back({{heating0, cooking0}, {heating1, cooking1}});
        }
      }
    }
  }
  return all;
}

TEST(KitchenFigures, OneCookOnePotAfterAnother) {
  EXPECT_EQ(minutes_for(1, one_after_another), 17);
  EXPECT_EQ(minutes_for(2, one_after_another), 34);
  EXPECT_EQ(minutes_for(4, one_after_another), 68);
  EXPECT_EQ(minutes_for(8, one_after_another), 136);
  EXPECT_EQ(minutes_for(16, one_after_another), 272);
}

TEST(KitchenFigures, OneCookAllPots) {
  EXPECT_EQ(minutes_for(1, whichever_comes_first), 17);
  EXPECT_EQ(minutes_for(2, whichever_comes_first), 18);
  EXPECT_EQ(minutes_for(4, whichever_comes_first), 20);
  EXPECT_EQ(minutes_for(8, whichever_comes_first), 25);
  EXPECT_EQ(minutes_for(16, whichever_comes_first), 48);
}

// 17 minutes are one pot's; each further pot costs 1 while the stove is the
// limit, and all three minutes of his hands once he himself is.
TEST(KitchenFigures, FromEightPotsOnTheCookIsTheLimit) {
  EXPECT_EQ(minutes_for(7, whichever_comes_first), 17 + 6);
  EXPECT_EQ(minutes_for(8, whichever_comes_first), 17 + 6 + 2);
  EXPECT_EQ(minutes_for(9, whichever_comes_first), 3 * 9);
  for (int pots = 9; pots <= 16; ++pots) {
    EXPECT_EQ(minutes_for(pots, whichever_comes_first), 3 * pots);
  }
}

TEST(KitchenFigures, TheFixedOrderIsPerfectOnTheStandardStove) {
  EXPECT_EQ(minutes_for(2, fixed_order), 18);
}

TEST(KitchenFigures, TheFixedOrderLosesAMinuteWhenPotOneBoilsFirst) {
  const Stove stove = {{12, 6}, {4, 6}};
  Kitchen fixed(stove);
  fixed_order(fixed);
  EXPECT_EQ(fixed.minutes(), 22);
  EXPECT_EQ(fixed.complaint(),
            "minute 6: pot 1 has boiled and you are waiting");
  Kitchen best(stove);
  whichever_comes_first(best);
  EXPECT_EQ(best.minutes(), 21);
  EXPECT_EQ(best.complaint(), "");
}

TEST(KitchenFigures, TheFixedOrderBreaksTheRuleOnFiftyOfEightyOneStoves) {
  int broken = 0;
  for (const Stove& stove : stoves()) {
    Kitchen kitchen(stove);
    fixed_order(kitchen);
    if (!kitchen.complaint().empty()) ++broken;
  }
  EXPECT_EQ(stoves().size(), 81u);
  EXPECT_EQ(broken, 50);
}

TEST(KitchenFigures, WhicheverComesFirstKeepsTheRuleOnEveryStoveAndTie) {
  for (const Stove& stove : stoves()) {
    for (const int choice : {0, 1}) {
      Kitchen kitchen(stove, {.tie_breaker = [&](int) { return choice; }});
      whichever_comes_first(kitchen);
      EXPECT_EQ(kitchen.complaint(), "");
      EXPECT_EQ(kitchen.served(), 2);
    }
  }
}

TEST(KitchenFigures, TheTimetableOfTheBlockingCook) {
  Kitchen kitchen(2);
  one_after_another(kitchen);
  EXPECT_EQ(timetable(kitchen),
            "  0  cook puts on pot 0\n"
            "  9       pot 0 boils\n"
            "  9  cook drops dumplings in pot 0\n"
            " 16       pot 0 is cooked\n"
            " 16  cook serves pot 0\n"
            " 17  cook puts on pot 1\n"
            " 26       pot 1 boils\n"
            " 26  cook drops dumplings in pot 1\n"
            " 33       pot 1 is cooked\n"
            " 33  cook serves pot 1\n"
            "34 minutes; the cook stood still for 28 of them\n");
  EXPECT_EQ(kitchen.complaint(),
            "minute 1: pot 1 stands cold and you are waiting");
}

}  // namespace
}  // namespace pots
