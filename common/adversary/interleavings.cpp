// What tests call to explore schedules: see exploration.hpp.
#include "common/adversary/interleavings.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <string>

#include "common/adversary/exploration.hpp"
#include "common/adversary/schedule_key.hpp"
#include "common/adversary/setting.hpp"
#include "common/adversary/shared_memory.hpp"

namespace pots::adv {

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
