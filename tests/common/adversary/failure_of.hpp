// Runs something that should fail the current test, and hands over what it
// said instead.
#pragma once

#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "common/adversary/setting.hpp"

namespace pots::adv {

// The message of the only failure; "" if there was none; a count if there
// were several, because an exploration reports once.
inline std::string failure_of(const std::function<void()>& action) {
  setting().explorations = 0;
  testing::TestPartResultArray results;
  {
    testing::ScopedFakeTestPartResultReporter reporter(
        testing::ScopedFakeTestPartResultReporter::INTERCEPT_ALL_THREADS,
        &results);
    action();
  }
  if (results.size() == 0) return "";
  if (results.size() > 1) return std::to_string(results.size()) + " failures";
  const std::string text = results.GetTestPartResult(0).message();
  return text.starts_with("Failed\n") ? text.substr(7) : text;
}

inline std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

// The rest of the line behind `label`, "" if there is no such line.
inline std::string line_behind(const std::string& text,
                               const std::string& label) {
  const auto at = text.find(label);
  if (at == text.npos) return "";
  const auto from = at + label.size();
  return text.substr(from, text.find('\n', from) - from);
}

// The same exploration again, for one key.
inline std::string replay_of(const std::string& key,
                             const std::function<void()>& action) {
  setting().replay = key;
  const std::string text = failure_of(action);
  setting().replay.clear();
  return text;
}

}  // namespace pots::adv
