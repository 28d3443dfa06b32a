// A course in a temporary folder whose "compiler" copies this executable.
#include "small_course.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "hostile.hpp"

namespace pots::judge {

namespace fs = std::filesystem;

SmallCourse::SmallCourse() {
  static int made = 0;
  root_ = testing::TempDir() + "small_course" + std::to_string(::getpid()) +
          "_" + std::to_string(made++);
  course.source_root = root_;
  course.build_root = root_ + "/build";
  course.lessons.resize(1);
  course.lessons[0].id = "01";
  course.lessons[0].exercises.resize(1);
  Exercise& one = exercise();
  one.id = "01.x";
  one.name = "x";
  one.suite = "Hostile";
  one.points = 10;
  one.kind = "cpp";
  one.file = "lessons/01_y/x.cpp";
  one.target = "check";
  one.solution_target = "check";
  one.starter_target = "check";
  one.cases = {{"Pass", "ex"}, {"Fail", "kernel"}};
  write(one.file, "int x;\n");
  // Fails as a compiler would if the student's file holds an #error.
  write("build/cc.sh",
        "if grep -q '#error' $1; then echo $1:1:2: error: as asked; exit 1; "
        "fi\ncp " +
            own_binary() + " $2\n");
  write("build/build.ninja",
        "rule cc\n command = sh cc.sh $in $out\n"
        "build check: cc ../lessons/01_y/x.cpp\n"
        "build variants: phony check\n");
}

SmallCourse::~SmallCourse() { fs::remove_all(root_); }

void SmallCourse::write(const std::string& path, const std::string& text) {
  const fs::path whole = fs::path(root_) / path;
  fs::create_directories(whole.parent_path());
  std::ofstream(whole) << text;
}

}  // namespace pots::judge
