// What a test program was asked to do: for whom it speaks and what to replay.
#pragma once

#include <string>

namespace pots::adv {

// Set once, before the first test, by the test main; read by explorations.
// Without a main of ours everything is empty, and every exploration runs.
struct Setting {
  std::string exercise;    // "01.exactly"; empty in the course's own tests
  std::string replay;      // a key from an `Again:` line; empty: explore
  std::string picture;     // a file for the counterexample as SVG; empty: none
  int explorations = 0;    // how many this case has started so far
  bool in_worker = false;  // this process only explores: nobody reads it
  bool real_threads = false;  // schedules are run by kernel threads, not fibers
};

Setting& setting();

// "01.exactly.CollectsEverySplit", or "Suite.Case" without an exercise.
std::string case_name();

}  // namespace pots::adv
