// The words and signs of a C++ file, without compiling it: what a search for a
// name has to look at, because a comment or a string may hold any name.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pots::judge {

// A word, a number, "::", the header of an #include ("<mutex>"), or any other
// single character.
struct Token {
  std::string text;
  std::size_t at = 0;  // offset of its first byte in the file
};

// The tokens of `text`. Comments and literals are left out, and with them
// #include "…"; a line that ends in a backslash is continued by the next one,
// as a compiler sees it. Any bytes are allowed.
std::vector<Token> tokens(std::string_view text);

}  // namespace pots::judge
