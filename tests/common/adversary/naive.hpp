// Every interleaving of a model program, by copying states: slow, and too
// simple to be wrong. What strategies are measured against.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <unordered_set>
#include <vector>

#include "tests/common/adversary/model_machine.hpp"

namespace pots::adv::model {

struct Truth {
  std::set<std::string> outcomes;
  // Executions that differ in the order of conflicting events: what remains of
  // one is which events happen before each.
  std::unordered_set<std::string> classes;
  std::uint64_t interleavings = 0;
  // By pauses and total cost. A schedule is the list of what was taken where
  // there was something to pick.
  std::map<int, std::map<int, std::set<std::string>>> schedules;
};

// With schedules only if they are asked for.
Truth enumerate(const Program& program, bool with_schedules = false);

}  // namespace pots::adv::model
