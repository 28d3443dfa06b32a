// Reads what gcc and clang print, line by line.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pots::judge {

// "exactly.cpp:12:5: error: 'red' was not declared". kind: "error",
// "fatal error", "warning", "note"; "required" for gcc's
// "exactly.cpp:12:5:   required from here"; "included" for
// "In file included from exactly.cpp:3:".
struct Diagnostic {
  std::string file;  // as printed
  int line = 0;
  int column = 0;  // 0: none
  std::string kind;
  std::string message;
};

std::optional<Diagnostic> parse_diagnostic(std::string_view line);

// True for the gutter lines of an excerpt: "   12 |  code", "      |  ^~~".
bool is_excerpt(std::string_view line);

}  // namespace pots::judge
