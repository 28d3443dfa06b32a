// The few words at the top of a wrong answer.
#include "common/judge/patch_head.hpp"

#include <map>

#include "absl/status/status.h"
#include "common/judge/text.hpp"

namespace pots::judge {
namespace {

// The head's lines, without "// ", up to the diff or the code.
std::vector<std::string> head_lines(std::string_view text) {
  std::vector<std::string> lines;
  const bool comment = text.starts_with("//");
  for (std::string line : split_lines(text)) {
    if (comment) {
      if (!line.starts_with("//")) break;
      line.erase(0, line.starts_with("// ") ? 3 : 2);
    } else if (line.starts_with("--- ") || line.starts_with("@@")) {
      break;
    }
    lines.push_back(line);
  }
  return lines;
}

// Words separated by commas or blanks; what stands in parentheses is a remark.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  int depth = 0;
  for (const char c : std::string(text) + " ") {
    if (c == '(') ++depth;
    const bool part = depth == 0 && c != ',' && c != ' ' && c != ';';
    if (c == ')') --depth;
    if (part) {
      word += c;
    } else if (!word.empty()) {
      words.push_back(word);
      word.clear();
    }
  }
  return words;
}

}  // namespace

absl::StatusOr<PatchHead> parse_patch_head(std::string_view text) {
  std::map<std::string, std::string> fields;
  std::string last;
  for (const std::string& line : head_lines(text)) {
    const std::size_t colon = line.find(':');
    const std::string name = line.substr(0, colon);
    if (colon != line.npos && (name == "Mistake" || name == "Passes" ||
                               name == "Dies in" || name == "Marks")) {
      last = name;
      fields[name] = trim(line.substr(colon + 1));
    } else if (!last.empty() && line.starts_with(" ")) {
      fields[last] += " " + std::string(trim(line));
    }
  }
  PatchHead head;
  head.mistake = fields["Mistake"];
  head.passes = fields["Passes"];
  head.dies_in = words_of(fields["Dies in"]);
  for (const std::string& mark : words_of(fields["Marks"])) {
    if (mark != "example" && mark != "racy" && mark != "g++") {
      return absl::InvalidArgumentError("unknown mark '" + mark +
                                        "'; known: example, racy, g++");
    }
    head.example |= mark == "example";
    head.racy |= mark == "racy";
    head.only_gcc |= mark == "g++";
  }
  for (const char* name : {"Mistake", "Passes", "Dies in"}) {
    if (fields[name].empty()) {
      return absl::InvalidArgumentError("its head has no line '" +
                                        std::string(name) + ":'");
    }
  }
  return head;
}

}  // namespace pots::judge
