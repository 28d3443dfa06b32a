// The phases of an exploration: complete, counting, random, shrinking, telling.
#include "common/adversary/explore.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <string>
#include <utility>

#include "common/adversary/counterexample.hpp"
#include "common/adversary/ledger.hpp"
#include "common/adversary/seed.hpp"
#include "common/adversary/setting.hpp"
#include "common/adversary/shared_memory.hpp"
#include "common/adversary/worker.hpp"

namespace pots::adv {
namespace {

// After the first broken run its level is finished, to tell how many of its
// runs break; each costs a process, so not for ever.
constexpr std::uint64_t kCountedFailures = 64;

std::vector<ChoiceTree::Step> path_of(const Ledger& ledger) {
  return {ledger.path, ledger.path + ledger.steps};
}

// The key of the run in the ledger: what was not the default.
ReplayKey key_of(const Ledger& ledger, int exploration) {
  ReplayKey key;
  key.exploration = exploration;
  for (std::size_t i = 0; i < ledger.steps; ++i) {
    if (ledger.path[i].taken != 0) {
      key.taken[static_cast<int>(i) + 1] = ledger.labels[i];
    }
  }
  return key;
}

int unkind_in(const Ledger& ledger) {
  int unkind = 0;
  for (std::size_t i = 0; i < ledger.steps; ++i) {
    unkind += ledger.path[i].cost();
  }
  return unkind;
}

class Exploration {
 public:
  Exploration(const Plan& plan, const std::function<void(Run&)>& body,
              int number)
      : plan_(plan), body_(body), number_(number) {}

  void explore() {
    if (!complete() || !random()) return;
    if (plan_.must_be_driven && ledger_->driven == 0) {
      ADD_FAILURE() << words_for_not_driven();
      return;
    }
    std::printf("%s\n", words_for_coverage(plan_, complete_runs_).c_str());
  }

  void replay(const ReplayKey& key) {
    Errand errand;
    errand.replay = &key;
    errand.telling = true;
    if (do_errand(plan_, body_, errand, *ledger_)) {
      Finding finding;
      finding.key = key;
      ADD_FAILURE() << words_for_finding(plan_, finding, *ledger_);
    } else {
      std::printf("%s", words_for_replay_that_passed(plan_, *ledger_).c_str());
    }
  }

 private:
  // Every run within the budget. False if one broke; it has been reported.
  bool complete() {
    const ChoiceTree tree = ChoiceTree::complete(plan_.unkind);
    Errand errand;
    errand.tree = &tree;
    if (!do_errand(plan_, body_, errand, *ledger_)) {
      complete_runs_ = ledger_->runs;
      return true;
    }
    Finding finding;
    finding.found_in_run = ++ledger_->runs;
    finding.level = ledger_->level;
    finding.key = key_of(*ledger_, number_);
    finding.complete_to = ledger_->level;
    finding.failures = 1;
    const std::string what = ledger_->what;
    while (finding.failures < kCountedFailures && !is_slow(what)) {
      const ChoiceTree rest =
          ChoiceTree::resume(path_of(*ledger_), finding.level, finding.level);
      Errand more;
      more.tree = &rest;
      if (!do_errand(plan_, body_, more, *ledger_)) {
        finding.counted = true;
        break;
      }
      ++ledger_->runs;
      ++finding.failures;
    }
    finding.runs = ledger_->runs;
    tell(finding);
    return false;
  }

  bool random() {
    Errand errand;
    errand.seed = seed_of(case_name());
    errand.to = plan_.random;
    if (!do_errand(plan_, body_, errand, *ledger_)) return true;
    Finding finding;
    finding.found_in_run = complete_runs_ + ledger_->level + 1;
    finding.complete_to = plan_.unkind;
    finding.key = shrink(key_of(*ledger_, number_));
    finding.level = unkind_in(*ledger_);
    finding.random = true;
    tell(finding);
    return false;
  }

  // Drops one choice after the other for as long as the run still breaks.
  ReplayKey shrink(ReplayKey key) {
    for (auto entry = key.taken.begin(); entry != key.taken.end();) {
      ReplayKey less = key;
      less.taken.erase(entry->first);
      if (breaks(less)) {
        key = less;
        entry = key.taken.begin();
      } else {
        ++entry;
      }
    }
    breaks(key);  // leaves this run in the ledger
    return key;
  }

  bool breaks(const ReplayKey& key) {
    Errand errand;
    errand.replay = &key;
    return do_errand(plan_, body_, errand, *ledger_);
  }

  void tell(Finding finding) {
    Errand errand;
    errand.replay = &finding.key;
    errand.telling = true;
    finding.repeats = do_errand(plan_, body_, errand, *ledger_);
    ADD_FAILURE() << words_for_finding(plan_, finding, *ledger_);
  }

  // Endless loops cost seconds each.
  static bool is_slow(const std::string& what) {
    return what.starts_with("an endless loop");
  }

  const Plan& plan_;
  const std::function<void(Run&)>& body_;
  int number_;
  SharedMemory<Ledger> ledger_;
  std::uint64_t complete_runs_ = 0;
};

}  // namespace

void explore(const Plan& plan, const std::function<void(Run&)>& body) {
  // A case that has failed has said what the student needs to know.
  if (testing::Test::HasFailure()) return;
  // What a child prints twice because it was still in a buffer is confusing.
  std::fflush(nullptr);
  const int number = ++setting().explorations;
  Exploration exploration(plan, body, number);
  if (setting().replay.empty()) {
    exploration.explore();
  } else if (const auto key = ReplayKey::parse(setting().replay)) {
    if (key->exploration == number) exploration.replay(*key);
  } else {
    ADD_FAILURE() << "'" << setting().replay
                  << "' is not a replay key. Expected something like 1:2 or "
                     "2/1:EINTR,3:1; copy it from an Again: line.";
  }
}

}  // namespace pots::adv
