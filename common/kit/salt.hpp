// Two cooks, one soup: three recipes for salting it exactly once.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pots {

// Cooks A and B follow the same recipe, once each, one move at a time:
//
//   recipe 1:  LOOK;  SALT if it looked unsalted
//   recipe 2:  hang a NOTE up;  PEEK: is the other's note there? then skip;
//              LOOK and SALT in one move;  take the NOTE down
//   recipe 3:  TAKE the only shaker (waits while it is gone);  LOOK;
//              SALT if it looked unsalted;  HANG it back
//
// A SALT that is skipped still is a move.

struct SaltRow {
  char cook;         // 'A' or 'B'
  std::string text;  // what the cook did or saw: "looks: no salt"
};

struct Soup {
  std::vector<SaltRow> rows = {};
  int pinches = 0;
  bool spoilt() const { return pinches != 1; }
};

// Plays a schedule: a word over A and B, one letter per move. It is a prefix:
// afterwards A finishes, then B. A cook who cannot move is skipped.
// Errors: std::invalid_argument for other letters, or no such recipe.
Soup play(int recipe, std::string_view schedule);

// Every word that gives each cook a letter for each of his moves, in
// alphabetical order: 6 for recipe 1, 70 for recipes 2 and 3.
std::vector<std::string> complete_schedules(int recipe);

// The rows as a table, a column per cook, and a last line:
// "pinches of salt: 1".
std::string table(const Soup& soup);

}  // namespace pots
