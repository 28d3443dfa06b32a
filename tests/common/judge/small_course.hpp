// A course in a temporary folder whose "compiler" copies this very executable:
// its cases are the hostile programs (see hostile.hpp).
#pragma once

#include <string>

#include "common/judge/course.hpp"

namespace pots::judge {

class SmallCourse {
 public:
  SmallCourse();
  ~SmallCourse();

  Course course;
  Exercise& exercise() { return course.lessons[0].exercises[0]; }
  // Writes a file of the course.
  void write(const std::string& path, const std::string& text);

 private:
  std::string root_;
};

}  // namespace pots::judge
