// How files are named to a student, whatever copy of them was compiled.
#include "common/judge/paths.hpp"

#include <cctype>
#include <filesystem>

namespace pots::judge {
namespace {

namespace fs = std::filesystem;

bool in_path(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' ||
         c == '-' || c == '.' || c == '/' || c == '+';
}

// One word of a text; unchanged unless it names the file under test.
std::string shown_word(const Course& course, const Exercise& exercise,
                       const std::string& word) {
  const std::string ending = "." + exercise.kind;
  if (!word.ends_with(ending)) return word;
  const fs::path base = fs::path(exercise.file).filename();
  if (word == base) return word;
  for (const std::string& root : {course.source_root, course.build_root}) {
    const fs::path whole = (fs::path(root) / word).lexically_normal();
    if (!is_file_under_test(course, exercise, whole)) continue;
    return word.find('/') == word.npos ? base.string() : exercise.file;
  }
  return word;
}

}  // namespace

bool is_file_under_test(const Course& course, const Exercise& exercise,
                        const std::string& whole_path) {
  const bool in_build = whole_path.starts_with(course.build_root + "/");
  if (!in_build && !whole_path.starts_with(course.source_root + "/")) {
    return false;
  }
  const fs::path path = whole_path, file = exercise.file;
  if (path.extension() != file.extension()) return false;
  if (path.filename() == file.filename()) return true;
  // A patched reference: build/tests/wrong_01_exactly_one_read.cpp.
  const std::string key =
      exercise.id.substr(0, exercise.id.find('.')) + "_" + exercise.name;
  if (in_build) return path.filename().string().find(key) != std::string::npos;
  // A whole file: tests/01_blocking_io/right/exactly/recursive.cpp.
  const fs::path folder = path.parent_path(), kind = folder.parent_path();
  return folder.filename() == exercise.name &&
         (kind.filename() == "wrong" || kind.filename() == "right");
}

std::string shown_path(const Course& course, const Exercise& exercise,
                       const std::string& path) {
  std::string whole = (fs::path(course.build_root) / path).lexically_normal();
  if (is_file_under_test(course, exercise, whole)) return exercise.file;
  if (!whole.starts_with(course.source_root + "/")) return whole;
  return whole.substr(course.source_root.size() + 1);
}

std::string file_under_test(const Course& course, const Exercise& exercise,
                            const std::string& target) {
  std::string path = exercise.file;
  if (target == exercise.target) return course.source_root + "/" + path;
  if (target == exercise.starter_target) path = exercise.starter;
  if (target == exercise.solution_target) path = exercise.reference;
  for (const auto* answers : {&exercise.wrong, &exercise.right}) {
    for (const Answer& one : *answers) {
      if (one.target == target) path = one.path;
    }
  }
  if (path.ends_with(".patch")) {
    return course.build_root + "/" + target + "." + exercise.kind;
  }
  return course.source_root + "/" + path;
}

std::string with_shown_paths(const Course& course, const Exercise& exercise,
                             std::string_view text) {
  std::string out, word;
  const auto end_word = [&] {
    out += shown_word(course, exercise, word);
    word.clear();
  };
  for (const char c : text) {
    if (in_path(c)) {
      word += c;
    } else {
      end_word();
      out += c;
    }
  }
  end_word();
  return out;
}

}  // namespace pots::judge
