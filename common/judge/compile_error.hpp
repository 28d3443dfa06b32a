// From hundreds of lines of a compiler to the few that a student needs: the
// first error, once, at a line of the student's own file.
#pragma once

#include <string>

#include "common/judge/course.hpp"

namespace pots::judge {

// At most about 12 lines; paths relative to the source root. A copy of the
// exercise's file that was compiled in its place (a wrong answer, a starter)
// is shown under the name of the student's file.
std::string explain_compile_error(const Course& course,
                                  const Exercise& exercise,
                                  const std::string& output);

// The same for the linker's messages; "" if there are none.
std::string explain_link_error(const Course& course, const Exercise& exercise,
                               const std::string& output);

}  // namespace pots::judge
