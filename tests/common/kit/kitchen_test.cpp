// The kitchen's rules: its moves, its clock, its events, its complaints.
#include "pots/kitchen.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace pots {
namespace {

using Lines = std::vector<std::string>;

std::string error_of(const std::function<void()>& move) {
  try {
    move();
  } catch (const kitchen_error& error) {
    return error.what();
  }
  return "no error";
}

std::string text(const Event& event) {
  return std::to_string(event.pot) +
         (event.what == Event::boiled ? " boiled" : " cooked");
}

static_assert(!std::is_copy_constructible_v<Kitchen>);
static_assert(!std::is_convertible_v<int, Kitchen>);

TEST(Kitchen, StartsAtMinuteZeroWithNothingDone) {
  const Kitchen kitchen(3);
  EXPECT_EQ(kitchen.minutes(), 0);
  EXPECT_EQ(kitchen.pots(), 3);
  EXPECT_EQ(kitchen.served(), 0);
  EXPECT_EQ(kitchen.stood_still(), 0);
  EXPECT_EQ(kitchen.complaint(), "");
  EXPECT_TRUE(kitchen.log().empty());
}

TEST(Kitchen, TheStandardStoveTakesEightAndSix) {
  const Stove stove = standard_stove(2);
  ASSERT_EQ(stove.size(), 2u);
  EXPECT_EQ(stove[1].heating, 8);
  EXPECT_EQ(stove[1].cooking, 6);
}

TEST(Kitchen, EachMoveOfTheHandsTakesAMinuteBeforeTheStoveBegins) {
  Kitchen kitchen(Stove{{4, 3}});
  kitchen.put_on(0);
  EXPECT_EQ(kitchen.minutes(), 1);
  kitchen.wait_boiled(0);
  EXPECT_EQ(kitchen.minutes(), 5);
  kitchen.drop_in(0);
  EXPECT_EQ(kitchen.minutes(), 6);
  kitchen.wait_cooked(0);
  EXPECT_EQ(kitchen.minutes(), 9);
  kitchen.serve(0);
  EXPECT_EQ(kitchen.minutes(), 10);
  EXPECT_EQ(kitchen.served(), 1);
  EXPECT_EQ(kitchen.stood_still(), 7);
}

TEST(Kitchen, AStoveMayTakeNoTimeAtAll) {
  Kitchen kitchen(Stove{{0, 0}});
  kitchen.put_on(0);
  EXPECT_EQ(text(kitchen.wait_any()), "0 boiled");
  kitchen.drop_in(0);
  EXPECT_EQ(text(kitchen.wait_any()), "0 cooked");
  kitchen.serve(0);
  EXPECT_EQ(kitchen.minutes(), 3);
  EXPECT_EQ(kitchen.stood_still(), 0);
}

TEST(Kitchen, RefusesAStoveThatTurnsTimeBack) {
  EXPECT_THROW(Kitchen(Stove{{-1, 6}}), std::invalid_argument);
  EXPECT_THROW(Kitchen(Stove{{8, -1}}), std::invalid_argument);
  EXPECT_THROW(Kitchen(-1), std::invalid_argument);
}

// --- Impossible moves -------------------------------------------------------

// The moves up to a state of pot 0 on the standard stove, and the minute then.
struct Stage {
  std::string name;
  std::function<void(Kitchen&)> reach;
  std::string minute;
};

const std::vector<Stage>& stages() {
  static const std::vector<Stage> all = {
      {"cold", [](Kitchen&) {}, "minute 0: "},
      {"heating", [](Kitchen& k) { k.put_on(0); }, "minute 1: "},
      {"boiled",
       [](Kitchen& k) {
         k.put_on(0);
         k.wait_boiled(0);
       },
       "minute 9: "},
      {"cooking",
       [](Kitchen& k) {
         k.put_on(0);
         k.wait_boiled(0);
         k.drop_in(0);
       },
       "minute 10: "},
      {"cooked",
       [](Kitchen& k) {
         k.put_on(0);
         k.wait_boiled(0);
         k.drop_in(0);
         k.wait_cooked(0);
       },
       "minute 16: "},
      {"served",
       [](Kitchen& k) {
         k.put_on(0);
         k.wait_boiled(0);
         k.drop_in(0);
         k.wait_cooked(0);
         k.serve(0);
       },
       "minute 17: "}};
  return all;
}

// What is said to `move` in each of the six stages; "" where it is possible.
void expect_errors(const std::function<void(Kitchen&)>& move,
                   const Lines& errors) {
  for (std::size_t i = 0; i < stages().size(); ++i) {
    Kitchen kitchen(1);
    stages()[i].reach(kitchen);
    const std::string expected =
        errors[i].empty() ? "no error" : stages()[i].minute + errors[i];
    EXPECT_EQ(error_of([&] { move(kitchen); }), expected) << stages()[i].name;
  }
}

TEST(Kitchen, PutsOnColdPotsOnly) {
  const std::string twice = "you put on pot 0 twice";
  expect_errors([](Kitchen& k) { k.put_on(0); },
                {"", twice, twice, twice, twice, twice});
}

TEST(Kitchen, DropsInBoilingPotsOnly) {
  const std::string you = "you dropped dumplings in pot 0 ";
  expect_errors([](Kitchen& k) { k.drop_in(0); },
                {you + "before it was on", you + "before it boiled", "",
                 you + "twice", you + "twice", you + "twice"});
}

TEST(Kitchen, ServesCookedPotsOnly) {
  const std::string you = "you served pot 0 ";
  expect_errors(
      [](Kitchen& k) { k.serve(0); },
      {you + "cold", you + "raw", you + "raw", you + "raw", "", you + "twice"});
}

TEST(Kitchen, WaitsForBoilingOnlyWhereItWillHappenOrHas) {
  expect_errors(
      [](Kitchen& k) { k.wait_boiled(0); },
      {"you wait for pot 0 to boil, but it is not on", "", "", "", "", ""});
}

TEST(Kitchen, WaitsForCookingOnlyWhereItWillHappenOrHas) {
  const std::string empty =
      "you wait for pot 0 to be cooked, but nothing is in it";
  expect_errors([](Kitchen& k) { k.wait_cooked(0); },
                {empty, empty, empty, "", "", ""});
}

TEST(Kitchen, WaitsForAnyPotOnlyIfSomethingWillHappen) {
  const std::string nothing = "you wait, but no pot is heating or cooking";
  expect_errors([](Kitchen& k) { k.wait_any(); },
                {nothing, "", nothing, "", nothing, nothing});
}

TEST(Kitchen, KnowsItsPots) {
  const std::vector<std::function<void(Kitchen&, int)>> moves = {
      [](Kitchen& k, int pot) { k.put_on(pot); },
      [](Kitchen& k, int pot) { k.drop_in(pot); },
      [](Kitchen& k, int pot) { k.serve(pot); },
      [](Kitchen& k, int pot) { k.wait_boiled(pot); },
      [](Kitchen& k, int pot) { k.wait_cooked(pot); }};
  for (const auto& move : moves) {
    Kitchen kitchen(2);
    EXPECT_EQ(error_of([&] { move(kitchen, 2); }),
              "minute 0: there is no pot 2");
    EXPECT_EQ(error_of([&] { move(kitchen, -1); }),
              "minute 0: there is no pot -1");
  }
}

TEST(Kitchen, TakesNoTimeForAnImpossibleMove) {
  Kitchen kitchen(1);
  EXPECT_NE(error_of([&] { kitchen.serve(0); }), "no error");
  EXPECT_EQ(kitchen.minutes(), 0);
  EXPECT_EQ(kitchen.served(), 0);
  EXPECT_TRUE(kitchen.log().empty());
}

TEST(Kitchen, RestsForAnyNumberOfMinutesButANegativeOne) {
  Kitchen kitchen(1);
  kitchen.rest(0);
  EXPECT_EQ(kitchen.minutes(), 0);
  kitchen.rest(5);
  EXPECT_EQ(kitchen.minutes(), 5);
  EXPECT_EQ(kitchen.stood_still(), 5);
  EXPECT_EQ(error_of([&] { kitchen.rest(-1); }),
            "minute 5: you cannot rest for less than 0 minutes");
}

TEST(Kitchen, EndsAProgramThatWouldWaitForEver) {
  Kitchen kitchen(1);
  kitchen.rest(10'000);
  EXPECT_EQ(kitchen.minutes(), 10'000);
  EXPECT_EQ(error_of([&] { kitchen.rest(1); }),
            "minute 10000: your program does not end");
  EXPECT_EQ(error_of([&] { kitchen.put_on(0); }),
            "minute 10000: your program does not end");
}

TEST(Kitchen, EndsAProgramThatGoesRoundWithoutWaiting) {
  Kitchen kitchen(1);
  kitchen.put_on(0);
  for (int i = 0; i < 99'999; ++i) kitchen.wait_boiled(0);
  EXPECT_EQ(error_of([&] { kitchen.wait_boiled(0); }),
            "minute 9: your program does not end");
}

// --- Events -----------------------------------------------------------------

TEST(Kitchen, TellsEventsInTheOrderInWhichTheyHappen) {
  Kitchen kitchen(Stove{{12, 6}, {4, 3}});
  kitchen.put_on(0);
  kitchen.put_on(1);
  EXPECT_EQ(text(kitchen.wait_any()), "1 boiled");
  EXPECT_EQ(kitchen.minutes(), 6);
  kitchen.drop_in(1);
  EXPECT_EQ(text(kitchen.wait_any()), "1 cooked");
  EXPECT_EQ(kitchen.minutes(), 10);
  EXPECT_EQ(text(kitchen.wait_any()), "0 boiled");
  EXPECT_EQ(kitchen.minutes(), 13);
}

TEST(Kitchen, TellsAtOnceWhatHasHappenedAlready) {
  Kitchen kitchen(Stove{{5, 6}, {2, 6}});
  kitchen.put_on(0);
  kitchen.put_on(1);
  kitchen.rest(20);
  EXPECT_EQ(text(kitchen.wait_any()), "1 boiled");
  EXPECT_EQ(text(kitchen.wait_any()), "0 boiled");
  EXPECT_EQ(kitchen.minutes(), 22);
}

TEST(Kitchen, TellsEveryEventOnce) {
  Kitchen kitchen(1);
  kitchen.put_on(0);
  EXPECT_EQ(text(kitchen.wait_any()), "0 boiled");
  EXPECT_EQ(error_of([&] { kitchen.wait_any(); }),
            "minute 9: you wait, but no pot is heating or cooking");
}

TEST(Kitchen, CountsAnEventAsToldToWhoeverWatchedThatPot) {
  Kitchen kitchen(Stove{{4, 6}, {4, 6}});
  kitchen.put_on(0);
  kitchen.put_on(1);
  kitchen.wait_boiled(0);
  EXPECT_EQ(text(kitchen.wait_any()), "1 boiled");
}

TEST(Kitchen, LetsAPotBeWatchedAfterItsEventWasTold) {
  Kitchen kitchen(1);
  kitchen.put_on(0);
  kitchen.wait_any();
  kitchen.wait_boiled(0);
  EXPECT_EQ(kitchen.minutes(), 9);
}

TEST(Kitchen, KeepsAnUntoldEventOfAPotThatHasGoneOn) {
  Kitchen kitchen(1);
  kitchen.put_on(0);
  kitchen.rest(8);
  kitchen.drop_in(0);
  EXPECT_EQ(text(kitchen.wait_any()), "0 boiled");
  EXPECT_EQ(text(kitchen.wait_any()), "0 cooked");
}

TEST(Kitchen, PotsGoOnWhileTheHandsAreBusyElsewhere) {
  Kitchen kitchen(Stove{{1, 6}, {8, 6}, {8, 6}});
  kitchen.put_on(0);
  kitchen.put_on(1);
  kitchen.put_on(2);
  EXPECT_EQ(text(kitchen.wait_any()), "0 boiled");
  EXPECT_EQ(kitchen.minutes(), 3);
}

// --- Ties -------------------------------------------------------------------

// Three pots that boil in minute 5.
Stove tied_stove() { return {{4, 6}, {3, 6}, {2, 6}}; }

Lines told_with(std::function<int(int)> tie_breaker) {
  Kitchen kitchen(tied_stove(), {.tie_breaker = std::move(tie_breaker)});
  for (const int pot : {0, 1, 2}) kitchen.put_on(pot);
  Lines told;
  for (int i = 0; i < 3; ++i) told.push_back(text(kitchen.wait_any()));
  EXPECT_EQ(kitchen.minutes(), 5);
  return told;
}

TEST(Kitchen, GivesTiesToTheLowestPotByDefault) {
  EXPECT_EQ(told_with({}), (Lines{"0 boiled", "1 boiled", "2 boiled"}));
}

TEST(Kitchen, LetsTheTieBreakerChooseAmongThoseLeft) {
  std::vector<int> offered;
  const Lines told = told_with([&](int n) {
    offered.push_back(n);
    return n - 1;
  });
  EXPECT_EQ(told, (Lines{"2 boiled", "1 boiled", "0 boiled"}));
  EXPECT_EQ(offered, (std::vector<int>{3, 2}));
}

TEST(Kitchen, NumbersTheOfferedPotsFromTheLowest) {
  std::vector<int> choices = {1, 0};
  const Lines told = told_with([&](int) {
    const int choice = choices.front();
    choices.erase(choices.begin());
    return choice;
  });
  EXPECT_EQ(told, (Lines{"1 boiled", "0 boiled", "2 boiled"}));
}

TEST(Kitchen, AsksNobodyWhenThereIsNoTie) {
  Kitchen kitchen(standard_stove(2), {.tie_breaker = [](int) {
                    ADD_FAILURE() << "asked";
                    return 0;
                  }});
  kitchen.put_on(0);
  kitchen.put_on(1);
  kitchen.rest(20);
  EXPECT_EQ(kitchen.log().size(), 4u);
}

TEST(Kitchen, RefusesAChoiceThatWasNotOffered) {
  EXPECT_THROW(told_with([](int n) { return n; }), std::out_of_range);
  EXPECT_THROW(told_with([](int) { return -1; }), std::out_of_range);
}

// --- The rule ---------------------------------------------------------------

TEST(Kitchen, ComplainsWhenAColdPotIsLeftStanding) {
  Kitchen kitchen(2);
  kitchen.put_on(0);
  kitchen.wait_boiled(0);
  EXPECT_EQ(kitchen.complaint(),
            "minute 1: pot 1 stands cold and you are waiting");
}

TEST(Kitchen, ComplainsWhenABoiledPotIsLeftStanding) {
  Kitchen kitchen(Stove{{12, 6}, {4, 6}});
  kitchen.put_on(0);
  kitchen.put_on(1);
  kitchen.wait_boiled(0);
  EXPECT_EQ(kitchen.complaint(),
            "minute 6: pot 1 has boiled and you are waiting");
}

TEST(Kitchen, ComplainsWhenACookedPotIsLeftStanding) {
  Kitchen kitchen(1);
  kitchen.put_on(0);
  kitchen.wait_boiled(0);
  kitchen.drop_in(0);
  kitchen.wait_cooked(0);
  kitchen.rest(1);
  EXPECT_EQ(kitchen.complaint(),
            "minute 16: pot 0 is cooked and you are waiting");
}

TEST(Kitchen, CountsRestingAsWaiting) {
  Kitchen kitchen(1);
  kitchen.rest(1);
  EXPECT_EQ(kitchen.complaint(),
            "minute 0: pot 0 stands cold and you are waiting");
}

TEST(Kitchen, KeepsTheFirstComplaint) {
  Kitchen kitchen(2);
  kitchen.rest(1);
  kitchen.put_on(0);
  kitchen.rest(60);
  EXPECT_EQ(kitchen.complaint(),
            "minute 0: pot 0 stands cold and you are waiting");
}

TEST(Kitchen, DoesNotComplainWhileTheHandsAreBusy) {
  Kitchen kitchen(Stove{{0, 6}, {8, 6}});
  kitchen.put_on(0);
  kitchen.put_on(1);  // pot 0 boils meanwhile
  kitchen.drop_in(0);
  EXPECT_EQ(kitchen.complaint(), "");
}

TEST(Kitchen, DoesNotComplainWhenNoTimePasses) {
  Kitchen kitchen(2);
  kitchen.put_on(0);
  kitchen.rest(0);
  kitchen.put_on(1);
  kitchen.wait_boiled(0);
  kitchen.wait_boiled(0);  // at once
  EXPECT_EQ(kitchen.complaint(), "");
}

TEST(Kitchen, DoesNotComplainInTheMinuteInWhichTheWaitingEnds) {
  Kitchen kitchen(Stove{{5, 6}, {4, 6}});  // both boil in minute 6
  kitchen.put_on(0);
  kitchen.put_on(1);
  kitchen.wait_boiled(0);
  EXPECT_EQ(kitchen.minutes(), 6);
  EXPECT_EQ(kitchen.complaint(), "");
}

TEST(Kitchen, DoesNotComplainOnceAllIsServed) {
  Kitchen kitchen(Stove{{0, 0}});
  kitchen.put_on(0);
  kitchen.drop_in(0);
  kitchen.serve(0);
  kitchen.rest(60);
  EXPECT_EQ(kitchen.complaint(), "");
}

// --- What is recorded -------------------------------------------------------

TEST(Kitchen, CountsEachMove) {
  Kitchen kitchen(1);
  kitchen.put_on(0);
  kitchen.wait_any();
  kitchen.wait_boiled(0);
  kitchen.wait_boiled(0);
  kitchen.drop_in(0);
  kitchen.rest(3);
  kitchen.wait_cooked(0);
  kitchen.serve(0);
  const Kitchen::Moves& moves = kitchen.moves();
  EXPECT_EQ(moves.put_on, 1);
  EXPECT_EQ(moves.drop_in, 1);
  EXPECT_EQ(moves.serve, 1);
  EXPECT_EQ(moves.wait_boiled, 2);
  EXPECT_EQ(moves.wait_cooked, 1);
  EXPECT_EQ(moves.wait_any, 1);
  EXPECT_EQ(moves.rest, 1);
}

TEST(Kitchen, CountsAMoveThatWasOnlyTried) {
  Kitchen kitchen(1);
  EXPECT_NE(error_of([&] { kitchen.wait_any(); }), "no error");
  EXPECT_EQ(kitchen.moves().wait_any, 1);
}

TEST(Kitchen, LogsHandsAndEventsButNoWaiting) {
  Kitchen kitchen(1);
  kitchen.put_on(0);
  kitchen.wait_boiled(0);
  ASSERT_EQ(kitchen.log().size(), 2u);
  EXPECT_EQ(kitchen.log()[0].minute, 0);
  EXPECT_EQ(kitchen.log()[0].who, "cook");
  EXPECT_EQ(kitchen.log()[0].what, "puts on pot 0");
  EXPECT_EQ(kitchen.log()[1].minute, 9);
  EXPECT_EQ(kitchen.log()[1].who, "stove");
  EXPECT_EQ(kitchen.log()[1].what, "pot 0 boils");
}

TEST(Kitchen, TellsTheObserverOfEachMoveAndEvent) {
  Lines seen;
  Kitchen kitchen(Stove{{1, 1}, {8, 6}},
                  {.observer = [&](std::string_view actor, std::string text) {
                    seen.push_back(std::string(actor) + "| " + text);
                  }});
  kitchen.put_on(0);
  kitchen.wait_any();
  kitchen.drop_in(0);
  kitchen.wait_cooked(0);
  EXPECT_NE(error_of([&] { kitchen.serve(1); }), "no error");
  kitchen.rest(60);
  EXPECT_EQ(seen, (Lines{"cook| minute 0: puts on pot 0",
                         "cook| minute 1: waits for any pot",
                         "cook| minute 1: still waits: pot 1 stands cold",
                         "stove| minute 2: pot 0 boils",
                         "cook| minute 2: hears that pot 0 boils",
                         "cook| minute 2: drops dumplings in pot 0",
                         "cook| minute 3: waits for pot 0 to be cooked",
                         "stove| minute 4: pot 0 is cooked",
                         "cook| minute 4: serves pot 1",
                         "cook| minute 4: rests for 60 minutes"}));
}

}  // namespace
}  // namespace pots
