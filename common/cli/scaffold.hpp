// The files of a new lesson or exercise, as texts: an exercise that builds at
// once, whose starter fails, whose reference passes and whose wrong answer is
// rejected. Authors then replace all of it, one file after another.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace pots::cli {

struct FileText {
  std::string path;  // relative to the course
  std::string text;  // all of it
};

// What an exercise is added to: the present texts ("" if there is none).
struct LessonTexts {
  std::string dir;          // 01_blocking_io
  std::string declaration;  // lessons/DIR/meson.build
  std::string hints;        // lessons/DIR/hints.md
  std::string explanation;  // solutions/DIR/README.md
};

struct Scaffold {
  std::vector<FileText> fresh;  // must not exist yet
  std::vector<FileText> grown;  // replace the present text
};

// An error's message says what to type instead.
absl::StatusOr<Scaffold> new_exercise(const LessonTexts& lesson,
                                      std::string_view name, bool header_only);
absl::StatusOr<Scaffold> new_lesson(std::string_view dir,
                                    std::string_view title,
                                    const std::string& lessons_meson);

// Puts `entry` at the end of the list 'exercises' in a lesson's declaration.
absl::StatusOr<std::string> declare(const std::string& declaration,
                                    std::string_view entry);

// Puts subdir('dir') into lessons/meson.build, in order.
std::string add_subdir(const std::string& lessons_meson, std::string_view dir);

// buffered_reader -> BufferedReader; the name of the test suite.
std::string pascal_case(std::string_view name);

}  // namespace pots::cli
