// What the program pots_judge does, one function per mode.
#include "common/judge/modes.hpp"

#include <filesystem>
#include <iostream>
#include <system_error>
#include <vector>

#include "absl/status/status.h"
#include "common/judge/answers.hpp"
#include "common/judge/report.hpp"
#include "common/judge/tap.hpp"
#include "common/judge/text.hpp"
#include "common/judge/verdict.hpp"

namespace pots::judge {
namespace {

struct Subject {
  const Exercise* exercise = nullptr;
  Answer answer;  // modes wrong and right
  std::string target;
};

absl::StatusOr<Answer> find_answer(const Exercise& exercise,
                                   const std::vector<Answer>& answers,
                                   const std::string& mode,
                                   const std::string& name) {
  std::vector<std::string> names;
  for (const Answer& answer : answers) {
    if (answer.name == name) return answer;
    names.push_back(answer.name);
  }
  std::string message =
      exercise.id + " has no " + mode + " answer '" + name + "'.";
  for (const std::string& close : nearest(name, names)) {
    message += " Nearest: " + close + ".";
  }
  return absl::NotFoundError(message + "\nThey are in tests/, in the folder " +
                             mode + "/" + exercise.name + ".");
}

absl::StatusOr<Subject> find_subject(const Course& course,
                                     const std::string& mode,
                                     const std::string& what) {
  const bool answers = mode == "wrong" || mode == "right";
  if (!answers && mode != "exercise" && mode != "solution" &&
      mode != "starter") {
    return absl::InvalidArgumentError(
        "'" + mode +
        "' is no mode. Type one of: exercise, solution, starter, "
        "wrong, right, transcript.");
  }
  const std::size_t slash = answers ? what.rfind('/') : what.npos;
  if (answers && slash == what.npos) {
    return absl::InvalidArgumentError("'" + what +
                                      "' names no answer.\nType the exercise, "
                                      "a slash and the answer's name, as in "
                                      "01.exactly/one_read.");
  }
  auto found = find_exercises(course, what.substr(0, slash));
  if (!found.ok()) return found.status();
  if (found->size() != 1) {
    return absl::InvalidArgumentError("'" + what +
                                      "' is a whole lesson.\nType one of its "
                                      "exercises, as in " +
                                      found->front()->id + ".");
  }
  Subject subject{found->front(), {}, ""};
  const Exercise& exercise = *subject.exercise;
  if (mode == "exercise") subject.target = exercise.target;
  if (mode == "solution") subject.target = exercise.solution_target;
  if (mode == "starter") subject.target = exercise.starter_target;
  if (answers) {
    auto answer =
        find_answer(exercise, mode == "wrong" ? exercise.wrong : exercise.right,
                    mode, what.substr(slash + 1));
    if (!answer.ok()) return answer.status();
    subject.answer = *answer;
    subject.target = answer->target;
  }
  return subject;
}

// The student's verdict: "compiles", then every expected case.
void print_verdict(const Verdict& verdict, Tap& tap) {
  if (verdict.state == Verdict::State::kGraderError) {
    tap.bail_out(verdict.compile_text);
    return;
  }
  tap.test(verdict.compiles(), "compiles", verdict.compile_text);
  for (const CaseVerdict& one : verdict.cases) {
    tap.test(one.passed(), one.test_case.name + " [" + one.test_case.tag + "]",
             one.text);
  }
}

Claims judge_claims(const Course& course, const std::string& mode,
                    const Subject& subject) {
  // All of this kind in one go, by whoever comes first: ninja then uses every
  // CPU. What does not compile shows when its own target is built.
  std::error_code unknown;  // is "not there"
  if (!std::filesystem::exists(course.build_root + "/" + subject.target,
                               unknown)) {
    build(course.build_root, {mode + "_variants"});
  }
  const JudgeOptions options;
  if (mode == "wrong") {
    return claims_of_wrong(course, *subject.exercise, subject.answer, options);
  }
  if (mode == "starter") {
    return claims_of_starter(course, *subject.exercise, options);
  }
  return claims_of_right(course, *subject.exercise, subject.target, options);
}

}  // namespace

absl::StatusOr<bool> print_tap(const Course& course, const std::string& mode,
                               const std::string& what) {
  const absl::StatusOr<Subject> subject = find_subject(course, mode, what);
  if (!subject.ok()) return subject.status();
  Tap tap(std::cout);
  if (mode == "exercise") {
    tap.plan(subject->exercise->cases.size() + 1);
    print_verdict(judge_exercise(course, *subject->exercise, subject->target),
                  tap);
    return tap.all_ok();
  }
  const Claims claims = judge_claims(course, mode, *subject);
  if (!claims.grader_error.empty()) {
    tap.bail_out(claims.grader_error);
    return false;
  }
  tap.plan(claims.list.size());
  for (const Claim& claim : claims.list) {
    tap.test(claim.holds, claim.name, claim.text);
  }
  return tap.all_ok();
}

absl::StatusOr<std::string> transcript(const Course& course,
                                       const std::string& mode,
                                       const std::string& what) {
  const absl::StatusOr<Subject> subject = find_subject(course, mode, what);
  if (!subject.ok()) return subject.status();
  const Verdict verdict =
      judge_exercise(course, *subject->exercise, subject->target);
  if (verdict.state == Verdict::State::kGraderError) {
    return absl::InternalError(verdict.compile_text);
  }
  return report_text(*subject->exercise, verdict);
}

}  // namespace pots::judge
