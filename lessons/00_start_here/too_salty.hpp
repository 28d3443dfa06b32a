// Exercise 00.too_salty: you are the adversary.
#pragma once

#include <optional>
#include <string>

#include "pots/salt.hpp"

namespace pots {

// Two cooks, A and B, each follow the same recipe once. The soup is
// right with exactly one pinch of salt; any other number spoils it.
//
// Each function returns a schedule that spoils the soup: a word of 1 to
// 16 letters, each A or B, one move a letter. A cook who cannot move is
// skipped. After the last letter A finishes, then B.
//
// Errors:        none.
// Thread safety: any thread. The answer is the same every time.

// LOOK at the soup; SALT if it looked unsalted. A SALT that is skipped
// is a move, too: in each recipe both cooks make all their moves.
std::string break_recipe_1();

// NOTE: hang up your own note. PEEK: is the other cook's note there?
// SALT: look and salt in one move; skipped if you saw his note. DOWN:
// take your note down.
std::string break_recipe_2();

// TAKE the only shaker, or wait while it is gone. LOOK. SALT if it
// looked unsalted. HANG the shaker back. Here std::nullopt is a
// possible answer; it says: no schedule spoils this soup.
std::optional<std::string> break_recipe_3();

}  // namespace pots
