// The board: what there is, what is done, what comes next. Text only; who asks
// for it fills in the numbers.
#pragma once

#include <string>
#include <vector>

#include "common/cli/style.hpp"

namespace pots::cli {

enum class State {
  kUntouched,  // not checked, or reset
  kDone,       // every case passes
  kPartly,     // some do, or none
  kChanged,    // the file is another one than was checked
};

struct BoardExercise {
  std::string id;  // 01.exactly
  std::string title;
  double points = 0;
  double earned = 0;
  int passed = 0;
  int cases = 0;
  State state = State::kUntouched;
  int hints = 0;
};

struct BoardLesson {
  std::string id;
  std::string dir;  // 01_blocking_io
  std::string title;
  std::vector<BoardExercise> exercises;
};

struct Board {
  std::vector<BoardLesson> lessons;
  std::string isolation;  // a sentence if it is not full, or ""
  std::string next;       // id of the next exercise, or "" if all are done
  std::string next_file;  // its file, relative to the course
};

// At most 80 columns. A lesson is shown in full if it holds the next exercise
// or something begun; the others in one line, unless all fit or `all` is set.
std::string board_text(const Board& board, const Style& style, bool all);

}  // namespace pots::cli
