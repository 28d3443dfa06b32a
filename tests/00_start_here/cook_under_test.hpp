// Runs a student's cook in a kitchen and says in words what went wrong. The
// tests of one_pot and two_pots share it.
#pragma once

#include <exception>
#include <initializer_list>
#include <string>
#include <vector>

#include "pots/adversary.hpp"
#include "pots/kitchen.hpp"

namespace pots {

// Every run with at most so many unusual choices. What the standard stove does
// is usual, and of pots that are ready together the lowest is first; so the
// smallest counterexample differs from that in the fewest things.
inline adv::Plan every_stove(int unusual) {
  return {.unkind = unusual,
          .random = 0,
          .actors = {"cook", "stove"},
          .unkind_noun = "unusual choice"};
}

// The stove chooses one of these minutes; the first is usual.
inline int stove_takes(adv::Run& run, std::initializer_list<int> minutes) {
  std::vector<adv::Run::Option> options;
  for (const int m : minutes) {
    options.push_back({std::to_string(m), options.empty() ? 0 : 1});
  }
  return minutes.begin()[run.choose(options)];
}

// What the stove has chosen for one pot: "pot 1 heats 4 (not 8), cooks 6".
inline std::string words_for(int pot, const PotTimes& takes) {
  const auto minutes = [](int now, int usual) {
    return std::to_string(now) +
           (now == usual ? "" : " (not " + std::to_string(usual) + ")");
  };
  const PotTimes usual;
  return "pot " + std::to_string(pot) + " heats " +
         minutes(takes.heating, usual.heating) + ", cooks " +
         minutes(takes.cooking, usual.cooking);
}

// Gives `kitchen` to the student's function; an error ends the run.
inline void let_cook(adv::Run& run, Kitchen& kitchen, void (*cook)(Kitchen&)) {
  try {
    cook(kitchen);
  } catch (const kitchen_error& error) {
    run.fail(error.what(), "the kitchen refuses an impossible move.");
  } catch (const std::exception& error) {
    run.fail(std::string("your code threw: ") + error.what(),
             "nothing in this exercise needs an exception.");
  }
}

// The run is lost unless `count` is what the contract says.
inline void expect_count(adv::Run& run, const std::string& what, int count,
                         int expected, const std::string& cause) {
  if (count == expected) return;
  run.fail(what + ": " + std::to_string(count) + ", expected " +
               std::to_string(expected),
           cause);
}

// No move of the hands was made, or tried, too often.
inline void expect_each_move_once(adv::Run& run, const Kitchen& kitchen,
                                  int pots) {
  const std::string cause =
      "one of each for a pot. A move that the kitchen refused counts, too.";
  expect_count(run, "calls of put_on", kitchen.moves().put_on, pots, cause);
  expect_count(run, "calls of drop_in", kitchen.moves().drop_in, pots, cause);
  expect_count(run, "calls of serve", kitchen.moves().serve, pots, cause);
}

}  // namespace pots
