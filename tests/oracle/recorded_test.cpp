// The comparison itself: what it reads, and what it says.
#include "tests/oracle/recorded.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/oracle/language.hpp"

namespace pots::oracle {
namespace {

constexpr char kFile[] = "\nCPython 3.11.7\n== 1\na\nb\n== 2\nc\n";

TEST(Recorded, FindsATraceByItsName) {
  const Recorded recorded(kFile);
  EXPECT_EQ(recorded.version(), "CPython 3.11.7");
  EXPECT_EQ(recorded.count(), 2U);
  EXPECT_EQ(recorded.trace("1"), (Lines{"a", "b"}));
  EXPECT_EQ(recorded.trace("2"), (Lines{"c"}));
  EXPECT_EQ(recorded.trace("3"), Lines{});
}

TEST(Difference, IsEmptyForEqualTraces) {
  EXPECT_EQ(difference("p", {}, "v", {"a"}, {"a"}), "");
}

TEST(Difference, ShowsBothTracesAroundTheFirst) {
  const std::string text = difference("The program 'p'", {"source"}, "CPython",
                                      {"a", "b", "c"}, {"a", "x", "c", "d"});
  EXPECT_EQ(text,
            "The program 'p' differs from CPython in line 2 of its output\n"
            "    source\n"
            "\n"
            "    CPython          your code\n"
            "    a                a\n"
            "  > b                x\n"
            "    c                c\n"
            "    (nothing more)   d\n"
            "Next: follow the program by hand up to the line marked with >, "
            "and ask which batch each step belongs to.\n");
}

TEST(Difference, SeesWhatIsMissingAtTheEnd) {
  EXPECT_NE(difference("p", {}, "v", {"a", "b"}, {"a"}).find("line 2"),
            std::string::npos);
  EXPECT_NE(difference("p", {}, "v", {}, {"a"}).find("line 1"),
            std::string::npos);
}

TEST(CompareSet, RunsEveryProgram) {
  const auto run = [](const std::string& program) { return Lines{program}; };
  constexpr char kTraces[] = "v\n== 1\na\n== 2\nb\n";
  EXPECT_EQ(compare_set("set", "\na\nb\n", kTraces, "", run), "");
  EXPECT_NE(compare_set("set", "\na\nx\n", kTraces, "", run).find("program 2"),
            std::string::npos);
  EXPECT_NE(compare_set("set", "\na\n", kTraces, "", run), "");
}

TEST(Reader, ReadsScriptsBlocksAndCleanUps) {
  const std::vector<Script> scripts =
      Reader(
          "a: spawn b, timeout 3 (sleep 1, timeout 2 (yield)), gather 2 31 "
          "/ b refuses 2: wait 1; cleanup: yield, sleep 4")
          .scripts();
  ASSERT_EQ(scripts.size(), 2U);
  EXPECT_EQ(scripts[0].name, "a");
  ASSERT_EQ(scripts[0].body.size(), 3U);
  EXPECT_EQ(scripts[0].body[0].word, "spawn");
  EXPECT_EQ(scripts[0].body[0].name, "b");
  EXPECT_EQ(scripts[0].body[1].text, "timeout 3");
  ASSERT_EQ(scripts[0].body[1].block.size(), 2U);
  EXPECT_EQ(scripts[0].body[1].block[1].block[0].word, "yield");
  EXPECT_EQ(scripts[0].body[2].numbers, (std::vector<int>{2, 31}));
  EXPECT_EQ(scripts[1].refuses, 2);
  EXPECT_EQ(scripts[1].body[0].text, "wait 1");
  ASSERT_EQ(scripts[1].cleanup.size(), 2U);
  EXPECT_EQ(scripts[1].cleanup[1].numbers[0], 4);
}

}  // namespace
}  // namespace pots::oracle
