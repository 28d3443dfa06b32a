// Looks at the bytes of a C++ file without compiling it.
#include "common/judge/scan.hpp"

#include <algorithm>
#include <vector>

#include "common/judge/tokens.hpp"

namespace pots::judge {
namespace {

// How many bytes the UTF-8 character at the start of `text` takes; 0 if none.
std::size_t character_length(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
  };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t n = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4) return 0;
  for (std::size_t i = 1; i < n; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  // Longer than needed, surrogates, beyond U+10FFFF.
  if (first == 0xE0 && byte(1) < 0xA0) return 0;
  if (first == 0xED && byte(1) > 0x9F) return 0;
  if (first == 0xF0 && byte(1) < 0x90) return 0;
  if (first == 0xF4 && byte(1) > 0x8F) return 0;
  return n;
}

}  // namespace

std::size_t first_not_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t n = character_length(text.substr(i));
    if (n == 0) return i;
    i += n;
  }
  return std::string_view::npos;
}

std::size_t line_of(std::string_view text, std::size_t offset) {
  return 1 +
         static_cast<std::size_t>(std::count(
             text.begin(), text.begin() + std::min(offset, text.size()), '\n'));
}

std::size_t defines_main(std::string_view text) {
  const std::vector<Token> all = tokens(text);
  int depth = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].text == "{") ++depth;
    if (all[i].text == "}") --depth;
    if (depth == 0 && all[i].text == "main" && i > 0 && i + 1 < all.size() &&
        (all[i - 1].text == "int" || all[i - 1].text == "auto") &&
        all[i + 1].text == "(") {
      return all[i].at;
    }
  }
  return std::string_view::npos;
}

}  // namespace pots::judge
