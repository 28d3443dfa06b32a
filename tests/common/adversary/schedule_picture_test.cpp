#include "common/adversary/schedule_picture.hpp"

#include <gtest/gtest.h>

#include "tests/common/adversary/story_script.hpp"

namespace pots::adv {
namespace {

ScheduleFinding finding(const std::string& key) {
  ScheduleFinding finding;
  finding.key = key;
  finding.case_name = "04.hits.LosesNoUpdate";
  finding.by = FoundBy::kBounded;
  finding.found_in = 3;
  finding.pauses = 1;
  return finding;
}

std::size_t times(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1))
    ++count;
  return count;
}

void lost_update(Script& s) {
  s.glossary().functions = {{1, "inc"}, {2, "inc"}};
  const auto total = s.variable("total");
  s.start(0, 1);
  s.start(0, 2);
  s.at(7).read(1, total, 0);
  s.pause().read(2, total, 0);
  s.at(8).write(2, total, 0, 1);
  s.write(1, total, 1, 1);
  s.at(0).join(0, 1);
  s.join(0, 2);
  s.at(1014).read(0, total, 1);
  s.ends(Violation::kExpectation, 0, "total was 1, expected 2");
}

void deadlock(Script& s) {
  const auto m1 = s.mutex("m1"), m2 = s.mutex("m2");
  s.start(0, 1);
  s.start(0, 2);
  s.at(5).lock(1, m1);
  const int first = s.last();
  s.pause().at(9).lock(2, m2);
  const int second = s.last();
  s.at(10).blocked(2, StepKind::kLock, m1, 1, first);
  s.at(6).blocked(1, StepKind::kLock, m2, 2, second);
  s.at(0).blocked(0, StepKind::kJoin, 0, 1);
  s.ends(Violation::kDeadlock, -1);
}

TEST(SchedulePicture, ShowsLanesAPauseAndAnOverwrite) {
  Script s;
  lost_update(s);
  const std::string svg = picture_of(finding("A1"), s.story(), s.glossary());
  EXPECT_TRUE(svg.starts_with("<svg xmlns"));
  EXPECT_TRUE(svg.ends_with("</svg>\n"));
  for (const char* part : {"A: inc", "B: inc", "total is 0", "total = 1", ":8",
                           "paused here", "overwrites", "marker-end"}) {
    EXPECT_NE(svg.find(part), std::string::npos) << part;
  }
  EXPECT_EQ(times(svg, "marker-end"), 1u);
  EXPECT_EQ(times(svg, ">paused here<"), 1u);
  // The words for those who cannot see it.
  EXPECT_NE(svg.find("Again: ./pots replay 04.hits.LosesNoUpdate A1"),
            std::string::npos);
}

TEST(SchedulePicture, HatchesWhoWaits) {
  Script s;
  deadlock(s);
  const std::string svg = picture_of(finding("A1"), s.story(), s.glossary());
  // A box and a strip for each of main, A and B.
  EXPECT_EQ(times(svg, "fill=\"url(#hatch)\""), 6u);
}

TEST(SchedulePicture, IsTheSameEveryTime) {
  Script a, b;
  lost_update(a);
  lost_update(b);
  EXPECT_EQ(picture_of(finding("A1"), a.story(), a.glossary()),
            picture_of(finding("A1"), b.story(), b.glossary()));
}

TEST(SchedulePicture, EscapesWhatXmlWouldTake) {
  Script s;
  const auto queue = s.variable("queue<int>&");
  s.start(0, 1);
  s.at(3).write(1, queue, 0, 1);
  s.ends(Violation::kExpectation, 0, "1 < 2 & more");
  const std::string svg = picture_of(finding("-"), s.story(), s.glossary());
  EXPECT_EQ(svg.find("<int>"), std::string::npos);
  EXPECT_NE(svg.find("1 &lt; 2 &amp; more"), std::string::npos);
}

}  // namespace
}  // namespace pots::adv
