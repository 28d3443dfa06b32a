// An exploration's first part: is there a violation?
#include "common/adversary/exploration.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <span>
#include <utility>

#include "common/adversary/asleep.hpp"
#include "common/adversary/bounded_search.hpp"
#include "common/adversary/child.hpp"
#include "common/adversary/dpor.hpp"
#include "common/adversary/priorities.hpp"
#include "common/adversary/random_walk.hpp"
#include "common/adversary/seed.hpp"
#include "common/adversary/setting.hpp"
#include "common/adversary/words.hpp"

namespace pots::adv {
namespace {

constexpr int kDepth = 3;  // of PCT

std::string words_for_not_driven_threads() {
  return "not driven: no thread, lock or atomic operation was seen\n\n"
         "Cause: the adversary decides at std::thread, mutex, atomic and their "
         "like, and at\n       variables that threads share. None of them was "
         "used in this case.\n"
         "Next:  use threads as the exercise says; system calls and assembler "
         "of your own go past it.\n";
}

}  // namespace

Verdict Exploration::explore() {
  Verdict verdict;
  discover();
  if (failed_ && ledger_->story.violation != Violation::kRace) {
    return tell_smallest(/*races=*/false);
  }
  if (racy_ && !plan_.races_may_remain) {
    return tell_smallest(/*races=*/true);
  }
  if (failed_) return tell_smallest(/*races=*/false);
  if (!ledger_->driven && !plan_.may_be_sequential) {
    verdict.passed = false;
    verdict.kind = "not driven";
    verdict.report = words_for_not_driven_threads();
    return verdict;
  }
  verdict.executions = tried_;
  verdict.complete = complete_;
  verdict.report = words_for_pass(coverage_);
  return verdict;
}

Verdict Exploration::replay(const ScheduleKey& key) {
  // The same discovery as when it was found: the key counts steps, and which
  // plain accesses are steps is part of it.
  discover();
  finding_ = ScheduleFinding{};
  finding_.key = key.text();
  Verdict verdict;
  verdict.passed = !tell(key);
  verdict.report = verdict.passed
                       ? words_for_passing_schedule(ledger_->story)
                       : words_for_schedule(finding_, ledger_->story);
  return verdict;
}

void Exploration::discover() {
  for (int i = 0; i < kMaxDiscoveries && found(); ++i) {
    if (ledger_->story.violation != Violation::kRace) return;
    if (!learn_racy_sites()) return;
  }
}

bool Exploration::run(const MakeStrategy& make, std::uint64_t most,
                      bool telling, bool surveying) {
  SessionLedger& ledger = *ledger_;
  ledger.outcome = Outcome::kRunning;
  ledger.executions = 0;
  ledger.moves = 0;
  clear(ledger.story);
  SessionPlan session;
  session.schedules = &plan_;
  session.body = &body_;
  session.real_threads = setting().real_threads;
  session.tolerate_races = racy_ && tolerant_;
  session.telling = telling;
  session.surveying = surveying;
  session.quiet = setting().replay.empty() || !telling || surveying;
  session.endless = endless_;
  session.most = most;
  const auto not_driven = [&](const std::string& what) {
    put_text(ledger.story.what, what);
    ledger.story.violation = Violation::kNotDriven;
    ledger.outcome = Outcome::kFailed;
  };
  const std::optional<int> status = run_in_child(
      [&] {
        const std::unique_ptr<Strategy> strategy = make();
        run_session(session, *strategy, ledger);
      },
      [&](pid_t child) {
        if (ends(child)) return;
        not_driven(
            "not driven: a call that sleeps in the real kernel, or a signal "
            "that stops the process");
        ::kill(-child, SIGKILL);
      });
  if (!status) not_driven("fork: " + std::string(std::strerror(errno)));
  if (ledger.outcome == Outcome::kRunning) {
    // It died in a way that nothing could catch.
    ledger.story.violation = Violation::kCrash;
    put_text(ledger.story.what, WIFSIGNALED(*status)
                                    ? ::strsignal(WTERMSIG(*status))
                                    : "it left by itself");
    ledger.outcome = Outcome::kFailed;
  }
  tried_ += ledger.executions;
  const bool failed = ledger.outcome == Outcome::kFailed;
  endless_ |= failed && ledger.story.violation == Violation::kEndlessLoop;
  return failed;
}

std::uint64_t Exploration::rest() const {
  return tried_ >= plan_.most ? 0 : plan_.most - tried_;
}

bool Exploration::found() {
  coverage_ = ScheduleCoverage{};
  ledger_->uses_time = false;
  ledger_->max_steps = 20;
  const std::uint64_t seed = seed_of(case_name()) + number_;
  const auto failed_by = [&](FoundBy by) {
    failed_ = true;
    finding_.by = by;
    finding_.found_in = tried_;
    found_key_ = key_of_ledger();
    return true;
  };
  if (plan_.random > 0) {
    if (run([&] { return std::make_unique<RandomWalk>(seed); },
            static_cast<std::uint64_t>(plan_.random))) {
      return failed_by(FoundBy::kRandom);
    }
    coverage_.random = ledger_->executions;
  }
  if (plan_.priorities > 0) {
    const int length = ledger_->max_steps;
    if (run(
            [&] {
              return std::make_unique<Priorities>(seed, kDepth, 0, length);
            },
            static_cast<std::uint64_t>(plan_.priorities))) {
      return failed_by(FoundBy::kPriorities);
    }
    coverage_.priorities = ledger_->executions;
  }
  if (plan_.dpor > 0 && !ledger_->uses_time && budgets_are_zero()) {
    const auto most = static_cast<std::uint64_t>(plan_.dpor);
    if (run([] { return std::make_unique<Dpor>(); }, most)) {
      return failed_by(FoundBy::kReduction);
    }
    coverage_.dpor = ledger_->executions;
    coverage_.complete = !ledger_->uses_time && ledger_->executions < most &&
                         ledger_->work < kMostWork;
  }
  if (bounded(plan_.pauses, rest())) return failed_by(FoundBy::kBounded);
  return false;
}

bool Exploration::budgets_are_zero() const {
  return plan_.spurious == 0 && plan_.timeouts == 0 &&
         plan_.failing_threads == 0 && plan_.failing_allocations == 0 &&
         plan_.unkind_io == 0;
}

std::string Exploration::budget_words() const {
  std::string text;
  const auto add = [&](int n, const char* noun) {
    if (n > 0) text += " and " + count_of(static_cast<std::uint64_t>(n), noun);
  };
  add(plan_.spurious, "spurious wake-up");
  add(plan_.timeouts, "early timeout");
  add(plan_.failing_threads, "refused thread");
  add(plan_.failing_allocations, "refused allocation");
  add(plan_.unkind_io, "unkind answer");
  return text;
}

bool Exploration::bounded(int pauses, std::uint64_t most) {
  search_.emplace(kSearchBytes);
  const bool broke = run(
      [&] {
        return std::make_unique<BoundedSearch>(search_->get(), kSearchBytes,
                                               pauses);
      },
      most);
  const BoundedSearch search(search_->get(), kSearchBytes, pauses);
  std::uint64_t sum = 0;
  coverage_.with_pauses.clear();
  for (int level = 0; level <= search.complete_to() && level <= pauses;
       ++level) {
    sum += search.executions(level);
    coverage_.with_pauses.push_back(sum);
  }
  complete_ = search.executions();
  if (!budgets_are_zero()) {
    // Levels are counted in pauses and other unkindness together.
    coverage_.with_pauses.assign(static_cast<std::size_t>(pauses) + 1,
                                 complete_);
    coverage_.also = budget_words();
  }
  if (!broke) coverage_.cut_short = !search.done();
  return broke;
}

bool Exploration::learn_racy_sites() {
  bool learned = false;
  for (const void* pc : {ledger_->story.first.pc, ledger_->story.second.pc}) {
    const void** end = ledger_->racy_site + ledger_->racy_sites;
    if (pc == nullptr || std::find(ledger_->racy_site, end, pc) != end ||
        ledger_->racy_sites == kMaxRacySites) {
      continue;
    }
    ledger_->racy_site[ledger_->racy_sites++] = pc;
    learned = true;
  }
  racy_ = tolerant_ = true;
  failed_ = false;
  return learned;
}

ScheduleKey Exploration::key_of_ledger() const {
  const auto n = std::min<std::uint64_t>(ledger_->moves, kMaxScheduleSteps);
  ScheduleKey key = ScheduleKey::of(std::span(ledger_->path, n));
  key.exploration = number_;
  return key;
}

}  // namespace pots::adv
