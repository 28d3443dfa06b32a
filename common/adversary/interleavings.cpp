// The phases of an exploration of schedules: find a violation by any means,
// then the smallest one, then tell it.
//
// No strategy wins alone: walks at random and by priorities find what needs
// many pauses, partial order reduction what is rare, and the bounded search
// gives the shortest witness and the right to say "all". Places that race
// become points where threads may be paused, and then all is tried again.
#include "common/adversary/interleavings.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "common/adversary/asleep.hpp"
#include "common/adversary/bounded_search.hpp"
#include "common/adversary/child.hpp"
#include "common/adversary/dpor.hpp"
#include "common/adversary/priorities.hpp"
#include "common/adversary/random_walk.hpp"
#include "common/adversary/replay.hpp"
#include "common/adversary/schedule_key.hpp"
#include "common/adversary/schedule_picture.hpp"
#include "common/adversary/schedule_words.hpp"
#include "common/adversary/scheduler/session.hpp"
#include "common/adversary/seed.hpp"
#include "common/adversary/setting.hpp"
#include "common/adversary/shared_memory.hpp"
#include "common/adversary/words.hpp"

namespace pots::adv {
namespace {

// Searching for the smallest schedule, once it is known that there is one.
constexpr std::uint64_t kMinimising = 20'000;
constexpr int kDepth = 3;  // of PCT
// After the first broken schedule its level is finished, to tell how many
// break; each costs a process.
constexpr std::uint64_t kCountedFailures = 32;
constexpr int kMaxDiscoveries = 32;
constexpr std::size_t kSearchBytes = std::size_t{1} << 30;

// What one worker does; it returns a strategy made in the worker.
using MakeStrategy = std::function<std::unique_ptr<Strategy>()>;

std::string words_for_not_driven_threads() {
  return "not driven: no thread, lock or atomic operation was seen\n\n"
         "Cause: the adversary decides at std::thread, mutex, atomic and their "
         "like, and at\n       variables that threads share. None of them was "
         "used in this case.\n"
         "Next:  use threads as the exercise says; system calls and assembler "
         "of your own go past it.\n";
}

class Exploration {
 public:
  Exploration(const Schedules& plan, const std::function<void()>& body,
              int number, bool counts = true)
      : plan_(plan), body_(body), number_(number), counts_(counts) {}

