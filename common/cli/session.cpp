#include "common/cli/session.hpp"

#include <unistd.h>

#include <cstdlib>
#include <system_error>
#include <utility>
#include <vector>

#include "common/cli/files.hpp"

namespace pots::cli {
namespace {

std::filesystem::path build_folder() {
  if (const char* given = std::getenv("POTS_BUILD")) return given;
  // BUILD/common/cli/pots_cli
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  return self.parent_path().parent_path().parent_path();
}

}  // namespace

absl::StatusOr<Session> open_session() {
  const std::filesystem::path build = build_folder();
  absl::StatusOr<judge::Course> course =
      judge::load_course((build / "course.json").string());
  if (!course.ok()) return course.status();
  const std::filesystem::path root = course->source_root;
  return Session{*std::move(course), root, build,
                 ProgressStore(build / "pots" / "progress.json"), style_of(1)};
}

State state_of(const Session& session, const judge::Exercise& exercise,
               const Record& record) {
  if (record.hash.empty()) return State::kUntouched;
  if (record.hash != content_hash(session.at_root(exercise.file))) {
    return State::kChanged;
  }
  return record.done ? State::kDone : State::kPartly;
}

const judge::Exercise* next_exercise(const Session& session,
                                     const Progress& progress) {
  for (const judge::Lesson& lesson : session.course.lessons) {
    for (const judge::Exercise& exercise : lesson.exercises) {
      if (state_of(session, exercise, progress.of(exercise.id)) !=
          State::kDone) {
        return &exercise;
      }
    }
  }
  return nullptr;
}

const judge::Lesson& lesson_of(const Session& session,
                               const judge::Exercise& exercise) {
  for (const judge::Lesson& lesson : session.course.lessons) {
    for (const judge::Exercise& one : lesson.exercises) {
      if (&one == &exercise) return lesson;
    }
  }
  std::abort();  // every exercise comes from the course
}

absl::StatusOr<const judge::Exercise*> one_exercise(const Session& session,
                                                    std::string_view text) {
  const auto found = judge::find_exercises(session.course, text);
  if (!found.ok()) return found.status();
  if (found->size() == 1) return found->front();
  std::string message = "'" + std::string(text) + "' is a lesson. One of:";
  for (const judge::Exercise* exercise : *found) message += " " + exercise->id;
  return absl::InvalidArgumentError(message);
}

Board make_board(const Session& session, const Progress& progress) {
  Board board;
  for (const judge::Lesson& lesson : session.course.lessons) {
    BoardLesson row{lesson.id, lesson.dir, lesson.title, {}};
    for (const judge::Exercise& exercise : lesson.exercises) {
      const Record record = progress.of(exercise.id);
      const State state = state_of(session, exercise, record);
      row.exercises.push_back({exercise.id, exercise.title, exercise.points,
                               record.earned, record.passed, record.cases,
                               state, record.hints});
      if (board.next.empty() && state != State::kDone) {
        board.next = exercise.id;
        board.next_file = exercise.file;
      }
    }
    board.lessons.push_back(std::move(row));
  }
  return board;
}

}  // namespace pots::cli
