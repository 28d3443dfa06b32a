// Shows a place in a file as a compiler does: its line, and a mark below it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "common/judge/course.hpp"

namespace pots::judge {

// Something that a file uses.
struct Use {
  std::string what;    // as it is written: "std::mutex", "<mutex>"
  std::size_t at = 0;  // offset of its first byte
};

// The line of `text` with the byte at `offset`, a mark, and an empty line. ""
// if the line is too long to be shown.
std::string excerpt(std::string_view text, std::size_t offset);

// What a test would have printed about `uses` in the answer to `exercise`,
// whose text this is: `headline`, the first place, the others, `advice` (whole
// lines), and how to look again. Pre: there is a use.
std::string report_use(const Exercise& exercise, const Case& one,
                       std::string_view text, const std::vector<Use>& uses,
                       std::string_view headline, std::string_view advice);

}  // namespace pots::judge
