#include "common/judge/capped_text.hpp"

#include <gtest/gtest.h>

namespace pots::judge {
namespace {

TEST(CappedText, KeepsAllThatFits) {
  CappedText text(10);
  text.append("01234");
  text.append("56789");
  EXPECT_EQ(text.str(), "0123456789");
}

TEST(CappedText, KeepsBothEndsAndCountsTheRest) {
  CappedText text(10);
  for (int i = 0; i < 100; ++i) text.append("abc");
  text.append("0123456789");
  EXPECT_EQ(text.total(), 310u);
  EXPECT_EQ(text.str(), "abcab\n… 300 bytes more were cut …\n56789");
}

TEST(CappedText, TakesOneHugePiece) {
  CappedText text(4);
  text.append("ab" + std::string(1000, 'x') + "yz");
  EXPECT_EQ(text.str(), "ab\n… 1000 bytes more were cut …\nyz");
}

}  // namespace
}  // namespace pots::judge
