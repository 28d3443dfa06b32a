#include "common/judge/patch_head.hpp"

#include <gtest/gtest.h>

namespace pots::judge {
namespace {

using Names = std::vector<std::string>;

constexpr char kPatch[] =
    "Mistake: asks once,\n"
    "         then goes in.\n"
    "Passes:  unless somebody slips in: between.\n"
    "Dies in: Turnstile.LetsNobodyIn, Wakes (it may fail others)\n"
    "Marks:   racy\n"
    "--- a/turnstile.cpp\n"
    "+++ b/turnstile.cpp\n"
    "@@ -1,1 +1,1 @@\n"
    " Marks: example\n";

TEST(PatchHead, ReadsItsFourLines) {
  const auto head = parse_patch_head(kPatch);
  ASSERT_TRUE(head.ok()) << head.status();
  EXPECT_EQ(head->mistake, "asks once, then goes in.");
  EXPECT_EQ(head->passes, "unless somebody slips in: between.");
  EXPECT_EQ(head->dies_in, (Names{"Turnstile.LetsNobodyIn", "Wakes"}));
  EXPECT_TRUE(head->racy);
  EXPECT_FALSE(head->example);
}

TEST(PatchHead, ReadsTheCommentOfAWholeFile) {
  const auto head = parse_patch_head(
      "// Mistake: none\n// Passes: all\n// Dies in: A,\n//   B\n\n// Marks: "
      "x");
  ASSERT_TRUE(head.ok()) << head.status();
  EXPECT_EQ(head->dies_in, (Names{"A", "B"}));
}

TEST(PatchHead, KnowsThreeMarks) {
  const auto head = parse_patch_head(
      "Mistake: x\nPasses: y\nDies in: z\nMarks: example, racy, g++");
  ASSERT_TRUE(head.ok()) << head.status();
  EXPECT_TRUE(head->example && head->racy && head->only_gcc);
}

TEST(PatchHead, RefusesAnIncompleteOne) {
  EXPECT_FALSE(parse_patch_head("").ok());
  EXPECT_FALSE(parse_patch_head("Mistake: x\nPasses: y\n").ok());
  EXPECT_FALSE(
      parse_patch_head("Mistake: x\nPasses: y\nDies in: z\nMarks: q").ok());
}

}  // namespace
}  // namespace pots::judge
