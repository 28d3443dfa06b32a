// Executions of one body in this process, one after the other.
//
// The process is a forked worker (worker.cpp's idea): an execution that breaks
// is given up where it stands and takes the process with it. What the parent
// must know lies in shared memory.
#pragma once

#include <cstdint>
#include <functional>
#include <new>

#include "common/adversary/interleavings.hpp"
#include "common/adversary/ledger.hpp"
#include "common/adversary/path.hpp"
#include "common/adversary/scheduler/machine.hpp"
#include "common/adversary/scheduler/telling.hpp"
#include "common/adversary/story.hpp"
#include "common/adversary/strategy.hpp"

namespace pots::adv {

inline constexpr int kMaxRacySites = 256;
// Accesses to memory that one exploration may make, some seconds' worth: it
// then stops and says so. A number, not a time: the same on each machine.
inline constexpr std::uint64_t kMostWork = 200'000'000;

// What a worker leaves. Plain data in shared memory.
struct SessionLedger {
  Outcome outcome;
  std::uint64_t executions;  // begun by this errand
  bool uses_time;
  bool driven;
  int max_steps;
  std::uint64_t work;   // of all errands: see kMostWork
  std::uint64_t moves;  // of the execution under way
  PathStep path[kMaxScheduleSteps];
  int racy_sites;
  const void* racy_site[kMaxRacySites];
  Survey survey;
  Story story;
};

struct SessionPlan {
  const Schedules* schedules = nullptr;
  const std::function<void()>* body = nullptr;
  bool real_threads = false;
  bool tolerate_races = false;
  bool telling = false;
  bool surveying = false;
  bool endless = false;  // a loop without an end is known: see the watchdog
  bool quiet = true;     // the program's output goes nowhere
  std::uint64_t most = ~std::uint64_t{0};  // executions
};

// Runs executions until the strategy has no more, `most` are made or one
// breaks. Never returns if one breaks. Called in a worker, once.
void run_session(const SessionPlan& plan, Strategy& strategy,
                 SessionLedger& ledger);

}  // namespace pots::adv
