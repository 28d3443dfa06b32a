// GoogleTest's failures in the words that a student reads.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace pots::adv {

// The headline of a failed EXPECT_ or ASSERT_: the test's own words if it said
// some (`<< "…"`), else "n was 2, expected 6" for an equality, else
// GoogleTest's first line.
std::string headline(std::string_view message);

// The headline and where the expectation stands: "…   exactly_test.cpp:31".
std::string headline(const ::testing::TestPartResult& result);

}  // namespace pots::adv
