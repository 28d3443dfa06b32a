// Shows a place in a file as a compiler does: its line, and a mark below it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pots::judge {

// Something that a file uses.
struct Use {
  std::string what;    // as it is written: "std::mutex", "<mutex>"
  std::size_t at = 0;  // offset of its first byte
};

// The line of `text` with the byte at `offset`, a mark, and an empty line. ""
// if the line is too long to be shown.
std::string excerpt(std::string_view text, std::size_t offset);

// "Also:  std::mutex in line 20, volatile in line 31", for all but the first
// of `uses`; "" if there is only one.
std::string also(std::string_view text, const std::vector<Use>& uses);

}  // namespace pots::judge
