// 00.two_pots: the cook never waits while some pot needs hands, whatever the
// stove does first.
#include "pots/two_pots.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "cook_under_test.hpp"
#include "pots/adversary.hpp"

namespace pots {
namespace {

constexpr char kRule[] =
    "the rule: the cook never waits while some pot needs hands.";

// A kitchen in which every move is drawn and a broken rule ends the run at
// once. (one_pot_test.cpp says why this is not in the shared header.)
class WatchedKitchen : public Kitchen {
 public:
  WatchedKitchen(adv::Run& run, const Stove& stove)
      : Kitchen(stove, watched(run)) {}

 private:
  Options watched(adv::Run& run) {
    Options options;
    // Pots that are ready in one minute come in any order: the stove chooses.
    options.tie_breaker = [&run](int offered) {
      std::vector<adv::Run::Option> first = {{"lowest", 0}};
      for (int i = 1; i < offered; ++i) {
        first.push_back({"other" + std::to_string(i), 1});
      }
      return run.choose(first);
    };
    options.observer = [this, &run](std::string_view actor,
                                    const std::string& text) {
      run.note(actor, text);
      if (!complaint().empty()) run.fail(complaint(), kRule);
    };
    return options;
  }
};

// The whole contract, for one stove. Returns how long it took.
int expect_all_cooked(adv::Run& run, const Stove& stove) {
  WatchedKitchen kitchen(run, stove);
  let_cook(run, kitchen, cook_all);
  expect_count(run, "pots served", kitchen.served(), kitchen.pots(),
               "cook_all has returned before every pot was on the table.");
  expect_each_move_once(run, kitchen, kitchen.pots());
  if (kitchen.moves().wait_any > 2 * kitchen.pots()) {
    run.fail("calls of wait_any: " + std::to_string(kitchen.moves().wait_any) +
                 ", expected at most " + std::to_string(2 * kitchen.pots()),
             "a pot has two events, each is told once; then nothing is on.");
  }
  return kitchen.minutes();
}

void draw(adv::Run& run, const Stove& stove) {
  int pot = 0;
  for (const PotTimes& takes : stove) {
    run.note("stove", words_for(pot++, takes));
  }
}

TEST(TwoPots, TakesEighteenMinutes) {
  for_every_choice(every_stove(2), [](adv::Run& run) {
    const int minutes = expect_all_cooked(run, standard_stove(2));
    expect_count(run, "minutes taken", minutes, 18,
                 "6 minutes of hands, and 12 in which both pots are busy.");
  });
}

// The stove plays: 81 stoves.
TEST(TwoPots, NeverWaitsWhileAPotNeedsHands) {
  for_every_choice(every_stove(5), [](adv::Run& run) {
    Stove stove(2);
    for (PotTimes& pot : stove) pot.cooking = stove_takes(run, {6, 3, 9});
    for (PotTimes& pot : stove) pot.heating = stove_takes(run, {8, 4, 12});
    draw(run, stove);
    expect_all_cooked(run, stove);
  });
}

// Pots that boil in one minute, or are cooked in it: either may be told first.
// A pot goes on a minute after its neighbour, so with a minute less of heating
// both boil together: three pots do with three unusual times.
TEST(TwoPots, DoesNotCareWhoComesFirst) {
  for (const std::size_t pots : {2, 3}) {
    for_every_choice(every_stove(5), [pots](adv::Run& run) {
      Stove stove(pots);
      for (PotTimes& pot : stove) pot.cooking = stove_takes(run, {6, 5});
      for (PotTimes& pot : stove) pot.heating = stove_takes(run, {8, 7, 6});
      draw(run, stove);
      expect_all_cooked(run, stove);
    });
  }
}

TEST(TwoPots, CooksAnyNumberOfPots) {
  for (const int pots : {3, 16, 1}) {
    for_every_choice(every_stove(2), [pots](adv::Run& run) {
      const int minutes = expect_all_cooked(run, standard_stove(pots));
      if (pots < 16) return;
      expect_count(run, "minutes taken", minutes, 48,
                   "16 pots need 48 minutes of hands, and some pot always "
                   "needs them.");
    });
  }
}

TEST(TwoPots, WaitsForNothingWhenNothingIsOn) {
  for (const int pots : {2, 0}) {
    for_every_choice(every_stove(2), [pots](adv::Run& run) {
      const int minutes = expect_all_cooked(run, standard_stove(pots));
      if (pots > 0) return;
      expect_count(run, "minutes taken", minutes, 0,
                   "this kitchen has no pot, so there is nothing to do.");
    });
  }
}

}  // namespace
}  // namespace pots
