// What every command needs: the course, where it is, what has been reached.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/cli/board.hpp"
#include "common/cli/progress.hpp"
#include "common/cli/style.hpp"
#include "common/judge/course.hpp"

namespace pots::cli {

struct Session {
  judge::Course course;
  std::filesystem::path root;   // of the course
  std::filesystem::path build;  // everything is written in here
  ProgressStore store;
  Style style;

  std::filesystem::path at_root(std::string_view relative) const {
    return root / relative;
  }
};

// Finds the build folder (POTS_BUILD, or from where this program lies) and
// reads the course from it.
absl::StatusOr<Session> open_session();

// Where an exercise stands, given its record and its file as it is now.
State state_of(const Session& session, const judge::Exercise& exercise,
               const Record& record);

// The first exercise of the course that is not done; nullptr if all are.
const judge::Exercise* next_exercise(const Session& session,
                                     const Progress& progress);

// The lesson an exercise belongs to.
const judge::Lesson& lesson_of(const Session& session,
                               const judge::Exercise& exercise);

// The one exercise a person means. If it is a whole lesson, the error lists
// its exercises.
absl::StatusOr<const judge::Exercise*> one_exercise(const Session& session,
                                                    std::string_view text);

// The board as of now.
Board make_board(const Session& session, const Progress& progress);

}  // namespace pots::cli
