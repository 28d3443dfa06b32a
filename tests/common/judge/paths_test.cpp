#include "common/judge/paths.hpp"

#include <gtest/gtest.h>

namespace pots::judge {
namespace {

class Paths : public testing::Test {
 protected:
  Paths() {
    course_.source_root = "/src";
    course_.build_root = "/src/build";
    exercise_.id = "01.exactly";
    exercise_.name = "exactly";
    exercise_.kind = "cpp";
    exercise_.file = "lessons/01_io/exactly.cpp";
  }
  std::string shown(const std::string& path) {
    return shown_path(course_, exercise_, path);
  }
  Course course_;
  Exercise exercise_;
};

TEST_F(Paths, EveryCopyIsTheStudentsFile) {
  for (const char* path :
       {"../lessons/01_io/exactly.cpp", "/src/solutions/01_io/exactly.cpp",
        "../tests/01_io/starter/exactly.cpp",
        "tests/wrong_01_exactly_one_read.cpp",
        "../tests/01_io/right/exactly/recursive.cpp"}) {
    EXPECT_EQ(shown(path), "lessons/01_io/exactly.cpp") << path;
  }
}

TEST_F(Paths, OthersKeepTheirNames) {
  EXPECT_EQ(shown("../tests/01_io/exactly_test.cpp"),
            "tests/01_io/exactly_test.cpp");
  EXPECT_EQ(shown("../lessons/01_io/exactly.hpp"), "lessons/01_io/exactly.hpp");
  EXPECT_EQ(shown("/usr/include/c++/12/span"), "/usr/include/c++/12/span");
  EXPECT_EQ(shown("/elsewhere/exactly.cpp"), "/elsewhere/exactly.cpp");
}

TEST_F(Paths, LeadToTheFileThatIsBuilt) {
  exercise_.starter = "tests/01_io/starter/exactly.cpp";
  exercise_.reference = "solutions/01_io/exactly.cpp";
  exercise_.target = "tests/check_01_exactly";
  exercise_.starter_target = "tests/starter_01_exactly";
  exercise_.solution_target = "tests/solution_01_exactly";
  exercise_.wrong = {{"w", "tests/01_io/wrong/exactly/w.patch", "tests/w"}};
  exercise_.right = {{"r", "tests/01_io/right/exactly/r.cpp", "tests/r"}};
  const auto file = [&](const std::string& target) {
    return file_under_test(course_, exercise_, target);
  };
  EXPECT_EQ(file("tests/check_01_exactly"), "/src/lessons/01_io/exactly.cpp");
  EXPECT_EQ(file("tests/starter_01_exactly"),
            "/src/tests/01_io/starter/exactly.cpp");
  EXPECT_EQ(file("tests/solution_01_exactly"),
            "/src/solutions/01_io/exactly.cpp");
  EXPECT_EQ(file("tests/w"), "/src/build/tests/w.cpp");
  EXPECT_EQ(file("tests/r"), "/src/tests/01_io/right/exactly/r.cpp");
}

TEST_F(Paths, AreReplacedInsideAText) {
  EXPECT_EQ(
      with_shown_paths(
          course_, exercise_,
          "at build/tests/wrong_01_exactly_x.cpp:14 in f (exactly.cpp:3)\n"
          "wrong_01_exactly_x.cpp:1 tests/01_io/exactly_test.cpp:2."),
      "at lessons/01_io/exactly.cpp:14 in f (exactly.cpp:3)\n"
      "exactly.cpp:1 tests/01_io/exactly_test.cpp:2.");
}

}  // namespace
}  // namespace pots::judge
