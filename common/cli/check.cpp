// ./pots check [NAME...]: the verdict, shown and remembered.
#include <algorithm>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "common/cli/commands.hpp"
#include "common/cli/files.hpp"
#include "common/cli/process.hpp"
#include "common/judge/report.hpp"
#include "common/judge/text.hpp"
#include "common/judge/verdict.hpp"

namespace pots::cli {
namespace {

judge::Verdict judge_it(const Session& session,
                        const judge::Exercise& exercise) {
  BuildProgress progress(exercise.id);
  judge::JudgeOptions options;
  options.build.on_output = [&](std::string_view text) { progress.take(text); };
  options.on_case = [&](const judge::CaseVerdict&, std::size_t index) {
    progress.say(std::to_string(index + 1) + " of " +
                 judge::count_of(exercise.cases.size(), "case"));
  };
  return judge::judge_exercise(session.course, exercise, exercise.target,
                               options);
}

// The judge's text, with its marks in colour.
std::string coloured(const std::string& report, const Style& style) {
  if (!style.colour) return report;
  std::string text;
  for (const std::string& line : judge::split_lines(report)) {
    Colour colour = Colour::kPlain;
    if (line.starts_with("  ✓ ")) colour = Colour::kGood;
    if (line.starts_with("  ✗ ")) colour = Colour::kBad;
    if (line.starts_with("FAILED  ")) colour = Colour::kBold;
    text += style.paint(colour, line) + "\n";
  }
  return text;
}

Outcome outcome_of(const judge::Verdict& verdict) {
  if (verdict.state == judge::Verdict::State::kGraderError) {
    return Outcome::kNoVerdict;
  }
  return verdict.passed() ? Outcome::kPassed : Outcome::kFailed;
}

}  // namespace

Outcome check_one(Session& session, const judge::Exercise& exercise) {
  // Before judging: what is saved meanwhile has changed since.
  const std::string hash = content_hash(session.at_root(exercise.file));
  const judge::Verdict verdict = judge_it(session, exercise);
  const Outcome outcome = outcome_of(verdict);
  absl::Status saved = absl::OkStatus();
  if (outcome != Outcome::kNoVerdict) {
    saved = session.store.update(exercise.id, [&](Record& record) {
      record.hash = hash;
      record.earned = verdict.points;
      record.cases = static_cast<int>(verdict.cases.size());
      record.passed = record.cases - static_cast<int>(verdict.missing());
      record.done = verdict.passed();
      record.done_ever = record.done_ever || record.done;
    });
  }
  judge::ReportOptions options;
  if (outcome == Outcome::kPassed) {
    const auto* next = next_exercise(session, session.store.load());
    if (next != nullptr) options.next_after_pass = "./pots check " + next->id;
  }
  const std::string report = judge::report_text(exercise, verdict, options);
  std::fputs(coloured(report, session.style).c_str(), stdout);
  if (!saved.ok()) {
    cannot("The verdict was not remembered: " +
           std::string(judge::to_std(saved.message())));
  }
  return outcome;
}

int check(Session& session, const Arguments& arguments) {
  std::vector<const judge::Exercise*> chosen;
  for (const std::string& word : arguments.words) {
    const auto found = judge::find_exercises(session.course, word);
    if (!found.ok()) return cannot(judge::to_std(found.status().message()));
    for (const judge::Exercise* exercise : *found) {
      if (std::find(chosen.begin(), chosen.end(), exercise) == chosen.end()) {
        chosen.push_back(exercise);
      }
    }
  }
  if (arguments.words.empty()) {
    const Progress progress = session.store.load();
    const judge::Exercise* next = next_exercise(session, progress);
    if (next == nullptr) {
      std::printf("Everything is done.\nNext:  ./pots\n");
      return 0;
    }
    chosen.push_back(next);
  }
  int passed = 0, unknown = 0;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    if (i > 0) std::printf("\n");
    const Outcome outcome = check_one(session, *chosen[i]);
    std::fflush(stdout);
    passed += outcome == Outcome::kPassed ? 1 : 0;
    unknown += outcome == Outcome::kNoVerdict ? 1 : 0;
  }
  const int all = static_cast<int>(chosen.size());
  if (all > 1) {
    std::printf("\n%d of %d exercises pass. Next:  ./pots\n", passed, all);
  }
  if (passed == all) return 0;
  return unknown > 0 ? 2 : 1;
}

}  // namespace pots::cli
