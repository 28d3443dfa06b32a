// What the course promises about its own answers, as claims that hold or not:
// every reference passes, every starter fails and says so, every wrong answer
// dies where it says.
#pragma once

#include <string>
#include <vector>

#include "common/judge/course.hpp"
#include "common/judge/verdict.hpp"

namespace pots::judge {

struct Claim {
  bool holds = false;
  std::string name;
  std::string text;  // why it does not hold; lines
};

struct Claims {
  std::vector<Claim> list;
  std::string grader_error;  // not "": our own failure; no claim is judged
};

// Compiles and passes every case: the reference and the other right answers.
Claims claims_of_right(const Course& course, const Exercise& exercise,
                       const std::string& target, const JudgeOptions& options);

// Compiles; at least one case fails; each that fails is the test's own failure
// with a message and a next step.
Claims claims_of_starter(const Course& course, const Exercise& exercise,
                         const JudgeOptions& options);

// Compiles; fails in every case that its head lists; passes every [ex] case
// unless it is marked. (No warnings: its target is built with -Werror.)
Claims claims_of_wrong(const Course& course, const Exercise& exercise,
                       const Answer& answer, const JudgeOptions& options);

}  // namespace pots::judge
