// Small helpers on text, and the one place where std::string_view meets
// Abseil's: Debian's Abseil has a string_view type of its own.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/string_view.h"

namespace pots::judge {

inline absl::string_view to_absl(std::string_view text) {
  return absl::string_view(text.data(), text.size());
}
inline std::string_view to_std(absl::string_view text) {
  return std::string_view(text.data(), text.size());
}

// Lines without their '\n'; a '\n' at the very end opens no further line.
std::vector<std::string> split_lines(std::string_view text);

// Puts `prefix` in front of every line. Every line of the result ends in '\n'.
std::string indent(std::string_view text, std::string_view prefix);

// Without blanks, tabs and newlines at either end.
std::string_view trim(std::string_view text);

// Least number of inserted, removed or replaced characters from a to b.
std::size_t edit_distance(std::string_view a, std::string_view b);

// The (at most three) candidates nearest to `text`, nearest first; none that
// shares less than half of its letters with it.
std::vector<std::string> nearest(std::string_view text,
                                 const std::vector<std::string>& candidates);

// Removes terminal colours (ESC [ ... m and its like).
std::string without_colours(std::string_view text);

// "2", "2.5", "0.67": at most two decimals, no trailing zeros.
std::string number(double value);

// "1 case", "3 cases".
std::string count_of(std::size_t n, std::string_view noun);

}  // namespace pots::judge
