#include <gtest/gtest.h>

#include "common/judge/course.hpp"
#include "common/judge/text.hpp"

namespace pots::judge {
namespace {

Exercise exercise(const std::string& dir, const std::string& name, int number) {
  Exercise one;
  one.id = dir.substr(0, 3).replace(2, 1, ".") + name;
  one.name = name;
  one.number = number;
  one.kind = "cpp";
  one.file = "lessons/" + dir + "/" + name + ".cpp";
  one.cases = {{"SplitsLines", "ex"}, {"Joins", "kernel"}};
  return one;
}

Course course() {
  Course all;
  all.source_root = "/home/me/pots";
  all.lessons.resize(2);
  all.lessons[0] = {.id = "00",
                    .slug = "start",
                    .dir = "00_start",
                    .title = "",
                    .bench = {},
                    .exercises = {exercise("00_start", "one_pot", 1)}};
  all.lessons[1] = {.id = "01",
                    .slug = "io",
                    .dir = "01_io",
                    .title = "",
                    .bench = {},
                    .exercises = {exercise("01_io", "exactly", 1),
                                  exercise("01_io", "framing", 2)}};
  return all;
}

std::string ids(std::string_view text) {
  const Course all = course();
  const auto found = find_exercises(all, text);
  if (!found.ok()) return std::string(to_std(found.status().message()));
  std::string out;
  for (const Exercise* one : *found) out += one->id + " ";
  return out;
}

TEST(FindExercises, TakesEveryFormOfAName) {
  for (const char* text :
       {"01.exactly", "01.1", "1.1", "exactly", "exactly.cpp", "01/exactly",
        "lessons/01_io/exactly.cpp", "./lessons/01_io/exactly.cpp",
        "/home/me/pots/lessons/01_io/exactly.cpp", "01_io/exactly.cpp"}) {
    EXPECT_EQ(ids(text), "01.exactly ") << text;
  }
}

TEST(FindExercises, TakesAWholeLesson) {
  for (const char* text :
       {"01", "1", "01_io", "io", "lessons/01_io", "lessons/01_io/"}) {
    EXPECT_EQ(ids(text), "01.exactly 01.framing ") << text;
  }
}

TEST(FindExercises, OffersTheNearestNames) {
  EXPECT_EQ(ids("exacly"),
            "There is no exercise 'exacly'. Nearest: 01.exactly.\n"
            "Type  ./pots  to see them all.");
  EXPECT_NE(ids("01.framin").find("Nearest: 01.framing"), std::string::npos);
  EXPECT_EQ(ids("zzzzzzzzz"),
            "There is no exercise 'zzzzzzzzz'.\n"
            "Type  ./pots  to see them all.");
  EXPECT_NE(ids("").find("./pots"), std::string::npos);
  EXPECT_NE(ids("01.9").find("./pots"), std::string::npos);
}

TEST(FindExercises, DoesNotChooseBetweenTwo) {
  Course all = course();
  all.lessons[0].exercises.push_back(exercise("00_start", "exactly", 2));
  const auto found = find_exercises(all, "exactly");
  ASSERT_FALSE(found.ok());
  EXPECT_NE(to_std(found.status().message()).find("00.exactly, 01.exactly"),
            std::string::npos);
}

TEST(FindCase, TakesTheExerciseInAnyForm) {
  const Course all = course();
  for (const char* text : {"01.framing.Joins", "01.2.Joins", "framing.Joins"}) {
    const auto found = find_case(all, text);
    ASSERT_TRUE(found.ok()) << text << found.status();
    EXPECT_EQ(found->exercise->id, "01.framing");
    EXPECT_EQ(found->test_case->tag, "kernel");
  }
}

TEST(FindCase, OffersTheNearestNames) {
  const Course all = course();
  const auto found = find_case(all, "01.framing.Join");
  ASSERT_FALSE(found.ok());
  EXPECT_NE(to_std(found.status().message()).find("Nearest: Joins."),
            std::string::npos);
  EXPECT_FALSE(find_case(all, "nothing").ok());
}

}  // namespace
}  // namespace pots::judge
