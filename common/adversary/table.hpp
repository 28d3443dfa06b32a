// Draws a counterexample: a column per actor, a row per step.
#pragma once

#include <string>
#include <vector>

namespace pots::adv {

inline constexpr std::size_t kTableColumns = 100;  // characters
inline constexpr std::size_t kTableLines = 24;

struct TableRow {
  std::vector<std::string> cells;  // one an actor
  std::string where;               // "lessons/…/exactly.cpp:12" or empty
  std::string remark;              // drawn behind an arrow
};

// At most kTableLines lines of at most kTableColumns characters. Repeated
// rows are folded ("x12"), a story that is too long loses its middle. `total`
// is the number of rows there were; lines in `file` are shown as ":12".
// The first actor is the student: the line stands in his column.
std::string draw_table(const std::vector<std::string>& actors,
                       std::vector<TableRow> rows, std::size_t total,
                       const std::string& file);

// A row of a table in which one actor at a time does something, each in lines
// of his own.
struct ActorRow {
  std::size_t actor = 0;
  std::string number;  // of the step; empty for what is no step
  std::string text;
  std::string where;   // as it is to be shown: ":7"
  std::string remark;  // drawn behind an arrow
};

// A line a row; one more where the remark does not fit behind its row. Columns
// that are too many for kTableColumns stand closer together, and what a row
// says runs on below its neighbours' titles: there is nothing else in the row.
std::string draw_actors(const std::vector<std::string>& actors,
                        const std::vector<ActorRow>& rows);

}  // namespace pots::adv
