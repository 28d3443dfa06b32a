// How files are named to a student, whatever copy of them was compiled.
#pragma once

#include <string>
#include <string_view>

#include "common/judge/course.hpp"

namespace pots::judge {

// Is this the exercise's file: the student's own, the starter, the reference,
// or a wrong or other right answer that takes its place?
bool is_file_under_test(const Course& course, const Exercise& exercise,
                        const std::string& whole_path);

// `path`, as a compiler prints it from inside the build folder, as students
// know it: "lessons/01_blocking_io/exactly.cpp" for the file under test;
// relative to the source root inside the course, absolute outside.
std::string shown_path(const Course& course, const Exercise& exercise,
                       const std::string& path);

// The absolute path of the file that `target` is built from: the student's
// file, the starter, the reference, or an answer (a patched one lies in the
// build folder once `target` is built).
std::string file_under_test(const Course& course, const Exercise& exercise,
                            const std::string& target);

// Every path in `text` that names the file under test, as students know it.
std::string with_shown_paths(const Course& course, const Exercise& exercise,
                             std::string_view text);

}  // namespace pots::judge
