// Runs a body under every choice of a player, and shows the shortest way in
// which it breaks.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "common/adversary/run.hpp"

namespace pots::adv {

struct Plan {
  int unkind = 2;     // every run with at most so many unkind choices…
  int random = 2000;  // …then so many random ones; seed: the test's name
  std::vector<std::string> actors = {"you"};  // the table's columns
  // One actor a row: whoever else does something gets a column, too, and who
  // does nothing has none.
  bool one_a_row = false;
  std::string unkind_noun = "unkind answer";  // what one is called
  bool must_be_driven = false;  // a player must have been asked something
};

// Runs `body` once for each path of choices, each time from the start, in
// forked workers: what it changes in memory is not seen here. EXPECT_ and
// ASSERT_ failures, exceptions, crashes, exits and endless loops in the body
// are reported as one failure of the current test, with the smallest
// counterexample. The body must be deterministic apart from the choices, and
// start no thread.
void explore(const Plan& plan, const std::function<void(Run&)>& body);

}  // namespace pots::adv

namespace pots {

// The same, by the name that a test reads best with.
inline void for_every_choice(const adv::Plan& plan,
                             const std::function<void(adv::Run&)>& body) {
  adv::explore(plan, body);
}

}  // namespace pots
