#include "common/judge/course.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "common/judge/text.hpp"

namespace pots::judge {
namespace {

std::string written(const std::string& name, const std::string& text) {
  const std::string path = testing::TempDir() + name;
  std::ofstream(path) << text;
  return path;
}

constexpr char kCourse[] = R"({"source_root": "/src", "build_root": "/src/b",
 "lessons": [{"id": "01", "slug": "io", "dir": "01_io", "title": "T",
  "bench": ["bench_01_x"], "exercises": [
  {"id": "01.exactly", "name": "exactly", "suite": "Exactly", "number": 1,
   "title": "Read", "points": 10, "minutes": 25, "kind": "cpp",
   "file": "lessons/01_io/exactly.cpp", "needs": ["00.x"],
   "cases": [{"name": "A", "tag": "ex"}, {"name": "B", "tag": "scan"}],
   "banned": ["mutex"], "target": "tests/check_01_exactly",
   "wrong": [{"name": "w", "path": "p", "target": "t"}]}]}]})";

TEST(Course, IsReadFromItsFile) {
  const auto course = load_course(written("course.json", kCourse));
  ASSERT_TRUE(course.ok()) << course.status();
  const Exercise& one = course->lessons.at(0).exercises.at(0);
  EXPECT_EQ(course->build_root, "/src/b");
  EXPECT_EQ(course->lessons[0].bench, std::vector<std::string>{"bench_01_x"});
  EXPECT_EQ(one.suite, "Exactly");
  EXPECT_EQ(one.points, 10);
  EXPECT_EQ(one.cases.at(0).tag, "ex");
  EXPECT_FALSE(one.cases.at(0).is_scan());
  EXPECT_TRUE(one.cases.at(1).is_scan());
  EXPECT_EQ(one.banned, std::vector<std::string>{"mutex"});
  EXPECT_EQ(one.wrong.at(0).target, "t");
  EXPECT_TRUE(one.right.empty());  // as in a handout
}

TEST(Course, SaysWhatToTypeWhenItIsNotThere) {
  const auto course = load_course("/nowhere/course.json");
  ASSERT_FALSE(course.ok());
  EXPECT_NE(to_std(course.status().message()).find("./pots"),
            std::string::npos);
}

TEST(Course, SurvivesAnyFile) {
  for (const char* text : {"", "{", "[]", "{}", "{\"source_root\": 1}"}) {
    const auto course = load_course(written("bad.json", text));
    ASSERT_FALSE(course.ok()) << text;
    EXPECT_NE(to_std(course.status().message()).find("./pots"),
              std::string::npos);
  }
}

}  // namespace
}  // namespace pots::judge
