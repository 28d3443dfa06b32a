#include "common/adversary/expectations.hpp"

#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <functional>

namespace pots::adv {
namespace {

std::string said(const std::function<void()>& expectation) {
  testing::TestPartResultArray results;
  {
    testing::ScopedFakeTestPartResultReporter reporter(&results);
    expectation();
  }
  return results.size() == 0 ? "nothing"
                             : headline(std::string_view(
                                   results.GetTestPartResult(0).message()));
}

TEST(Headline, SaysWhatAnEqualityWasAndShouldBe) {
  const int n = 2;
  EXPECT_EQ(said([&] { EXPECT_EQ(n, 6); }), "n was 2, expected 6");
  EXPECT_EQ(said([&] { EXPECT_EQ(6, n); }), "n was 2, expected 6");
  const std::string text = "ab";
  EXPECT_EQ(said([&] { EXPECT_EQ(text, "abc"); }),
            "text was \"ab\", expected \"abc\"");
}

TEST(Headline, PrefersTheTestsOwnWords) {
  EXPECT_EQ(said([] { EXPECT_EQ(1 + 1, 3) << "two is not three"; }),
            "two is not three");
  EXPECT_EQ(said([] { ADD_FAILURE() << "just so"; }), "just so");
  EXPECT_EQ(said([] { EXPECT_TRUE(false) << "it must be"; }), "it must be");
}

TEST(Headline, TakesBooleansApart) {
  const bool open = false;
  EXPECT_EQ(said([&] { EXPECT_TRUE(open); }), "open was false, expected true");
}

TEST(Headline, KeepsGoogleTestsLineForTheRest) {
  const int n = 2;
  EXPECT_EQ(said([&] { EXPECT_LT(n, 1); }),
            "Expected: (n) < (1), actual: 2 vs 1");
}

}  // namespace
}  // namespace pots::adv
