#include "common/judge/text.hpp"

#include <gtest/gtest.h>

namespace pots::judge {
namespace {

using Lines = std::vector<std::string>;

TEST(Text, SplitsLinesWithoutInventingOne) {
  EXPECT_EQ(split_lines(""), Lines{});
  EXPECT_EQ(split_lines("a\n"), Lines{"a"});
  EXPECT_EQ(split_lines("a\n\nb"), (Lines{"a", "", "b"}));
}

TEST(Text, IndentsWithoutBlanksAtTheEnd) {
  EXPECT_EQ(indent("a\n\nb", "# "), "# a\n#\n# b\n");
}

TEST(Text, CountsEdits) {
  EXPECT_EQ(edit_distance("", "abc"), 3u);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);
  EXPECT_EQ(edit_distance("same", "same"), 0u);
}

TEST(Text, OffersTheNearestNamesOnly) {
  EXPECT_EQ(nearest("exacly", {"fetch", "exactly", "framing"}),
            Lines{"exactly"});
  EXPECT_EQ(nearest("zzz", {"fetch", "exactly"}), Lines{});
}

TEST(Text, RemovesColours) {
  EXPECT_EQ(without_colours("\x1b[01;31m\x1b[Kerror\x1b[m!"), "error!");
  EXPECT_EQ(without_colours("\x1b["), "");
}

TEST(Text, WritesNumbersShort) {
  EXPECT_EQ(number(10), "10");
  EXPECT_EQ(number(2.5), "2.5");
  EXPECT_EQ(number(2.0 / 3), "0.67");
  EXPECT_EQ(count_of(1, "case"), "1 case");
  EXPECT_EQ(count_of(0, "case"), "0 cases");
}

}  // namespace
}  // namespace pots::judge
