// Two actors, one variable: x = x + 1 taken apart into its two steps.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pots {

// Actors A and B each do x = x + 1 k times, starting from x = 0. Each time is
// two steps:
//
//   READ   copies x into a register of the actor's own;
//   WRITE  puts that register, plus one, back into x.

struct XRow {
  char actor;        // 'A' or 'B'
  std::string text;  // "reads 0", "writes 1"
};

struct XRun {
  std::vector<XRow> rows = {};
  int x = 0;  // at the end
};

// Plays a schedule: a word over A and B, one letter per step. It is a prefix:
// afterwards A finishes, then B. A letter for an actor who is done is skipped.
// Errors: std::invalid_argument for other letters, or k < 1.
XRun play_x(int k, std::string_view schedule);

// Every word that gives each actor a letter for each of its 2k steps, in
// alphabetical order: 6 for k = 1, 70 for k = 2, 924 for k = 3.
std::vector<std::string> complete_orders(int k);

// The steps as a table, a column per actor, and a last line: "x = 1".
std::string table(const XRun& run);

}  // namespace pots
