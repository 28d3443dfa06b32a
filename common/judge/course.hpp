// What the course consists of, as the lessons declare it: read once from
// course.json, which is written when the build folder is set up.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace pots::judge {

// One claim about an exercise. The test binary calls it Suite.name; a [scan]
// case is not in it: the judge reads the answer's file (see banned.hpp).
struct Case {
  std::string name;
  // ex plain kernel sched settle apart reach loop res scan static
  std::string tag;

  bool is_scan() const { return tag == "scan"; }
  // Whether the adversary plays in it.
  bool is_played() const {
    return tag == "kernel" || tag == "sched" || tag == "settle" ||
           tag == "apart" || tag == "reach" || tag == "loop";
  }
};

// A wrong or another right answer, which the course's own tests judge.
struct Answer {
  std::string name;
  std::string path;    // relative to the source root
  std::string target;  // ninja target = executable, relative to build_root
};

struct Exercise {
  std::string id;  // "01.exactly"
  std::string name;
  std::string suite;
  int number = 0;  // within its lesson, from 1
  std::string title;
  double points = 0;
  int minutes = 0;
  std::string kind;  // "cpp" or "hpp"
  // Paths relative to the source root.
  std::string file;
  std::string starter;
  std::string reference;
  std::string test;
  std::vector<std::string> needs;   // ids
  std::vector<Case> cases;          // in the order of the test file
  std::vector<std::string> banned;  // names that the [scan] case looks for
  // Ninja targets = executables, relative to the build root.
  std::string target;
  std::string solution_target;
  std::string starter_target;
  std::vector<Answer> wrong;
  std::vector<Answer> right;
};

struct Lesson {
  std::string id;  // "01"
  std::string slug;
  std::string dir;  // "01_blocking_io"
  std::string title;
  std::vector<std::string> bench;  // targets
  std::vector<Exercise> exercises;
};

struct Course {
  std::string source_root;  // absolute
  std::string build_root;   // absolute
  std::vector<Lesson> lessons;
};

// Reads course.json. An error's message says what to type next.
absl::StatusOr<Course> load_course(const std::string& path);

// The exercises a user means by `text`: 01.exactly, 01.1, exactly, exactly.cpp,
// the path of its file, or a lesson (01, 01_blocking_io). Never an empty list.
// The pointers live as long as `course`.
absl::StatusOr<std::vector<const Exercise*>> find_exercises(
    const Course& course, std::string_view text);

struct CaseRef {
  const Exercise* exercise = nullptr;
  const Case* test_case = nullptr;
};
// 01.exactly.CaseName; the exercise in any form find_exercises takes.
absl::StatusOr<CaseRef> find_case(const Course& course, std::string_view text);

}  // namespace pots::judge
