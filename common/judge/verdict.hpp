// Judges one exercise: builds its test with one file, runs every case in a
// process of its own, and adds up the points.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "common/judge/build.hpp"
#include "common/judge/case_run.hpp"
#include "common/judge/course.hpp"

namespace pots::judge {

struct CaseVerdict {
  Case test_case;
  double points = 0;  // what it is worth
  Outcome outcome = Outcome::kFailed;
  std::string summary;     // not passed: one line that says why
  std::string text;        // not passed: all there is to say; lines
  bool from_test = false;  // the test itself said what was wrong

  bool passed() const { return outcome == Outcome::kPassed; }
};

struct Verdict {
  enum class State {
    kJudged,          // every case has its outcome
    kDoesNotCompile,  // no case was run; all have failed
    kGraderError,     // our own failure: no grade may be made of this
  };
  State state = State::kGraderError;
  std::string compile_text;        // not kJudged: why; lines
  std::vector<CaseVerdict> cases;  // in the order of the exercise
  double points = 0;
  double max_points = 0;

  bool compiles() const { return state == State::kJudged; }
  std::size_t missing() const;  // cases that have not passed
  bool passed() const { return compiles() && missing() == 0; }
};

struct JudgeOptions {
  std::vector<std::string> only_cases = {};  // names; empty: all
  std::string replay = "";                   // handed on to the test
  int parallel = 0;                          // cases at a time; 0: as CPUs
  Limits limits = {};
  BuildOptions build = {};
  // Called for every case, in order, as soon as it and all before it are
  // known; `index` from 0.
  std::function<void(const CaseVerdict&, std::size_t index)> on_case = {};
};

// `target`: what to build and run: exercise.target for the student's file
// (which is looked at first, see source_check.hpp), or another answer's.
// With only_cases, `cases` and the points are those alone.
Verdict judge_exercise(const Course& course, const Exercise& exercise,
                       const std::string& target,
                       const JudgeOptions& options = {});

}  // namespace pots::judge
