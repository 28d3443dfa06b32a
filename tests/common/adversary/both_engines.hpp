// Runs a test under both engines: fibers, and real threads passing a token.
// The schedules and the verdicts must be the same.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "common/adversary/interleavings.hpp"
#include "common/adversary/setting.hpp"

namespace pots::adv {

// The parameter says whether kernel threads run the schedules.
class BothEngines : public testing::TestWithParam<bool> {
 protected:
  void SetUp() override { setting().real_threads = GetParam(); }
  void TearDown() override { setting().real_threads = false; }
};

inline std::string engine_name(const testing::TestParamInfo<bool>& info) {
  return info.param ? "RealThreads" : "Fibers";
}

inline Verdict verdict_of(const std::function<void()>& body,
                          const Schedules& plan = {}) {
  return explore_schedules(plan, body);
}

// The kind of violation, "" for none.
inline std::string kind_of(const std::function<void()>& body,
                           const Schedules& plan = {}) {
  return verdict_of(body, plan).kind;
}

}  // namespace pots::adv
