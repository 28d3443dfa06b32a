// From what a person types to the exercise or the case that is meant.
#include <algorithm>
#include <cctype>

#include "absl/status/status.h"
#include "common/judge/course.hpp"
#include "common/judge/text.hpp"

namespace pots::judge {
namespace {

using Exercises = std::vector<const Exercise*>;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = std::tolower(static_cast<unsigned char>(c));
  return out;
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return c >= '0' && c <= '9';
  });
}

// "1" and "01" are the same lesson.
bool same_number(std::string_view a, std::string_view b) {
  if (!all_digits(a) || !all_digits(b)) return false;
  const auto bare = [](std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of('0'), text.size() - 1));
    return text;
  };
  return bare(a) == bare(b);
}

// Paths as completed by a shell: "./lessons/01_x/exactly.cpp", an absolute
// one, or a lesson's folder with a slash at its end.
std::string as_typed(const Course& course, std::string_view text) {
  std::string out(trim(text));
  const std::string root = course.source_root + "/";
  if (out.starts_with(root)) out.erase(0, root.size());
  while (out.starts_with("./")) out.erase(0, 2);
  while (out.size() > 1 && out.back() == '/') out.pop_back();
  return out;
}

bool names_lesson(const Lesson& lesson, std::string_view text) {
  return text == lesson.id || same_number(text, lesson.id) ||
         text == lesson.dir || text == lesson.slug ||
         text == "lessons/" + lesson.dir;
}

bool names_exercise(const Lesson& lesson, const Exercise& exercise,
                    std::string_view text) {
  const std::string base = exercise.name + "." + exercise.kind;
  if (text == exercise.name || text == base || text == exercise.file) {
    return true;
  }
  // A lesson, a dot or slash, then a name, a file or a number.
  const std::size_t cut = text.find_first_of("./");
  if (cut == std::string_view::npos) return false;
  const std::string_view rest = text.substr(cut + 1);
  return names_lesson(lesson, text.substr(0, cut)) &&
         (rest == exercise.name || rest == base ||
          same_number(rest, std::to_string(exercise.number)));
}

std::string quoted_list(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) {
    out += (out.empty() ? "" : ", ") + name;
  }
  return out;
}

absl::Status unknown(const Course& course, const std::string& text) {
  std::vector<std::string> ids, candidates;
  for (const Lesson& lesson : course.lessons) {
    for (const Exercise& exercise : lesson.exercises) {
      ids.push_back(exercise.id);
      // The name alone, or with its lesson: whichever is nearer.
      const std::string typed = lower(text);
      const bool bare = edit_distance(typed, exercise.name) <
                        edit_distance(typed, exercise.id);
      candidates.push_back(bare ? exercise.name : exercise.id);
    }
  }
  std::string message = "There is no exercise '" + text + "'.";
  std::vector<std::string> close = nearest(lower(text), candidates);
  for (std::string& name : close) {  // always shown as an id
    const auto at = std::find(candidates.begin(), candidates.end(), name);
    name = ids[at - candidates.begin()];
  }
  if (!close.empty()) message += " Nearest: " + quoted_list(close) + ".";
  return absl::NotFoundError(message + "\nType  ./pots  to see them all.");
}

}  // namespace

absl::StatusOr<Exercises> find_exercises(const Course& course,
                                         std::string_view text) {
  const std::string typed = as_typed(course, text);
  Exercises found;
  for (const Lesson& lesson : course.lessons) {
    const bool whole = names_lesson(lesson, typed);
    for (const Exercise& exercise : lesson.exercises) {
      if (whole || names_exercise(lesson, exercise, typed)) {
        found.push_back(&exercise);
      }
    }
    if (whole && found.empty()) {
      return absl::NotFoundError("Lesson " + lesson.id +
                                 " has no exercises.\nType  ./pots  to see "
                                 "those of the others.");
    }
    if (whole) return found;
  }
  if (found.empty()) return unknown(course, typed);
  if (found.size() > 1) {
    std::vector<std::string> ids;
    for (const Exercise* exercise : found) ids.push_back(exercise->id);
    return absl::InvalidArgumentError("'" + typed + "' may be " +
                                      quoted_list(ids) +
                                      ".\nType one of these instead.");
  }
  return found;
}

absl::StatusOr<CaseRef> find_case(const Course& course, std::string_view text) {
  const std::string typed = as_typed(course, text);
  const std::size_t dot = typed.rfind('.');
  if (dot == std::string::npos) {
    return absl::InvalidArgumentError(
        "'" + typed +
        "' names no case: a case is an exercise, a dot and the case's name, "
        "as in 01.exactly.SomeCase.\nType  ./pots check  to see an exercise's "
        "cases.");
  }
  absl::StatusOr<Exercises> exercises =
      find_exercises(course, std::string_view(typed).substr(0, dot));
  if (!exercises.ok()) return exercises.status();
  const std::string wanted = typed.substr(dot + 1);
  std::vector<std::string> names;
  for (const Exercise* exercise : *exercises) {
    for (const Case& one : exercise->cases) {
      if (one.name == wanted) return CaseRef{exercise, &one};
      names.push_back(one.name);
    }
  }
  const std::string& id = exercises->front()->id;
  const std::vector<std::string> close = nearest(wanted, names);
  return absl::NotFoundError(
      id + " has no case '" + wanted + "'. " +
      (close.empty() ? "It has: " + quoted_list(names)
                     : "Nearest: " + quoted_list(close)) +
      ".\nType  ./pots check " + id + "  to see them all.");
}

}  // namespace pots::judge
