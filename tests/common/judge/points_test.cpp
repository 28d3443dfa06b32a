#include "common/judge/points.hpp"

#include <gtest/gtest.h>

namespace pots::judge {
namespace {

std::vector<double> points_of(double points,
                              const std::vector<std::string>& tags) {
  Exercise exercise;
  exercise.points = points;
  for (const std::string& tag : tags) exercise.cases.push_back({"Case", tag});
  return case_points(exercise);
}

TEST(Points, AreSharedByClass) {
  const auto points =
      points_of(10, {"ex", "plain", "kernel", "kernel", "sched", "res"});
  EXPECT_DOUBLE_EQ(points[0], 1.5);
  EXPECT_DOUBLE_EQ(points[1], 1.5);
  EXPECT_DOUBLE_EQ(points[2], 2);
  EXPECT_DOUBLE_EQ(points[4], 2);
  EXPECT_DOUBLE_EQ(points[5], 1);
}

TEST(Points, AnEmptyClassGivesItsShareInProportion) {
  const auto points = points_of(9, {"ex", "kernel"});
  EXPECT_DOUBLE_EQ(points[0], 3);
  EXPECT_DOUBLE_EQ(points[1], 6);
  EXPECT_DOUBLE_EQ(points_of(4, {"plain"})[0], 4);
}

TEST(Points, EveryAdversaryCountsAlike) {
  for (const char* tag : {"kernel", "sched", "settle", "apart", "reach"}) {
    EXPECT_DOUBLE_EQ(points_of(10, {"ex", tag, "scan"})[1], 6) << tag;
  }
  EXPECT_DOUBLE_EQ(points_of(10, {"ex", "kernel", "static"})[2], 1);
}

}  // namespace
}  // namespace pots::judge
