// Reads what gcc and clang print, line by line.
#include "common/judge/diagnostics.hpp"

#include <algorithm>
#include <cctype>

#include "common/judge/text.hpp"

namespace pots::judge {
namespace {

// Takes ":123" off the front; 0 if there is none.
int take_number(std::string_view& text) {
  if (text.size() < 2 || text[0] != ':') return 0;
  std::size_t end = 1;
  int value = 0;
  while (end < text.size() && end < 9 && text[end] >= '0' && text[end] <= '9') {
    value = value * 10 + (text[end++] - '0');
  }
  if (end > 1) text.remove_prefix(end);
  return value;
}

// Splits "path:12:5…" into the place and what follows.
bool take_place(std::string_view& text, Diagnostic& to) {
  for (std::size_t at = 0; (at = text.find(':', at)) != text.npos; ++at) {
    std::string_view rest = text.substr(at);
    const int line = take_number(rest);
    if (line == 0) continue;
    to.file = text.substr(0, at);
    to.line = line;
    to.column = take_number(rest);
    text = rest;
    return !to.file.empty();
  }
  return false;
}

}  // namespace

std::optional<Diagnostic> parse_diagnostic(std::string_view line) {
  Diagnostic found;
  const std::string_view bare = trim(line);
  for (const std::string_view lead : {"In file included from ", "from "}) {
    if (!bare.starts_with(lead)) continue;
    std::string_view rest = bare.substr(lead.size());
    if (!take_place(rest, found) || (rest != ":" && rest != ",")) break;
    found.kind = "included";
    return found;
  }
  std::string_view rest = line;
  if (line.empty() || line[0] == ' ' || !take_place(rest, found)) {
    return std::nullopt;
  }
  for (const std::string_view kind :
       {"fatal error", "error", "warning", "note"}) {
    const std::string lead = ": " + std::string(kind) + ": ";
    if (rest.starts_with(lead)) {
      found.kind = kind;
      found.message = trim(rest.substr(lead.size()));
      return found;
    }
  }
  if (rest.starts_with(":   required") ||
      rest.starts_with(":   recursively required") ||
      rest.starts_with(":   in ")) {
    found.kind = "required";
    found.message = trim(rest.substr(1));
    return found;
  }
  return std::nullopt;
}

bool is_excerpt(std::string_view line) {
  const std::size_t bar = line.find('|');
  return bar != line.npos && bar > 0 && line[bar - 1] == ' ' &&
         std::all_of(line.begin(), line.begin() + static_cast<long>(bar),
                     [](char c) { return c == ' ' || (c >= '0' && c <= '9'); });
}

}  // namespace pots::judge
