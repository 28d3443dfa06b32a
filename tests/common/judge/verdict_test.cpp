#include "common/judge/verdict.hpp"

#include <gtest/gtest.h>

#include "common/judge/report.hpp"
#include "small_course.hpp"

namespace pots::judge {
namespace {

class Judge : public testing::Test {
 protected:
  Verdict judge(const JudgeOptions& options = {}) {
    return judge_exercise(small_.course, small_.exercise(),
                          small_.exercise().target, options);
  }
  SmallCourse small_;
};

TEST_F(Judge, AddsUpThePoints) {
  const Verdict verdict = judge();
  ASSERT_TRUE(verdict.compiles()) << verdict.compile_text;
  EXPECT_EQ(verdict.missing(), 1u);
  EXPECT_NEAR(verdict.points, 10.0 / 3, 1e-9);
  EXPECT_DOUBLE_EQ(verdict.max_points, 10);
  EXPECT_TRUE(verdict.cases[0].passed());
  EXPECT_EQ(verdict.cases[1].outcome, Outcome::kFailed);
  EXPECT_EQ(verdict.cases[1].summary, "it was 1");
  EXPECT_EQ(verdict.cases[1].text,
            "It printed:\n  some print\n\n"
            "FAILED  01.x  Fail   it was 1\nCause: so.\n"
            "Again: ./pots check 01.x\n");
}

TEST_F(Judge, ReportsInOrderWhateverEndsFirst) {
  small_.exercise().cases = {
      {"PollForEver", "ex"}, {"Pass", "ex"}, {"Exit3", "ex"}, {"Crash", "ex"}};
  std::string order;
  JudgeOptions options;
  options.parallel = 4;
  options.on_case = [&](const CaseVerdict& one, std::size_t i) {
    order += std::to_string(i) + one.test_case.name + " ";
  };
  const Verdict verdict = judge(options);
  EXPECT_EQ(order, "0PollForEver 1Pass 2Exit3 3Crash ");
  EXPECT_EQ(verdict.cases[0].outcome, Outcome::kHung);
  EXPECT_NE(verdict.cases[0].text.find("poll without a timeout"),
            std::string::npos)
      << verdict.cases[0].text;
  EXPECT_NE(verdict.cases[2].text.find("exit code 3"), std::string::npos);
  EXPECT_NE(verdict.cases[3].text.find("SIGSEGV"), std::string::npos);
}

TEST_F(Judge, EveryFailureEndsWithWhatToType) {
  small_.exercise().cases = {{"Exit3", "ex"},
                             {"Crash", "ex"},
                             {"ForgeWrongKey", "ex"},
                             {"Fail", "ex"}};
  for (const CaseVerdict& one : judge().cases) {
    EXPECT_NE(one.text.find("\nAgain: ./pots "), std::string::npos)
        << one.test_case.name << one.text;
  }
}

TEST_F(Judge, NothingRunsThatDoesNotCompile) {
  judge();  // the old executable is there now
  small_.write("lessons/01_y/x.cpp", "#error\n");
  const Verdict verdict = judge();
  EXPECT_EQ(verdict.state, Verdict::State::kDoesNotCompile);
  EXPECT_EQ(verdict.points, 0);
  EXPECT_EQ(verdict.missing(), 2u);
  EXPECT_NE(
      verdict.compile_text.find("lessons/01_y/x.cpp:1:2: error: as asked"),
      std::string::npos)
      << verdict.compile_text;
}

TEST_F(Judge, LooksAtTheFileFirst) {
  small_.write("lessons/01_y/x.cpp", "int main() {}\n");
  const Verdict verdict = judge();
  EXPECT_EQ(verdict.state, Verdict::State::kDoesNotCompile);
  EXPECT_NE(verdict.compile_text.find("defines main()"), std::string::npos);
}

TEST_F(Judge, OurOwnFailureIsNoZero) {
  small_.exercise().target = "unknown";
  EXPECT_EQ(judge().state, Verdict::State::kGraderError);
  small_.exercise().target = "check";
  small_.write("build/cc.sh", "echo '#!/nowhere' > $2; chmod +x $2\n");
  const Verdict verdict = judge();
  EXPECT_EQ(verdict.state, Verdict::State::kGraderError);
  EXPECT_NE(verdict.compile_text.find("did not start"), std::string::npos)
      << verdict.compile_text;
}

// The test program has no such case: the judge reads the file.
TEST_F(Judge, ReadsTheFileForAScanCase) {
  small_.exercise().cases = {
      {"Pass", "ex"}, {"UsesNoMutex", "scan"}, {"Fail", "kernel"}};
  small_.exercise().banned = {"mutex"};
  std::string order;
  JudgeOptions options;
  options.on_case = [&](const CaseVerdict& one, std::size_t) {
    order += one.test_case.name + " ";
  };
  const Verdict clean = judge(options);
  EXPECT_EQ(order, "Pass UsesNoMutex Fail ");
  EXPECT_TRUE(clean.cases[1].passed());
  EXPECT_DOUBLE_EQ(clean.cases[1].points, 1);
  EXPECT_EQ(clean.missing(), 1u);

  small_.write("lessons/01_y/x.cpp", "int x;\nint mutex;\n");
  const Verdict verdict = judge();
  ASSERT_TRUE(verdict.compiles()) << verdict.compile_text;
  EXPECT_TRUE(verdict.cases[0].passed());
  EXPECT_EQ(verdict.cases[1].outcome, Outcome::kFailed);
  EXPECT_TRUE(verdict.cases[1].from_test);
  EXPECT_EQ(verdict.cases[1].summary, "mutex is used   x.cpp:2");
  EXPECT_TRUE(verdict.cases[1].text.ends_with("Again: ./pots check 01.x\n"));
  EXPECT_EQ(verdict.missing(), 2u);

  options.only_cases = {"UsesNoMutex"};
  EXPECT_EQ(judge(options).missing(), 1u);
}

TEST_F(Judge, RunsOnlyWhatIsAskedFor) {
  JudgeOptions options;
  options.only_cases = {"Pass"};
  const Verdict verdict = judge(options);
  EXPECT_EQ(verdict.cases.size(), 1u);
  EXPECT_TRUE(verdict.passed());
}

}  // namespace
}  // namespace pots::judge
