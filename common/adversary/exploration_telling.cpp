// An exploration's second part: which violation is the smallest, and what is
// it?
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <span>

#include "common/adversary/bounded_search.hpp"
#include "common/adversary/exploration.hpp"
#include "common/adversary/replay.hpp"
#include "common/adversary/schedule_picture.hpp"
#include "common/adversary/setting.hpp"

namespace pots::adv {
namespace {

// Searching for the smallest schedule, once it is known that there is one.
constexpr std::uint64_t kMinimising = 20'000;
// After the first broken schedule its level is finished, to tell how many
// break; each costs a process.
constexpr std::uint64_t kCountedFailures = 32;

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

std::string kind_of(Violation violation) {
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

}  // namespace

void Exploration::count_what_it_takes() {
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

Verdict Exploration::tell_smallest(bool races) {
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

void Exploration::draw() const {
  if (setting().picture.empty()) return;
  std::ofstream file(setting().picture);
  file << picture_of(finding_, ledger_->story);
  if (!file) {
    std::printf("cannot write the picture to %s\n", setting().picture.c_str());
  }
}

void Exploration::count_failures() {
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

bool Exploration::is_quick() const {
  const Violation v = ledger_->story.violation;
  return v != Violation::kEndlessLoop && v != Violation::kTooLong;
}

bool Exploration::breaks(const ScheduleKey& key) {
  return run([&] { return std::make_unique<Replay>(key); }, 1);
}

ScheduleKey Exploration::shrink(ScheduleKey key) {
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

bool Exploration::tell(const ScheduleKey& key) {
  const auto replay = [&] { return std::make_unique<Replay>(key); };
  ledger_->survey = Survey{};
  run(replay, 1, /*telling=*/true, /*surveying=*/true);
  const bool broke = run(replay, 1, /*telling=*/true);
  count_what_it_takes();
  return broke;
}

}  // namespace pots::adv
