// ./pots replay NAME.Case KEY: one run of one case again, exactly as it failed.
#include <cstdio>
#include <string>

#include "common/cli/commands.hpp"
#include "common/judge/build.hpp"
#include "common/judge/case_text.hpp"
#include "common/judge/compile_error.hpp"
#include "common/judge/paths.hpp"
#include "common/judge/source_check.hpp"
#include "common/judge/supervisor.hpp"
#include "common/judge/text.hpp"

namespace pots::cli {
namespace {

// "" once the exercise's test is built; otherwise why it is not.
std::string build_it(const Session& session, const judge::Exercise& exercise) {
  const absl::Status source = judge::check_source(session.course, exercise);
  if (!source.ok()) return std::string(judge::to_std(source.message()));
  const judge::BuildResult built =
      judge::build(session.build.string(), {exercise.target});
  if (built.state == judge::BuildState::kOk) return "";
  return built.trouble +
         judge::explain_compile_error(session.course, exercise, built.output);
}

}  // namespace

int replay(Session& session, const Arguments& arguments) {
  if (arguments.words.size() != 2) {
    return cannot(
        "A replay needs a case and the key of a run, as a verdict prints them "
        "after \"Again:\".\nNext:  ./pots check");
  }
  const auto found = judge::find_case(session.course, arguments.words[0]);
  if (!found.ok()) return cannot(judge::to_std(found.status().message()));
  const judge::Exercise& exercise = *found->exercise;
  if (found->test_case->is_scan()) {
    return cannot(found->test_case->name +
                  " has no runs: it reads your file and looks for names that " +
                  exercise.id + " does without.\nNext:  ./pots check " +
                  exercise.id);
  }
  const std::string next = "Edit   " + exercise.file +
                           ":1\nNext:  ./pots check " + exercise.id + "\n";
  const std::string trouble = build_it(session, exercise);
  if (!trouble.empty()) return cannot(trouble + "\n" + next);

  judge::CaseRequest request;
  request.binary = (session.build / exercise.target).string();
  request.case_name = exercise.suite + "." + found->test_case->name;
  request.exercise_id = exercise.id;
  request.replay = arguments.words[1];
  request.source_root = session.course.source_root;
  request.build_root = session.course.build_root;
  request.isolation = judge::isolation();
  const judge::CaseResult result = judge::run_case(request);
  const bool passed = result.outcome == judge::Outcome::kPassed;
  const std::string text = passed
                               ? result.output + "In this run it passes now.\n"
                               : judge::case_text(exercise, *found->test_case,
                                                  result, request.limits)
                                     .full;
  std::printf("%s\n%s",
              judge::with_shown_paths(session.course, exercise, text).c_str(),
              next.c_str());
  if (result.outcome == judge::Outcome::kGraderError) return 2;
  return passed ? 0 : 1;
}

}  // namespace pots::cli
