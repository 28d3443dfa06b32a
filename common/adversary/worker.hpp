// Runs executions in a forked child, so that student code may crash, exit or
// never return without taking the exploration with it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "common/adversary/explore.hpp"
#include "common/adversary/ledger.hpp"

namespace pots::adv {

// What one worker is to do. Exactly one of `tree`, `seed` and `replay` is set.
struct Errand {
  const ChoiceTree* tree = nullptr;   // walk on from here to the tree's end
  std::optional<std::uint64_t> seed;  // random runs number `from` to `to`
  int from = 0;
  int to = 0;
  const ReplayKey* replay = nullptr;  // this one run
  bool telling = false;               // fill the ledger's rows
};

// CPU time that one run may take before it counts as an endless loop. The
// clock of the process, not of the wall: load does not shorten it.
inline constexpr int kRunCpuSeconds = 1;

// Does the errand and leaves the story in `ledger`. True if a run failed:
// then ledger.path, what and cause say how, also when the worker died.
bool do_errand(const Plan& plan, const std::function<void(Run&)>& body,
               const Errand& errand, Ledger& ledger);

}  // namespace pots::adv
