// Parts of hints.md and of an explanation.
#include "common/cli/sections.hpp"

#include <gtest/gtest.h>

namespace pots::cli {
namespace {

constexpr std::string_view kHints = R"(# Hints

## exactly

1. What does read return
   when there is less?
2. A loop.

   With a second paragraph.
3. Count what is missing.

## exactly_twice
1. Another one.
)";

TEST(Section, EndsAtTheNextHeading) {
  EXPECT_EQ(section(kHints, "exactly_twice"), "1. Another one.");
  const auto text = section(kHints, "exactly");
  ASSERT_TRUE(text);
  EXPECT_TRUE(text->starts_with("1. What"));
  EXPECT_TRUE(text->ends_with("missing."));
}

TEST(Section, IsNothingIfThereIsNoHeading) {
  EXPECT_EQ(section(kHints, "exact"), std::nullopt);
  EXPECT_EQ(section(kHints, "Hints"), std::nullopt) << "a title, not a section";
  EXPECT_EQ(section("", "exactly"), std::nullopt);
}

TEST(Section, KeepsSmallerHeadingsAndCode) {
  EXPECT_EQ(
      section("## a\n### why\n```\n## not one\n# nor this\n```\nend\n## b\n",
              "a"),
      "### why\n```\n## not one\n# nor this\n```\nend");
}

TEST(Section, TakesLinesThatEndInCrLf) {
  EXPECT_EQ(section("## a\r\none\r\ntwo\r\n", "a"), "one\ntwo");
}

TEST(NumberedItems, GoOnUntilTheNextNumber) {
  const auto items = numbered_items(*section(kHints, "exactly"));
  ASSERT_EQ(items.size(), 3u);
  EXPECT_EQ(items[0], "What does read return\nwhen there is less?");
  EXPECT_EQ(items[1], "A loop.\n\nWith a second paragraph.");
  EXPECT_EQ(items[2], "Count what is missing.");
}

TEST(NumberedItems, IgnoreWhatStandsBefore) {
  EXPECT_EQ(numbered_items("Read this.\n1. One\n").size(), 1u);
  EXPECT_TRUE(numbered_items("no numbers, 1.5 times").empty());
  EXPECT_TRUE(numbered_items("").empty());
}

}  // namespace
}  // namespace pots::cli
