// Runs one case of an exercise's test in a process of its own, and says how it
// ended: whatever the code under test does, there is an answer, it is the same
// every time, and nothing is left behind.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "common/judge/sandbox.hpp"

namespace pots::judge {

enum class Outcome {
  kPassed,            // the one line "<key> passed" arrived, and nothing else
  kFailed,            // "<key> failed"
  kCrashed,           // ended by a signal
  kEndedEarly,        // ended by itself, without a report
  kSilent,            // something arrived that is not the report
  kHung,              // everybody sleeps, nothing will ever happen
  kTooMuchCpu,        //
  kTooManyProcesses,  //
  kTooMuchMemory,     //
  kGraderError,       // our own failure; never the student's zero
};

// Bounds of one case. None depends on how busy the machine is, but `wall`,
// which ends in kGraderError unless the case has been asleep.
struct Limits {
  double cpu_seconds = 10;
  double wall_seconds = 60;
  std::size_t processes = 64;
  std::uint64_t memory_bytes = std::uint64_t{2} << 30;
  std::size_t output_bytes = 64 << 10;
  std::uint64_t file_bytes = std::uint64_t{64} << 20;
  int still_looks = 10;      // for kHung: see HangDetector
  double still_seconds = 1;  //
};

struct CaseRequest {
  std::string binary;       // absolute
  std::string case_name;    // "Suite.Case"
  std::string exercise_id;  // "01.exactly"
  std::string replay;       // "" for none
  std::string source_root;  // for source lines in stacks
  std::string build_root;   // to be seen inside the sandbox
  Isolation isolation = Isolation::kProcessesOnly;
  Limits limits = {};
};

struct CaseResult {
  Outcome outcome = Outcome::kGraderError;
  int number = 0;       // kCrashed: the signal; kEndedEarly: the exit code
  bool sleeps = false;  // kHung: by sleeping on and on, not by waiting
  std::string output;   // stdout and stderr, capped
  std::string threads;  // kHung, kTooMuchCpu: who waits for what, with stacks
  std::string trouble;  // kGraderError: what went wrong
  double cpu_seconds = 0;
};

// Runs the case and everything it starts as descendants of the calling process
// and kills all of that process's descendants afterwards. Pre: the caller is a
// process made for this one case (see supervisor.hpp) and has called
// adopt_orphans(); `life_line` becomes readable when nobody wants the result.
CaseResult run_case_here(const CaseRequest& request, int life_line);

}  // namespace pots::judge
