#include "common/judge/tap.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace pots::judge {
namespace {

TEST(Tap, NumbersItsTestsAndCommentsFailures) {
  std::ostringstream out;
  Tap tap(out);
  tap.plan(2);
  tap.test(true, "compiles");
  EXPECT_TRUE(tap.all_ok());
  tap.test(false, "Case #1 [ex]", "FAILED\n\nCause\n");
  EXPECT_FALSE(tap.all_ok());
  EXPECT_EQ(out.str(),
            "1..2\nok 1 - compiles\nnot ok 2 - Case  1 [ex]\n"
            "# FAILED\n#\n# Cause\n");
}

TEST(Tap, BailsOutWithOneLine) {
  std::ostringstream out;
  Tap tap(out);
  tap.bail_out("The disk is full.\nmore\n");
  EXPECT_EQ(out.str(),
            "# The disk is full.\n# more\nBail out! The disk is full.\n");
}

}  // namespace
}  // namespace pots::judge
