#include "common/cli/style.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace pots::cli {
namespace {

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

bool locale_is_utf8() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const std::string_view value = environment(name);
    if (value.empty()) continue;
    return value.find("UTF-8") != value.npos ||
           value.find("utf8") != value.npos;
  }
  return false;
}

bool begins_code_point(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
}

}  // namespace

std::string Style::paint(Colour which, std::string_view text) const {
  static constexpr std::array kCodes = {"0", "32", "31", "33", "2", "1"};
  if (!colour || which == Colour::kPlain || text.empty()) {
    return std::string(text);
  }
  return std::string("\033[") + kCodes[static_cast<std::size_t>(which)] + "m" +
         std::string(text) + "\033[0m";
}

Style style_of(int fd) {
  Style style;
  style.colour = ::isatty(fd) == 1 && environment("NO_COLOR").empty() &&
                 environment("TERM") != "dumb";
  style.utf8 = locale_is_utf8();
  return style;
}

std::size_t width(std::string_view text) {
  std::size_t n = 0;
  for (const char c : text) n += begins_code_point(c) ? 1 : 0;
  return n;
}

std::string fit(std::string_view text, std::size_t columns,
                const Style& style) {
  const std::size_t wide = width(text);
  if (wide <= columns) {
    return std::string(text) + std::string(columns - wide, ' ');
  }
  const std::string_view dots = style.utf8 ? "…" : "..";
  const std::size_t keep = columns - std::min(columns, width(dots));
  std::size_t bytes = 0, taken = 0;
  while (bytes < text.size()) {
    if (begins_code_point(text[bytes]) && taken++ == keep) break;
    ++bytes;
  }
  return std::string(text.substr(0, bytes)) + std::string(dots);
}

}  // namespace pots::cli
