// The whole report about a schedule: what broke, how it came to be, what to do
// and how to see it again.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "common/adversary/glossary.hpp"
#include "common/adversary/story.hpp"

namespace pots::adv {

inline constexpr std::size_t kReportLines = 30;
inline constexpr std::size_t kScheduleTableLines = 18;

// What has been tried.
struct ScheduleCoverage {
  // [k]: how many schedules with at most k pauses there are; all were tried.
  std::vector<std::uint64_t> with_pauses;
  std::string also;  // behind "with up to 2 pauses": " and 1 spurious wake-up"
  std::uint64_t random = 0;
  std::uint64_t priorities = 0;  // PCT
  std::uint64_t dpor = 0;        // runs of partial order reduction
  bool complete = false;   // the reduction, or the search without a bound, was
                           // through: there is no other outcome
  bool cut_short = false;  // stopped at the limit of executions
  int sharing = 2;         // threads that touched what another touched
};

enum class FoundBy : std::uint8_t {
  kReplay,
  kBounded,
  kRandom,
  kPriorities,
  kReduction,
};

// A broken schedule, and what is known about the others.
struct ScheduleFinding {
  std::string key;        // "A1,B3"; "-" if nobody was paused
  std::string case_name;  // "04.hits.LosesNoUpdate"; empty: case_name()
  FoundBy by = FoundBy::kReplay;
  std::uint64_t found_in = 0;  // the how-manieth schedule of all tried
  // What it takes.
  int pauses = 0;
  int spurious = 0;
  int timeouts = 0;
  int failed_threads = 0;
  int failed_allocations = 0;
  int unkind_answers = 0;  // of system calls, weak exchanges...
  bool checked = false;    // without any one of these it passes
  // Among those with at most coverage.with_pauses.size() - 1 pauses.
  std::uint64_t failures = 0;
  bool counted = false;  // whether `failures` is all of them
  bool repeats = true;   // it broke again when it was told
  ScheduleCoverage coverage;
};

// Ends with a newline; at most kReportLines lines of kTableColumns characters
// (the headline may be longer).
std::string words_for_schedule(const ScheduleFinding& finding,
                               const Story& story,
                               const Glossary& glossary = program_glossary());
// A replayed schedule that does not break (any more).
std::string words_for_passing_schedule(
    const Story& story, const Glossary& glossary = program_glossary());
// One line, or two, without a newline at the end.
std::string words_for_pass(const ScheduleCoverage& coverage);

}  // namespace pots::adv
