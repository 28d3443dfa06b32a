#include "common/cli/board.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "common/judge/text.hpp"

namespace pots::cli {
namespace {

constexpr std::size_t kColumns = 80;
constexpr std::size_t kPointsWidth = 10;  // "2.25 of 10"
constexpr std::size_t kShownInFull = 40;  // lines of a board that is not folded

struct Totals {
  double earned = 0;
  double points = 0;
  std::size_t done = 0;
  std::size_t begun = 0;
};

Totals totals(const BoardLesson& lesson) {
  Totals sum;
  for (const BoardExercise& exercise : lesson.exercises) {
    sum.earned += exercise.earned;
    sum.points += exercise.points;
    sum.done += exercise.state == State::kDone ? 1 : 0;
    sum.begun += exercise.state != State::kUntouched ? 1 : 0;
  }
  return sum;
}

std::string right(std::string_view text, std::size_t columns) {
  const std::size_t wide = width(text);
  return std::string(columns > wide ? columns - wide : 0, ' ') +
         std::string(text);
}

std::string of(double earned, double points) {
  return judge::number(earned) + " of " + judge::number(points);
}

// `left` and `right` at the two ends of a line.
std::string ends(std::string_view left, std::string_view at_right,
                 const Style& style) {
  const std::size_t room = kColumns - width(at_right) - 1;
  return fit(left, room, style) + " " + std::string(at_right);
}

std::string mark(const BoardExercise& exercise, const Style& style) {
  switch (exercise.state) {
    case State::kDone:
      return style.paint(Colour::kGood, "[x]");
    case State::kPartly:
      return style.paint(Colour::kBad, "[-]");
    case State::kChanged:
      return style.paint(Colour::kWarn, "[~]");
    case State::kUntouched:
      break;
  }
  return "[ ]";
}

std::string note(const BoardExercise& exercise) {
  std::vector<std::string> parts;
  if (exercise.state == State::kChanged) parts.push_back("changed");
  if (exercise.state == State::kPartly) {
    parts.push_back(exercise.cases == 0
                        ? "no verdict"
                        : std::to_string(exercise.passed) + "/" +
                              std::to_string(exercise.cases));
  }
  if (exercise.hints > 0)
    parts.push_back(judge::count_of(exercise.hints, "hint"));
  std::string text;
  for (const std::string& part : parts) {
    text += (text.empty() ? "" : ", ") + part;
  }
  return text;
}

std::string exercise_line(const BoardExercise& exercise, bool is_next,
                          std::size_t id_width, const Style& style) {
  // "> [x] ID  TITLE  NOTE  POINTS"; without a note the title has its place.
  const std::string said = note(exercise);
  const std::size_t room = kColumns - 6 - id_width - 2 - 1 - kPointsWidth;
  const std::string id = fit(exercise.id, id_width, style);
  std::string middle = fit(exercise.title, room, style);
  if (!said.empty()) {
    const std::size_t rest = room - std::min(room, width(said) + 1);
    middle = fit(exercise.title, rest, style) + " " +
             style.paint(Colour::kDim, said);
  }
  return std::string(is_next ? "> " : "  ") + mark(exercise, style) + " " +
         (is_next ? style.paint(Colour::kBold, id) : id) + "  " + middle + " " +
         right(of(exercise.earned, exercise.points), kPointsWidth) + "\n";
}

bool holds(const BoardLesson& lesson, const std::string& id) {
  return std::any_of(lesson.exercises.begin(), lesson.exercises.end(),
                     [&](const BoardExercise& e) { return e.id == id; });
}

}  // namespace

std::string board_text(const Board& board, const Style& style, bool all) {
  double earned = 0, points = 0;
  std::size_t lines = 0, id_width = 0;
  for (const BoardLesson& lesson : board.lessons) {
    earned += totals(lesson).earned;
    points += totals(lesson).points;
    lines += lesson.exercises.size() + 2;
    for (const BoardExercise& exercise : lesson.exercises) {
      id_width = std::max(id_width, width(exercise.id));
    }
  }
  id_width = std::min<std::size_t>(id_width, 24);
  all = all || lines <= kShownInFull;

  std::string text =
      style.paint(Colour::kBold,
                  ends("Two Pots", of(earned, points) + " points", style)) +
      "\n";
  bool folded = false, was_folded = false;
  for (const BoardLesson& lesson : board.lessons) {
    const Totals sum = totals(lesson);
    const std::size_t exercises = lesson.exercises.size();
    const bool full = all || holds(lesson, board.next) ||
                      (sum.begun > 0 && sum.done < exercises);
    if (full || !was_folded) text += "\n";
    was_folded = !full;
    const std::string head = lesson.id + "  " + lesson.title;
    if (!full) {
      folded = true;
      text += ends(head,
                   (sum.done == exercises
                        ? "all done, "
                        : judge::count_of(exercises, "exercise") + ", ") +
                       right(of(sum.earned, sum.points), kPointsWidth),
                   style) +
              "\n";
      continue;
    }
    text +=
        style.paint(Colour::kBold,
                    ends(head, right(of(sum.earned, sum.points), kPointsWidth),
                         style)) +
        "\n";
    for (const BoardExercise& exercise : lesson.exercises) {
      text +=
          exercise_line(exercise, exercise.id == board.next, id_width, style);
    }
  }
  text += "\n";
  if (folded) text += "All of it:  ./pots board --all\n";
  if (!board.isolation.empty()) text += board.isolation + "\n";
  if (board.next.empty()) {
    return text + "Everything is done. Next:  ./pots bench\n";
  }
  return text + "Edit  " + board.next_file + ":1\n" +
         "Next:  " + style.paint(Colour::kBold, "./pots check " + board.next) +
         "\n";
}

}  // namespace pots::cli
