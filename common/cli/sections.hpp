// Finds what belongs to one exercise in a lesson's hints.md and README.md.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pots::cli {

// The text under the heading `## name`, without the heading and without empty
// lines around it. Headings inside ``` blocks do not count.
std::optional<std::string> section(std::string_view markdown,
                                   std::string_view name);

// The items of a numbered list ("1. ", "2. ", …); an item goes on until the
// next number. Text before the first number is no hint.
std::vector<std::string> numbered_items(std::string_view text);

}  // namespace pots::cli
