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
std::string draw_table(const std::vector<std::string>& actors,
                       std::vector<TableRow> rows, std::size_t total,
                       const std::string& file);

}  // namespace pots::adv
