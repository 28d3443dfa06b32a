// From a linker's words (GNU ld, mold, lld) to what is missing, and where it
// was promised.
#include <algorithm>
#include <fstream>

#include "common/judge/compile_error.hpp"
#include "common/judge/text.hpp"

namespace pots::judge {
namespace {

// What follows `key` in the text, up to the end of the line, unquoted.
std::string after(const std::string& text, const std::string& key) {
  const std::size_t at = text.find(key);
  if (at == std::string::npos) return "";
  std::string_view rest = std::string_view(text).substr(at + key.size());
  rest = rest.substr(0, rest.find('\n'));
  if (!rest.empty() && (rest[0] == '`' || rest[0] == '\'')) {
    rest.remove_prefix(1);
    rest = rest.substr(0, rest.find('\''));
  }
  return std::string(trim(rest));
}

// "pots::Turnstile::enter(int)" → "enter".
std::string last_name(const std::string& symbol) {
  const std::string name = symbol.substr(0, symbol.find('('));
  const std::size_t colon = name.rfind(':');
  return colon == std::string::npos ? name : name.substr(colon + 1);
}

// The line of the given header that declares `name`.
std::string promise(const Course& course, const Exercise& exercise,
                    const std::string& name) {
  const std::string header =
      exercise.file.substr(0, exercise.file.rfind('.')) + ".hpp";
  std::ifstream in(course.source_root + "/" + header);
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    const std::size_t at = line.find(name + "(");
    const bool comment = trim(line).starts_with("//");
    if (at == std::string::npos || comment) continue;
    return "It is declared in " + header + ":" + std::to_string(number) +
           "\n   " + std::to_string(number) + " | " + line + "\n";
  }
  return "";
}

std::string missing(const Course& course, const Exercise& exercise,
                    const std::string& symbol) {
  if (symbol == "main") {
    return "The test has lost its main(); your file may have renamed it with "
           "a #define.\n";
  }
  return exercise.file + ": it does not define  " + symbol + "\n" +
         promise(course, exercise, last_name(symbol)) +
         "The name, the parameters and the namespace have to be the same.\n";
}

std::string doubled(const Exercise& exercise, const std::string& symbol) {
  if (symbol == "main") {
    return exercise.file +
           ": your file defines main(); the test has its own. Remove it.\n";
  }
  return exercise.file + ": " + symbol +
         " is defined twice: once here, once in what the test brings.\n";
}

}  // namespace

std::string explain_link_error(const Course& course, const Exercise& exercise,
                               const std::string& output) {
  const std::string text = without_colours(output);
  for (const char* key : {"multiple definition of ", "duplicate symbol: "}) {
    std::string symbol = after(text, key);
    // mold: "duplicate symbol: a.o: b.o: main".
    if (const std::size_t at = symbol.rfind(".o: "); at != symbol.npos) {
      symbol = symbol.substr(at + 4);
    }
    if (!symbol.empty()) return doubled(exercise, symbol);
  }
  for (const char* key : {"undefined reference to ", "undefined symbol: "}) {
    std::string symbol = after(text, key);
    // Old molds: "undefined symbol: a.o: pots::f()".
    if (const std::size_t at = symbol.rfind(".o: "); at != symbol.npos) {
      symbol = symbol.substr(at + 4);
    }
    if (!symbol.empty()) return missing(course, exercise, symbol);
  }
  return "";
}

}  // namespace pots::judge
