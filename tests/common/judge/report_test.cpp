#include "common/judge/report.hpp"

#include <gtest/gtest.h>

namespace pots::judge {
namespace {

Exercise exercise() {
  Exercise one;
  one.id = "06.turnstile";
  one.title = "A gate";
  return one;
}

Verdict verdict() {
  Verdict one;
  one.state = Verdict::State::kJudged;
  one.max_points = 10;
  one.points = 3;
  one.cases = {{.test_case = {"Opens", "ex"},
                .points = 3,
                .outcome = Outcome::kPassed,
                .summary = "",
                .text = ""},
               {.test_case = {"LetsNobodyIn", "sched"},
                .points = 3.5,
                .summary = "inside was 2",
                .text = "FAILED  …\nAgain: ./pots x\n"},
               {.test_case = {"Wakes", "sched"},
                .points = 3.5,
                .summary = "nobody woke",
                .text = "FAILED again\n"}};
  return one;
}

TEST(Report, ShowsOnlyTheFirstFailureInFull) {
  EXPECT_EQ(report_text(exercise(), verdict()),
            "06.turnstile  A gate  (3 of 10 points)\n"
            "\n"
            "  ✓ Opens         3\n"
            "  ✗ LetsNobodyIn  inside was 2\n"
            "  ✗ Wakes         nobody woke\n"
            "\n"
            "FAILED  …\n"
            "Again: ./pots x\n"
            "\n"
            "2 of 3 cases missing. Next:  ./pots hint 06.turnstile\n");
}

TEST(Report, APassPointsOn) {
  Verdict one = verdict();
  for (CaseVerdict& each : one.cases) each.outcome = Outcome::kPassed;
  EXPECT_NE(report_text(exercise(), one)
                .find("All 3 cases pass. Next:  ./pots show 06.turnstile\n"),
            std::string::npos);
  EXPECT_NE(report_text(exercise(), one, {.next_after_pass = "./pots"})
                .find("Next:  ./pots\n"),
            std::string::npos);
}

TEST(Report, ACompileErrorStandsAlone) {
  Verdict one = verdict();
  one.state = Verdict::State::kDoesNotCompile;
  one.points = 0;
  one.compile_text = "gate.cpp:3:1: error: no\n";
  EXPECT_EQ(report_text(exercise(), one),
            "06.turnstile  A gate  (0 of 10 points)\n\n"
            "gate.cpp:3:1: error: no\n\n"
            "It does not compile. Next:  ./pots check 06.turnstile\n");
}

TEST(Report, OurOwnFailureCostsNoPoints) {
  Verdict one = verdict();
  one.state = Verdict::State::kGraderError;
  one.compile_text = "The disk is full.\n";
  const std::string text = report_text(exercise(), one);
  EXPECT_NE(text.find("The disk is full."), std::string::npos);
  EXPECT_NE(text.find("no points are lost"), std::string::npos);
}

TEST(Report, CutsLongLinesBetweenCharacters) {
  Verdict one = verdict();
  one.cases[1].summary = std::string(60, 'x');
  for (int i = 0; i < 60; ++i) one.cases[1].summary += "ü";
  const std::string text = report_text(exercise(), one);
  EXPECT_NE(text.find("ü…\n"), std::string::npos) << text;
}

}  // namespace
}  // namespace pots::judge
