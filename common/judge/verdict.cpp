// Judges one exercise.
#include "common/judge/verdict.hpp"

#include <poll.h>
#include <sched.h>

#include <algorithm>
#include <optional>

#include "common/judge/banned.hpp"
#include "common/judge/case_text.hpp"
#include "common/judge/compile_error.hpp"
#include "common/judge/paths.hpp"
#include "common/judge/points.hpp"
#include "common/judge/source_check.hpp"
#include "common/judge/supervisor.hpp"
#include "common/judge/text.hpp"
#include "common/judge/unseen.hpp"

namespace pots::judge {
namespace {

int cpus() {
  cpu_set_t set;
  return ::sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
}

std::vector<CaseVerdict> expected(const Exercise& exercise,
                                  const JudgeOptions& options) {
  const std::vector<double> points = case_points(exercise);
  const auto& only = options.only_cases;
  std::vector<CaseVerdict> cases;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const Case& one = exercise.cases[i];
    if (only.empty() ||
        std::find(only.begin(), only.end(), one.name) != only.end()) {
      cases.push_back({.test_case = one,
                       .points = points[i],
                       .summary = "not run: it does not compile",
                       .text = ""});
    }
  }
  return cases;
}

// Why nothing could be run; OK if the target is there and fresh.
void compile(const Course& course, const Exercise& exercise,
             const std::string& target, const JudgeOptions& options,
             Verdict& verdict) {
  if (target == exercise.target) {
    const absl::Status source = check_source(course, exercise);
    if (!source.ok()) {
      verdict.state = Verdict::State::kDoesNotCompile;
      verdict.compile_text = std::string(to_std(source.message())) + "\n";
      return;
    }
  }
  const BuildResult built = build(course.build_root, {target}, options.build);
  if (built.state == BuildState::kOk) {
    verdict.state = Verdict::State::kJudged;
    return;
  }
  if (built.state == BuildState::kFailed) {
    verdict.state = Verdict::State::kDoesNotCompile;
    verdict.compile_text =
        built.trouble.empty()
            ? explain_compile_error(course, exercise, built.output)
            : exercise.file + ": " + built.trouble + "\n";
    return;
  }
  verdict.compile_text =
      built.trouble + "\n" +
      explain_compile_error(course, exercise, built.output) +
      "If it stays so, remove the build folder and type  ./pots\n";
}

class Cases {
 public:
  Cases(const Course& course, const Exercise& exercise,
        const std::string& target, const JudgeOptions& options,
        Verdict& verdict)
      : course_(course),
        exercise_(exercise),
        file_(file_under_test(course, exercise, target)),
        options_(options),
        verdict_(verdict),
        running_(verdict.cases.size()),
        done_(verdict.cases.size(), false) {
    request_.binary = course.build_root + "/" + target;
    request_.exercise_id = exercise.id;
    request_.replay = options.replay;
    request_.source_root = course.source_root;
    request_.build_root = course.build_root;
    request_.isolation = isolation();
    request_.limits = options.limits;
  }

  void run() {
    const std::size_t at_once = static_cast<std::size_t>(
        options_.parallel > 0 ? options_.parallel : std::min(cpus(), 8));
    std::size_t started = 0, finished = 0;
    while (finished < done_.size()) {
      while (started < done_.size() && started - finished < at_once) {
        finished += !start(started++);
      }
      finished += wait();
    }
  }

 private:
  // False if it has already ended.
  bool start(std::size_t i) {
    const Case& one = verdict_.cases[i].test_case;
    if (one.is_scan()) {
      finish(i, scan_case(exercise_, one, file_));
      return false;
    }
    if (const auto unseen = unseen_case(exercise_, one, file_)) {
      finish(i, *unseen);
      return false;
    }
    request_.case_name = exercise_.suite + "." + one.name;
    absl::StatusOr<RunningCase> running = RunningCase::start(request_);
    if (running.ok()) {
      running_[i] = std::move(*running);
      return true;
    }
    CaseResult result;
    result.trouble = std::string(to_std(running.status().message()));
    finish(i, result);
    return false;
  }

  // Waits for news; returns how many cases have ended.
  std::size_t wait() {
    std::vector<pollfd> fds;
    std::vector<std::size_t> owners;
    for (std::size_t i = 0; i < running_.size(); ++i) {
      if (!running_[i]) continue;
      fds.push_back({running_[i]->fd(), POLLIN, 0});
      owners.push_back(i);
    }
    if (fds.empty()) return 0;
    ::poll(fds.data(), fds.size(), -1);
    std::size_t ended = 0;
    for (std::size_t j = 0; j < fds.size(); ++j) {
      const std::size_t i = owners[j];
      if (fds[j].revents == 0 || !running_[i]->advance()) continue;
      const CaseResult result = running_[i]->result();
      running_[i].reset();
      finish(i, result);
      ++ended;
    }
    return ended;
  }

  void finish(std::size_t i, const CaseResult& result) {
    CaseVerdict& one = verdict_.cases[i];
    const CaseText text =
        case_text(exercise_, one.test_case, result, options_.limits);
    one.outcome = result.outcome;
    one.summary = with_shown_paths(course_, exercise_, text.summary);
    one.text = with_shown_paths(course_, exercise_, text.full);
    one.from_test = text.from_test;
    if (result.outcome == Outcome::kGraderError &&
        verdict_.state != Verdict::State::kGraderError) {
      verdict_.state = Verdict::State::kGraderError;
      verdict_.compile_text = one.test_case.name + ": " + result.trouble + "\n";
    }
    done_[i] = true;
    for (; told_ < done_.size() && done_[told_]; ++told_) {
      if (options_.on_case) options_.on_case(verdict_.cases[told_], told_);
    }
  }

  const Course& course_;
  const Exercise& exercise_;
  const std::string file_;  // what the target is built from
  const JudgeOptions& options_;
  Verdict& verdict_;
  CaseRequest request_;
  std::vector<std::optional<RunningCase>> running_;
  std::vector<bool> done_;
  std::size_t told_ = 0;
};

}  // namespace

std::size_t Verdict::missing() const {
  return static_cast<std::size_t>(
      std::count_if(cases.begin(), cases.end(),
                    [](const CaseVerdict& one) { return !one.passed(); }));
}

Verdict judge_exercise(const Course& course, const Exercise& exercise,
                       const std::string& target, const JudgeOptions& options) {
  Verdict verdict;
  verdict.cases = expected(exercise, options);
  compile(course, exercise, target, options, verdict);
  if (verdict.compiles()) {
    Cases(course, exercise, target, options, verdict).run();
  }
  for (const CaseVerdict& one : verdict.cases) {
    verdict.max_points += one.points;
    if (one.passed()) verdict.points += one.points;
  }
  return verdict;
}

}  // namespace pots::judge
