// Widths and colours.
#include "common/cli/style.hpp"

#include <gtest/gtest.h>

namespace pots::cli {
namespace {

TEST(Width, CountsLettersNotBytes) {
  EXPECT_EQ(width("Größe"), 5u);
  EXPECT_EQ(width(""), 0u);
}

TEST(Fit, FillsOrCutsToTheColumn) {
  Style ascii;
  Style utf8;
  utf8.utf8 = true;
  EXPECT_EQ(fit("ab", 4, ascii), "ab  ");
  EXPECT_EQ(fit("abcdef", 4, ascii), "ab..");
  EXPECT_EQ(fit("abcdef", 4, utf8), "abc…");
  EXPECT_EQ(fit("öäüßé", 4, utf8), "öäü…") << "no letter is cut in two";
  EXPECT_EQ(fit("öäüß", 4, utf8), "öäüß");
}

TEST(Paint, LeavesPlainTextAlone) {
  Style style;
  EXPECT_EQ(style.paint(Colour::kGood, "x"), "x");
  style.colour = true;
  EXPECT_EQ(style.paint(Colour::kGood, "x"), "\033[32mx\033[0m");
  EXPECT_EQ(style.paint(Colour::kPlain, "x"), "x");
  EXPECT_EQ(style.paint(Colour::kGood, ""), "");
}

}  // namespace
}  // namespace pots::cli
