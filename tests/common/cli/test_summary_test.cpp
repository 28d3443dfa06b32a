// The numbers at the end of `meson test`.
#include "common/cli/test_summary.hpp"

#include <gtest/gtest.h>

namespace pots::cli {
namespace {

TEST(TestSummary, AddsUpWhatMesonPrints) {
  TestSummary summary;
  for (const char* line :
       {" 1/11 wrong 01.exactly one_read OK              0.02s", "",
        "Ok:                 7   ", "Expected Fail:      1   ",
        "Fail:               2   ", "Unexpected Pass:    3   ",
        "Skipped:            4   ", "Timeout:            5   "}) {
    summary.take(line);
  }
  EXPECT_TRUE(summary.seen);
  EXPECT_EQ(summary.passed, 8);
  EXPECT_EQ(summary.failed, 10);
  EXPECT_EQ(summary.skipped, 4);
}

TEST(TestSummary, NamesTheFirstTestThatFailed) {
  TestSummary summary;
  for (const char* line :
       {" 1/50 two_pots:wrong / wrong 01.exactly one_read   OK      0.99s",
        " 3/50 two_pots:starters / starter 00.salt    FAIL    0.6s   2/3 x",
        " 4/50 two_pots:common / cli_board            TIMEOUT 9.0s"}) {
    summary.take(line);
  }
  EXPECT_EQ(summary.first_failed, "starter 00.salt");
}

TEST(TestSummary, IsNotSeenInOtherOutput) {
  TestSummary summary;
  for (const char* line :
       {"Ok: fine", "Fail:", "Fail: 2 of 3", "ninja: error"}) {
    summary.take(line);
  }
  EXPECT_FALSE(summary.seen);
  EXPECT_EQ(summary.failed, 0);
}

}  // namespace
}  // namespace pots::cli
