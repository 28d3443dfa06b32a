#include "common/adversary/setting.hpp"

#include <gtest/gtest.h>

namespace pots::adv {

Setting& setting() {
  static Setting the_setting;
  return the_setting;
}

std::string case_name() {
  const testing::TestInfo* info =
      testing::UnitTest::GetInstance()->current_test_info();
  if (info == nullptr) return "?";
  const std::string& exercise = setting().exercise;
  return (exercise.empty() ? info->test_suite_name() : exercise) + "." +
         info->name();
}

}  // namespace pots::adv
