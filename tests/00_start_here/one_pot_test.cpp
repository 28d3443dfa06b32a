// 00.one_pot: the five steps in order, for every stove.
#include "pots/one_pot.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "cook_under_test.hpp"
#include "pots/adversary.hpp"

namespace pots {
namespace {

// A kitchen in which every move is drawn. This stands in each test and not in
// the shared header: the table looks up the stack for the line that made the
// move, and what it passes over are files named *_test.cpp.
class DrawnKitchen : public Kitchen {
 public:
  DrawnKitchen(adv::Run& run, const Stove& stove)
      : Kitchen(stove, drawn_in(run)) {}

 private:
  static Options drawn_in(adv::Run& run) {
    Options options;
    options.observer = [&run](std::string_view actor, const std::string& text) {
      run.note(actor, text);
    };
    return options;
  }
};

void expect_served_in(adv::Run& run, const Kitchen& kitchen, int minutes) {
  expect_count(run, "pots served", kitchen.served(), 1,
               "cook_one has returned, and the dumplings are in the pot.");
  expect_count(run, "minutes taken", kitchen.minutes(), minutes,
               "3 minutes of hands, the heating, the cooking, and no more.");
}

TEST(OnePot, TakesSeventeenMinutes) {
  for_every_choice(every_stove(0), [](adv::Run& run) {
    DrawnKitchen kitchen(run, standard_stove(1));
    let_cook(run, kitchen, cook_one);
    expect_served_in(run, kitchen, 17);
  });
}

// The stove plays: slow and fast, for heating and for cooking.
TEST(OnePot, LosesNoMinuteOnAnyStove) {
  for_every_choice(every_stove(2), [](adv::Run& run) {
    Stove stove(1);
    stove[0].cooking = stove_takes(run, {6, 1, 3, 9});
    stove[0].heating = stove_takes(run, {8, 1, 4, 12});
    run.note("stove", words_for(0, stove[0]));
    DrawnKitchen kitchen(run, stove);
    let_cook(run, kitchen, cook_one);
    expect_served_in(run, kitchen, 3 + stove[0].heating + stove[0].cooking);
  });
}

TEST(OnePot, MakesEachMoveOnce) {
  for_every_choice(every_stove(2), [](adv::Run& run) {
    Stove stove(1);
    stove[0].cooking = stove_takes(run, {6, 9});
    stove[0].heating = stove_takes(run, {8, 12});
    run.note("stove", words_for(0, stove[0]));
    DrawnKitchen kitchen(run, stove);
    let_cook(run, kitchen, cook_one);
    expect_each_move_once(run, kitchen, 1);
  });
}

TEST(OnePot, LeavesTheOtherPotsCold) {
  for_every_choice(every_stove(0), [](adv::Run& run) {
    DrawnKitchen kitchen(run, standard_stove(3));
    let_cook(run, kitchen, cook_one);
    for (const Kitchen::Line& line : kitchen.log()) {
      if (line.what.find("pot 0") == line.what.npos) {
        run.fail("minute " + std::to_string(line.minute) + ": the " + line.who +
                     " " + line.what,
                 "there are three pots here, and cook_one cooks pot 0 only.");
      }
    }
    expect_served_in(run, kitchen, 17);
  });
}

}  // namespace
}  // namespace pots
