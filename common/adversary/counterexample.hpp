// The words around a counterexample: what broke, why, and what to type next.
#pragma once

#include <cstdint>
#include <string>

#include "common/adversary/explore.hpp"
#include "common/adversary/ledger.hpp"
#include "common/adversary/replay_key.hpp"

namespace pots::adv {

// A broken run, and what is known about the others.
struct Finding {
  ReplayKey key;
  std::uint64_t found_in_run = 0;  // 0: it was replayed, not found
  int level = 0;                   // unkind choices in it
  int complete_to = 0;             // all runs with up to so many were tried
  std::uint64_t runs = 0;          // …and so many there were
  std::uint64_t failures = 0;      // …of which so many broke
  bool counted = false;            // whether `failures` is all of them
  bool random = false;             // found among the random runs
  bool repeats = true;             // it broke again when it was told
};

// The first line is the headline; the table and the rest follow.
std::string words_for_finding(const Plan& plan, const Finding& finding,
                              const Ledger& ledger);
std::string words_for_not_driven();
std::string words_for_coverage(const Plan& plan, std::uint64_t complete_runs);
std::string words_for_replay_that_passed(const Plan& plan,
                                         const Ledger& ledger);

}  // namespace pots::adv
