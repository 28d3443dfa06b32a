// Which kind of mistake a schedule shows, and what to do about it.
//
// A pattern is named only if the steps of the story show it; where none fits,
// the words say what was stopped where and who ran meanwhile.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/adversary/schedule_steps.hpp"

namespace pots::adv {

struct Cause {
  std::string headline;            // what is wrong, in one line
  std::string words;               // how it came to be
  std::string next;                // what to do
  std::string look;                // "lessons/…/hits.hpp:7"
  std::vector<std::size_t> steps;  // of the story: must stay in the table
};

// Also puts remarks into the table ("overwrites B's write (step 4)").
Cause cause_of(Retelling& telling);

// The patterns, each in a file of its family.

// schedule_data_cause.cpp: two accesses that got in each other's way.
std::optional<Cause> stale_read(Retelling& telling);
Cause data_race(const Retelling& telling);
Cause freed_memory(Retelling& telling);

// schedule_waiting_cause.cpp: threads that wait for each other, or spin.
Cause standstill(const Retelling& telling);
Cause only_looking(const Retelling& telling);

// schedule_waking_cause.cpp: who sleeps for ever, or woke and did not look.
std::optional<Cause> never_woken(const Retelling& telling);
std::optional<Cause> did_not_look_again(const Retelling& telling);

// schedule_end_cause.cpp: exceptions, crashes, misused mutexes, endless loops.
Cause early_end(const Retelling& telling);

// schedule_cause.cpp: what they share.

// No pattern fits: who was stopped, and who ran meanwhile.
Cause pause_cause(const Retelling& telling);
// The words that came with the violation, "" if there were none.
std::string what_text(const Story& story);
// Where the thread stood that ran when it broke.
std::string end_place(const Retelling& telling);

// schedule_locks.cpp: who holds what when.

// The mutexes that the actor holds just before the step.
std::vector<std::uint64_t> locks_held(const Story& story, Actor actor,
                                      std::size_t step);
// "no lock", "m1", "m1 and m2".
std::string lock_list(const ScheduleNames& names,
                      const std::vector<std::uint64_t>& locks);

}  // namespace pots::adv
