// From a code address to the student's source line.
//
// Slow (milliseconds for the first question), so it is asked only when a
// counterexample is told, never while runs are explored.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pots::adv {

struct SourceLine {
  std::string file;      // relative to the course's root where it lies there
  int line = 0;          // from 1
  std::string function;  // without arguments; may be empty

  std::string text() const { return file + ":" + std::to_string(line); }
};

// Whether `file` is an answer (a student's file, the reference, a wrong
// answer): not ours, not a test, not a library.
bool is_student_file(std::string_view file);

// The line that `address` belongs to; nullopt without debug information.
std::optional<SourceLine> line_of(const void* address);

// All lines that `address` belongs to, innermost first: that of a function
// which the compiler put into its caller, then the call's, and so on.
std::vector<SourceLine> all_lines_of(const void* address);

// The innermost line of an answer among `frames`, as backtrace(3) gives them.
std::optional<SourceLine> student_line(std::span<void* const> frames);
// The same for the calling thread's stack.
std::optional<SourceLine> student_line_on_stack();

}  // namespace pots::adv
