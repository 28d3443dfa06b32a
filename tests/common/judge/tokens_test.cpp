#include "common/judge/tokens.hpp"

#include <gtest/gtest.h>

namespace pots::judge {
namespace {

// The tokens, a blank between two.
std::string shown(std::string_view text) {
  std::string out;
  for (const Token& token : tokens(text)) {
    out += (out.empty() ? "" : " ") + token.text;
  }
  return out;
}

TEST(Tokens, AreWordsNumbersAndSigns) {
  EXPECT_EQ(shown("a::b_1(2, .5)\t{c->d;}\r\n"),
            "a :: b_1 ( 2 , .5 ) { c - > d ; }");
  EXPECT_EQ(shown("1'000 + 0x1p-3 1e+5 1.f x"), "1'000 + 0x1p-3 1e+5 1.f x");
  EXPECT_EQ(shown("größe mutexé"), "größe mutexé");
  EXPECT_EQ(shown(""), "");
}

TEST(Tokens, CommentsAreNone) {
  EXPECT_EQ(shown("a // b\nc /* d\n // */ e /**/ f /*/ g */ h"), "a c e f h");
  EXPECT_EQ(shown("a // b \\\n still b\nc"), "a c");
  EXPECT_EQ(shown("a /\\\n/ b\nc /\\\n* d *\\\n/ e"), "a c e");
  EXPECT_EQ(shown("a / b /* open"), "a / b");
}

TEST(Tokens, LiteralsAreNone) {
  EXPECT_EQ(shown(R"(f("a\"b // c", 'd', '\'', "") e)"), "f ( , , , ) e");
  EXPECT_EQ(shown("\"/*\" a \"*/\" b"), "a b");
  EXPECT_EQ(shown("L'\"' a u8\"b\" c U'd' \"e\"sv f"), "a c sv f");
  EXPECT_EQ(shown("\"a\\\n b\" c"), "c");
  EXPECT_EQ(shown("\"a\\\r\n b\" c"), "c");
  EXPECT_EQ(shown("\"a\\\\\" b"), "b");
  EXPECT_EQ(shown("#error don't\nb 'c\nd"), "# error don b d");
}

TEST(Tokens, RawStringsEndWhereTheyShould) {
  EXPECT_EQ(shown("R\"(a \" b \\)\" c"), "c");
  EXPECT_EQ(shown("R\"x(a )\" b )x\" c"), "c");
  EXPECT_EQ(shown("u8R\"(a\n\" b)\" c LR\"(d\" e)\" f"), "c f");
  EXPECT_EQ(shown("xR\"(a)\" b"), "xR b");
  // In there, a backslash at the end of a line continues nothing.
  EXPECT_EQ(shown("R\"(a )\\\n\" b)\" c"), "c");
  EXPECT_EQ(shown("R\"(open"), "");
  // No raw string, and no compiler takes it; but what follows is seen.
  EXPECT_EQ(shown("R\"a b\" c (d)"), "c ( d )");
}

TEST(Tokens, ALineMayBeContinued) {
  EXPECT_EQ(shown("mu\\\ntex a\\ \t\r\nb \\ c"), "mutex ab \\ c");
  const std::vector<Token> all = tokens("a\n\\\nmu\\\ntex");
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[1].at, 4u);
}

TEST(Tokens, AnIncludedHeaderIsOne) {
  EXPECT_EQ(shown("#include <mutex>\n# include /**/ <a/it's.h> // b\nc"),
            "# include <mutex> # include <a/it's.h> c");
  EXPECT_EQ(shown("#include \"pots/mutex.hpp\"\na"), "# include a");
  EXPECT_EQ(shown("a <b> c"), "a < b > c");
}

TEST(Tokens, AByteOrderMarkIsNone) {
  EXPECT_EQ(shown("\xEF\xBB\xBFint x"), "int x");
}

TEST(Tokens, AnyBytesAreTaken) {
  std::string all;
  for (int round = 0; round < 3; ++round) {
    for (int c = 0; c < 256; ++c) {
      all += static_cast<char>(c * (2 * round + 1));
      tokens(all);
    }
  }
  for (const char* text : {"\\", "\"", "'", "R\"", "/", "/*", "#include <",
                           "\"\\", "u8", "1'", ":", "."}) {
    tokens(text);
  }
}

}  // namespace
}  // namespace pots::judge
