#include "common/judge/diagnostics.hpp"

#include <gtest/gtest.h>

namespace pots::judge {
namespace {

TEST(Diagnostics, ReadsAPlaceAndAMessage) {
  const auto one =
      parse_diagnostic("../lessons/a.cpp:12:5: error: no: 'x' here");
  ASSERT_TRUE(one);
  EXPECT_EQ(one->file, "../lessons/a.cpp");
  EXPECT_EQ(one->line, 12);
  EXPECT_EQ(one->column, 5);
  EXPECT_EQ(one->kind, "error");
  EXPECT_EQ(one->message, "no: 'x' here");
  EXPECT_EQ(parse_diagnostic("a.cpp:3: fatal error: x.hpp: No such file")->kind,
            "fatal error");
  EXPECT_EQ(parse_diagnostic("a.cpp:3:1: note: y")->kind, "note");
}

TEST(Diagnostics, ReadsHowTheCompilerGotThere) {
  EXPECT_EQ(parse_diagnostic("a.cpp:9:3:   required from here")->kind,
            "required");
  EXPECT_EQ(parse_diagnostic("In file included from a.cpp:1:")->kind,
            "included");
  EXPECT_EQ(parse_diagnostic("                 from b.cpp:2,")->file, "b.cpp");
}

TEST(Diagnostics, LeavesEverythingElse) {
  for (const char* line :
       {"", "   12 |   x;", "a.cpp: In function 'int f()':", "[1/2] Linking",
        "FAILED: tests/check", "g++ -c a.cpp:1: x", "12:30: error"}) {
    EXPECT_FALSE(parse_diagnostic(line)) << line;
  }
}

TEST(Diagnostics, KnowsAnExcerpt) {
  EXPECT_TRUE(is_excerpt("   12 |   return red;"));
  EXPECT_TRUE(is_excerpt("      |          ^~~"));
  EXPECT_FALSE(is_excerpt("a | b"));
  EXPECT_FALSE(is_excerpt("    return 1;"));
}

}  // namespace
}  // namespace pots::judge
