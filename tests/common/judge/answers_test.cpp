#include "common/judge/answers.hpp"

#include <gtest/gtest.h>

#include "common/judge/modes.hpp"
#include "common/judge/text.hpp"
#include "small_course.hpp"

namespace pots::judge {
namespace {

class Answers : public testing::Test {
 protected:
  // "+" for a claim that holds, "-" for one that does not.
  static std::string shown(const Claims& claims) {
    std::string out = claims.grader_error;
    for (const Claim& claim : claims.list) {
      out += (claim.holds ? "+" : "-") + claim.name + "\n";
      EXPECT_EQ(claim.holds, claim.text.empty()) << claim.name;
    }
    return out;
  }
  std::string wrong(const std::string& head) {
    small_.write("wrong/w.patch",
                 "Mistake: m\nPasses: p\n" + head + "\n--- a/x.cpp\n");
    return shown(claims_of_wrong(small_.course, small_.exercise(),
                                 {"w", "wrong/w.patch", "check"}, {}));
  }
  SmallCourse small_;
};

TEST_F(Answers, AReferencePassesEverything) {
  EXPECT_EQ(
      shown(claims_of_right(small_.course, small_.exercise(), "check", {})),
      "+compiles\n+passes Pass [ex]\n-passes Fail [kernel]\n");
}

TEST_F(Answers, AStarterFailsAndSaysSo) {
  const std::string fails = "fails in at least one case\n";
  const std::string says =
      "says in each of them what is wrong and what to do\n";
  EXPECT_EQ(shown(claims_of_starter(small_.course, small_.exercise(), {})),
            "+compiles\n+" + fails + "+" + says);
  small_.exercise().cases = {{"Crash", "ex"}};
  EXPECT_EQ(shown(claims_of_starter(small_.course, small_.exercise(), {})),
            "+compiles\n+" + fails + "-" + says);
  small_.exercise().cases = {{"Pass", "ex"}};
  EXPECT_EQ(shown(claims_of_starter(small_.course, small_.exercise(), {})),
            "+compiles\n-" + fails + "+" + says);
}

TEST_F(Answers, AWrongOneDiesWhereItSays) {
  EXPECT_EQ(wrong("Dies in: Hostile.Fail"),
            "+compiles\n+passes Pass [ex]\n+dies in Fail\n");
  EXPECT_EQ(wrong("Dies in: Fail, Pass"),
            "+compiles\n-dies in Pass\n+dies in Fail\n");
  EXPECT_EQ(wrong("Dies in: Nowhere"),
            "-dies in Nowhere\n+compiles\n+passes Pass [ex]\n");
}

TEST_F(Answers, OnlyAMarkExcusesAnExampleCase) {
  small_.exercise().cases.push_back({"Exit3", "ex"});
  EXPECT_EQ(
      wrong("Dies in: Fail"),
      "+compiles\n+passes Pass [ex]\n+dies in Fail\n-passes Exit3 [ex]\n");
  EXPECT_EQ(wrong("Dies in: Fail\nMarks: example"),
            "+compiles\n+dies in Fail\n");
  EXPECT_EQ(wrong("Dies in: Fail\nMarks: racy"), "+compiles\n+dies in Fail\n");
}

// The judge is built by the compiler that builds the answers.
TEST_F(Answers, SomeAreJudgedWithGccOnly) {
#ifdef __clang__
  const char* expected = "+is judged with g++ only (see its Marks)\n";
#else
  const char* expected = "+compiles\n+passes Pass [ex]\n+dies in Fail\n";
#endif
  EXPECT_EQ(wrong("Dies in: Fail\nMarks: g++"), expected);
}

TEST_F(Answers, AScanCaseReadsTheAnswerThatIsMeant) {
  Exercise& one = small_.exercise();
  one.cases = {{"Pass", "ex"}, {"UsesNoMutex", "scan"}};
  one.banned = {"mutex"};
  one.target = "student";
  one.starter = "starter/x.cpp";
  one.starter_target = "starter";
  one.solution_target = "solution";
  one.reference = "reference/x.cpp";
  one.wrong = {{"w", "wrong/w.patch", "check"}};
  small_.write("build/check.cpp", "int mutex;\n");  // as patched by the build
  EXPECT_EQ(wrong("Dies in: UsesNoMutex"),
            "+compiles\n+passes Pass [ex]\n+dies in UsesNoMutex\n");
  small_.write("build/check.cpp", "int x;\n");
  EXPECT_EQ(wrong("Dies in: UsesNoMutex"),
            "+compiles\n+passes Pass [ex]\n-dies in UsesNoMutex\n");
  one.starter_target = "check";
  small_.write("starter/x.cpp", "int mutex;\n");
  one.wrong.clear();
  EXPECT_EQ(shown(claims_of_starter(small_.course, one, {})),
            "+compiles\n+fails in at least one case\n"
            "+says in each of them what is wrong and what to do\n");
}

TEST_F(Answers, WithoutAHeadNothingIsClaimed) {
  EXPECT_EQ(wrong(""), "-has a head\n");
}

TEST_F(Answers, WhatDoesNotCompileHoldsNoClaim) {
  small_.write("lessons/01_y/x.cpp", "#error\n");
  EXPECT_EQ(wrong("Dies in: Fail"),
            "-compiles\n-dies in Fail\n-passes Pass [ex]\n");
}

TEST_F(Answers, ATranscriptIsTheStudentsText) {
  const auto text = transcript(small_.course, "starter", "01.x");
  ASSERT_TRUE(text.ok()) << text.status();
  EXPECT_NE(text->find("✗ Fail  it was 1\n"), std::string::npos) << *text;
  EXPECT_TRUE(
      text->ends_with("1 of 2 cases missing. Next:  ./pots hint 01.x\n"));
}

TEST_F(Answers, BadWordsMeetASentence) {
  for (const auto& [mode, what] :
       {std::pair("nonsense", "01.x"), std::pair("starter", "01.y"),
        std::pair("wrong", "01.x"), std::pair("wrong", "01.x/nothing"),
        std::pair("right", "/")}) {
    const auto text = transcript(small_.course, mode, what);
    ASSERT_FALSE(text.ok());
    EXPECT_TRUE(to_std(text.status().message()).ends_with("."))
        << text.status();
  }
}

}  // namespace
}  // namespace pots::judge