  // Everything; the report is empty if all is well.
  Verdict explore() {
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

  Verdict replay(const ScheduleKey& key) {
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

 private:
  // Looks for a violation other than a race at a place that is not known yet;
  // learns those places.
  void discover() {
    for (int i = 0; i < kMaxDiscoveries && found(); ++i) {
      if (ledger_->story.violation != Violation::kRace) return;
      if (!learn_racy_sites()) return;
    }
  }

  // Runs executions in a worker. True if one broke.
  bool run(const MakeStrategy& make, std::uint64_t most, bool telling = false,
           bool surveying = false) {
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

  std::uint64_t rest() const {
    return tried_ >= plan_.most ? 0 : plan_.most - tried_;
  }

  // One round of all strategies with the racy places known so far.
  bool found() {
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

  bool budgets_are_zero() const {
    return plan_.spurious == 0 && plan_.timeouts == 0 &&
           plan_.failing_threads == 0 && plan_.failing_allocations == 0 &&
           plan_.unkind_io == 0;
  }

  std::string budget_words() const {
    std::string text;
    const auto add = [&](int n, const char* noun) {
      if (n > 0)
        text += " and " + count_of(static_cast<std::uint64_t>(n), noun);
    };
    add(plan_.spurious, "spurious wake-up");
    add(plan_.timeouts, "early timeout");
    add(plan_.failing_threads, "refused thread");
    add(plan_.failing_allocations, "refused allocation");
    add(plan_.unkind_io, "unkind answer");
    return text;
  }

  // Level by level. True if one broke; then search_ may be gone on with.
  bool bounded(int pauses, std::uint64_t most) {
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

  // Both places of the race that was found. False if they were known.
  bool learn_racy_sites() {
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

  ScheduleKey key_of_ledger() const {
    const auto n = std::min<std::uint64_t>(ledger_->moves, kMaxScheduleSteps);
    ScheduleKey key = ScheduleKey::of(std::span(ledger_->path, n));
    key.exploration = number_;
    return key;
  }

  // Of the schedule that has just been told.
  void count_what_it_takes() {
    int unkind = 0;
    finding_.pauses = 0;
    const auto n = std::min<std::uint64_t>(ledger_->moves, kMaxScheduleSteps);
    for (const PathStep& step : std::span(ledger_->path, n)) {
      finding_.pauses += step.pauses ? 1 : 0;
      unkind += step.cost - (step.pauses ? 1 : 0);
    }
    const Story& story = ledger_->story;
    for (std::size_t i = 0; i < std::min(story.count, kMaxStorySteps); ++i) {
      const StoryStep& step = story.steps[i];
      int* kind = nullptr;
      if (step.kind == StepKind::kStartFails) kind = &finding_.failed_threads;
      if (step.kind == StepKind::kAllocationFails) {
        kind = &finding_.failed_allocations;
      }
      if (step.kind == StepKind::kWakeUp && plan_.spurious > 0 &&
          step.how == Wakening::kSpurious) {
        kind = &finding_.spurious;
      }
      if (step.kind == StepKind::kWakeUp && plan_.timeouts > 0 &&
          step.how == Wakening::kTimeout) {
        kind = &finding_.timeouts;
      }
      if (kind == nullptr || unkind == 0) continue;
      ++*kind;
      --unkind;
    }
    finding_.unkind_answers = unkind;
  }

  // The smallest broken schedule: by level, or by leaving out what is not
  // needed of the one that was found.
  Verdict tell_smallest(bool races) {
    tolerant_ = !races;
    ScheduleKey key;
    bool broke = bounded(std::max(plan_.pauses, 3), kMinimising);
    // A race at a place that was not known yet hides what was looked for.
    for (int i = 0; i < kMaxDiscoveries && broke && !races; ++i) {
      if (ledger_->story.violation != Violation::kRace) break;
      if (!learn_racy_sites()) break;
      broke = bounded(std::max(plan_.pauses, 3), kMinimising);
    }
    if (broke) {
      key = key_of_ledger();
      finding_.by = FoundBy::kBounded;
      finding_.checked = true;
      if (counts_) count_failures();
    } else {
      key = shrink(found_key_);
    }
    finding_.coverage = coverage_;
    finding_.key = key.text();
    finding_.repeats = tell(key);
    draw();
    Verdict verdict;
    verdict.passed = false;
    verdict.kind = kind_of(ledger_->story.violation);
    verdict.executions = tried_;
    verdict.found_in = finding_.found_in;
    verdict.report = words_for_schedule(finding_, ledger_->story);
    return verdict;
  }

  // The story as a picture, if somebody asked for it.
  void draw() const {
    if (setting().picture.empty()) return;
    std::ofstream file(setting().picture);
    file << picture_of(finding_, ledger_->story);
    if (!file) {
      std::printf("cannot write the picture to %s\n",
                  setting().picture.c_str());
    }
  }

  // Finishes the level of the search that broke.
  void count_failures() {
    finding_.failures = 1;
    const BoundedSearch broken(search_->get(), kSearchBytes, 0);
    const int level = broken.level();
    while (finding_.failures < kCountedFailures && is_quick()) {
      const bool broke = run(
          [&] {
            return std::make_unique<LevelOnly>(search_->get(), kSearchBytes,
                                               level);
          },
          kMinimising);
      if (!broke) {
        finding_.counted = true;
        break;
      }
      ++finding_.failures;
    }
    const BoundedSearch search(search_->get(), kSearchBytes, 0);
    coverage_.with_pauses.clear();
    std::uint64_t sum = 0;
    for (int k = 0; k <= level; ++k) {
      sum += search.executions(k);
      coverage_.with_pauses.push_back(sum);
    }
  }

  // Endless loops cost seconds each.
  bool is_quick() const {
    const Violation v = ledger_->story.violation;
    return v != Violation::kEndlessLoop && v != Violation::kTooLong;
  }

  // Stops where a level ends.
  class LevelOnly : public BoundedSearch {
   public:
    LevelOnly(void* memory, std::size_t size, int level)
        : BoundedSearch(memory, size, 0), level_(level) {}
    bool next() override {
      return BoundedSearch::next() && BoundedSearch::level() <= level_;
    }

   private:
    int level_;
  };

  bool breaks(const ScheduleKey& key) {
    return run([&] { return std::make_unique<Replay>(key); }, 1);
  }

  ScheduleKey shrink(ScheduleKey key) {
    for (std::size_t i = 0; i < key.entries.size();) {
      const ScheduleKey less = key.without(i);
      if (breaks(less)) {
        key = key_of_ledger();
        i = 0;
      } else {
        ++i;
      }
    }
    finding_.checked = true;
    return key;
  }

  // Fills the story. True if it broke.
  bool tell(const ScheduleKey& key) {
    const auto replay = [&] { return std::make_unique<Replay>(key); };
    ledger_->survey = Survey{};
    run(replay, 1, /*telling=*/true, /*surveying=*/true);
    const bool broke = run(replay, 1, /*telling=*/true);
    count_what_it_takes();
    return broke;
  }

  static std::string kind_of(Violation violation) {
    switch (violation) {
      case Violation::kExpectation:
        return "expectation";
      case Violation::kRace:
        return "race";
      case Violation::kDeadlock:
        return "deadlock";
      case Violation::kOnlyTheClock:
        return "only the clock";
      case Violation::kLivelock:
      case Violation::kTooLong:
        return "livelock";
      case Violation::kEndlessLoop:
        return "endless loop";
      case Violation::kUncaught:
        return "uncaught";
      case Violation::kTerminate:
        return "terminate";
      case Violation::kUnjoined:
        return "unjoined";
      case Violation::kUseAfterFree:
        return "use after free";
      case Violation::kDoubleFree:
        return "double free";
      case Violation::kLeak:
        return "leak";
      case Violation::kNotTheHolder:
        return "not the holder";
      case Violation::kWaitWithoutMutex:
        return "wait without mutex";
      case Violation::kDestroyedInUse:
        return "destroyed in use";
      case Violation::kCrash:
        return "crash";
      case Violation::kExit:
        return "exit";
      case Violation::kNotDriven:
        return "not driven";
      case Violation::kNotDeterministic:
        return "not deterministic";
      case Violation::kNone:
        break;
    }
    return "";
  }

  const Schedules& plan_;
  const std::function<void()>& body_;
  int number_;
  bool counts_;  // how many schedules break, which costs a process each
  SharedMemory<SessionLedger> ledger_;
  std::optional<SharedBytes> search_;
  ScheduleFinding finding_;
  ScheduleCoverage coverage_;
  ScheduleKey found_key_;
  std::uint64_t tried_ = 0;
  std::uint64_t complete_ = 0;
  bool racy_ = false;
  bool tolerant_ = false;
  bool failed_ = false;
  bool endless_ = false;  // a loop without an end has been seen
};

}  // namespace

Verdict explore_schedules(const Schedules& plan,
                          const std::function<void()>& body) {
  std::fflush(nullptr);
  const int number = ++setting().explorations;
  Exploration exploration(plan, body, number, /*counts=*/false);
  return exploration.explore();
}

}  // namespace pots::adv

namespace pots {

void for_every_interleaving(const adv::Schedules& plan,
                            const std::function<void()>& body) {
  using namespace adv;  // NOLINT: what follows is about it
  // A case that has failed has said what the student needs to know.
  if (testing::Test::HasFailure()) return;
  std::fflush(nullptr);
  const int number = ++setting().explorations;
  Exploration exploration(plan, body, number);
  if (setting().replay.empty()) {
    const Verdict verdict = exploration.explore();
    if (verdict.passed) {
      std::printf("%s\n", verdict.report.c_str());
    } else {
      ADD_FAILURE() << verdict.report;
    }
  } else if (const auto key = ScheduleKey::parse(setting().replay)) {
    if (key->exploration != number) return;
    const Verdict verdict = exploration.replay(*key);
    if (verdict.passed) {
      std::printf("%s", verdict.report.c_str());
    } else {
      ADD_FAILURE() << verdict.report;
    }
  } else {
    ADD_FAILURE() << "'" << setting().replay
                  << "' is not a replay key. Expected something like A1 or "
                     "2/A1,B3>C; copy it from an Again: line.";
  }
}

void for_some_interleaving(std::string_view claim, const adv::Schedules& plan,
                           const std::function<bool()>& body) {
  const adv::SharedMemory<bool> reached;  // by a worker
  for_every_interleaving(plan, [&] { *reached = body() || *reached; });
  if (testing::Test::HasFailure() || *reached) return;
  ADD_FAILURE() << claim
                << "\n\nCause: every schedule was tried, and it came to this "
                   "in none.\nNext:  what keeps it from happening? Look for a "
                   "lock that is held too long, or a wait\n       too many.\n";
}

void for_every_interleaving(const std::function<void()>& body) {
  for_every_interleaving(adv::Schedules{}, body);
}

}  // namespace pots
