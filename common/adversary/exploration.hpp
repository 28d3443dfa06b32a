// One exploration of schedules, in its phases: find a violation by any means,
// then the smallest one, then tell it.
//
// No strategy wins alone: walks at random and by priorities find what needs
// many pauses, partial order reduction what is rare, and the bounded search
// gives the shortest witness and the right to say "all". Places that race
// become points where threads may be paused, and then all is tried again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "common/adversary/interleavings.hpp"
#include "common/adversary/schedule_key.hpp"
#include "common/adversary/schedule_words.hpp"
#include "common/adversary/scheduler/session.hpp"
#include "common/adversary/shared_memory.hpp"
#include "common/adversary/strategy.hpp"

namespace pots::adv {

// Thread safety: none. The plan and the body outlive it.
class Exploration {
 public:
  Exploration(const Schedules& plan, const std::function<void()>& body,
              int number, bool counts = true)
      : plan_(plan), body_(body), number_(number), counts_(counts) {}

  // Everything; the report is empty if all is well.
  Verdict explore();
  // Plays one schedule, and tells it.
  Verdict replay(const ScheduleKey& key);

 private:
  // What one worker does; it returns a strategy made in the worker.
  using MakeStrategy = std::function<std::unique_ptr<Strategy>()>;
  static constexpr int kMaxDiscoveries = 32;
  static constexpr std::size_t kSearchBytes = std::size_t{1} << 30;

  // --- exploration.cpp: is there a violation?
  // Looks for a violation other than a race at a place that is not known yet;
  // learns those places.
  void discover();
  // Runs executions in a worker. True if one broke.
  bool run(const MakeStrategy& make, std::uint64_t most, bool telling = false,
           bool surveying = false);
  // One round of all strategies with the racy places known so far.
  bool found();
  // Level by level. True if one broke; then search_ may be gone on with.
  bool bounded(int pauses, std::uint64_t most);
  // Both places of the race that was found. False if they were known.
  bool learn_racy_sites();
  std::uint64_t rest() const;
  bool budgets_are_zero() const;
  std::string budget_words() const;
  ScheduleKey key_of_ledger() const;

  // --- exploration_telling.cpp: which is the smallest, and what is it?
  // The smallest broken schedule: by level, or by leaving out what is not
  // needed of the one that was found.
  Verdict tell_smallest(bool races);
  // Of the schedule that has just been told.
  void count_what_it_takes();
  // Finishes the level of the search that broke.
  void count_failures();
  // Endless loops cost seconds each.
  bool is_quick() const;
  bool breaks(const ScheduleKey& key);
  ScheduleKey shrink(ScheduleKey key);
  // Fills the story. True if it broke.
  bool tell(const ScheduleKey& key);
  // The story as a picture, if somebody asked for it.
  void draw() const;

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

}  // namespace pots::adv
