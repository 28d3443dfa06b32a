// From hundreds of lines of a compiler to the few that a student needs.
#include "common/judge/compile_error.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <vector>

#include "common/judge/diagnostics.hpp"
#include "common/judge/paths.hpp"
#include "common/judge/text.hpp"

namespace pots::judge {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostLines = 12, kWidest = 160;

fs::path whole_path(const Course& course, const std::string& path) {
  return (fs::path(course.build_root) / path).lexically_normal();
}

// What one error comes with: the lines ahead of it that say how the compiler
// got there, itself, and what follows up to the next error.
struct Found {
  Diagnostic error;
  std::size_t at = 0;              // its line in the output
  std::optional<Diagnostic> mine;  // a line of the student's that led to it
};

std::string clipped(std::string line) {
  if (line.size() > kWidest) line = line.substr(0, kWidest) + " …";
  return line;
}

class Explainer {
 public:
  Explainer(const Course& course, const Exercise& exercise,
            const std::string& output)
      : course_(course),
        exercise_(exercise),
        lines_(split_lines(without_colours(output))) {
    for (const std::string& line : lines_) {
      parsed_.push_back(parse_diagnostic(line));
    }
  }

  std::string text() {
    std::vector<Found> errors;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (is_error(i)) errors.push_back(look(i));
    }
    if (errors.empty()) return "";
    // The first with a line of the student's own; else the first of all.
    const auto with_mine = [](const Found& found) { return found.mine; };
    auto best = std::find_if(errors.begin(), errors.end(), with_mine);
    if (best == errors.end()) best = errors.begin();
    std::vector<std::string> shown = show(*best);
    if (shown.size() > kMostLines - 1) shown.resize(kMostLines - 1);
    if (errors.size() > 1) {
      shown.push_back("(" + count_of(errors.size() - 1, "more error") +
                      "; often they follow from this one)");
    }
    std::string text;
    for (const std::string& line : shown) text += clipped(line) + "\n";
    return text;
  }

 private:
  bool is_error(std::size_t i) const {
    return parsed_[i] && parsed_[i]->kind.ends_with("error");
  }

  bool is_mine(const Diagnostic& one) const {
    return shown_path(course_, exercise_, one.file) == exercise_.file;
  }

  Found look(std::size_t i) const {
    Found found{*parsed_[i], i, std::nullopt};
    if (is_mine(found.error)) {
      found.mine = found.error;
      return found;
    }
    // gcc says ahead of the error who wanted it, clang behind.
    for (std::size_t j = i; j-- > 0 && !is_error(j) && !found.mine;) {
      if (parsed_[j] && parsed_[j]->kind == "required" &&
          is_mine(*parsed_[j])) {
        found.mine = parsed_[j];
      }
    }
    for (std::size_t j = i + 1; j < lines_.size() && !is_error(j); ++j) {
      if (!found.mine && parsed_[j] && is_mine(*parsed_[j]) &&
          parsed_[j]->message.ends_with("requested here")) {
        found.mine = parsed_[j];
      }
    }
    return found;
  }

  std::vector<std::string> show(const Found& found) const {
    const Diagnostic& error = found.error;
    const Diagnostic& place = found.mine ? *found.mine : error;
    const bool elsewhere = found.mine && !is_mine(error);
    std::vector<std::string> shown = {where(place) + ": " + error.kind + ": " +
                                      error.message};
    std::vector<std::string> code = excerpt_below(found.at);
    if (elsewhere || code.empty()) code = excerpt_of(place);
    shown.insert(shown.end(), code.begin(), code.end());
    if (elsewhere) shown.push_back("(found in " + where(error) + ")");
    if (!found.mine && is_test(error)) {
      shown.push_back("The test asks this of your file; " + exercise_.file +
                      " has to offer it.");
    }
    for (std::size_t j = found.at + 1; j < lines_.size() && !is_error(j); ++j) {
      // One remark, if it speaks of a file that the student can look at.
      if (parsed_[j] && parsed_[j]->kind == "note" && in_course(*parsed_[j]) &&
          !parsed_[j]->message.ends_with("requested here")) {
        shown.push_back(where(*parsed_[j]) + ": note: " + parsed_[j]->message);
        break;
      }
    }
    return shown;
  }

  std::string where(const Diagnostic& one) const {
    return shown_path(course_, exercise_, one.file) + ":" +
           std::to_string(one.line) +
           (one.column > 0 ? ":" + std::to_string(one.column) : "");
  }

  bool in_course(const Diagnostic& one) const {
    return shown_path(course_, exercise_, one.file).front() != '/';
  }
  bool is_test(const Diagnostic& one) const {
    return shown_path(course_, exercise_, one.file) == exercise_.test;
  }

  // gcc's own excerpt: the line and its marks.
  std::vector<std::string> excerpt_below(std::size_t at) const {
    std::vector<std::string> code;
    for (std::size_t j = at + 1; j < lines_.size() && code.size() < 3; ++j) {
      if (!is_excerpt(lines_[j])) break;
      code.push_back(lines_[j]);
    }
    return code;
  }

  // The same form, from the file itself.
  std::vector<std::string> excerpt_of(const Diagnostic& place) const {
    std::ifstream in(whole_path(course_, place.file));
    std::string line;
    for (int i = 0; i < place.line; ++i) {
      if (!std::getline(in, line)) return {};
    }
    std::string number = std::to_string(place.line);
    number.insert(0, number.size() < 5 ? 5 - number.size() : 0, ' ');
    std::vector<std::string> code = {number + " | " + line};
    const auto before = static_cast<std::size_t>(std::max(place.column, 1)) - 1;
    if (place.column > 0 && before <= line.size()) {
      std::string blanks = line.substr(0, before);
      std::replace_if(
          blanks.begin(), blanks.end(), [](char c) { return c != '\t'; }, ' ');
      code.push_back(std::string(number.size(), ' ') + " | " + blanks + "^");
    }
    return code;
  }

  const Course& course_;
  const Exercise& exercise_;
  std::vector<std::string> lines_;
  std::vector<std::optional<Diagnostic>> parsed_;
};

// Nothing recognised: the last lines that are not ninja's own.
std::string last_lines(const std::string& output) {
  std::vector<std::string> lines;
  for (const std::string& line : split_lines(without_colours(output))) {
    if (line.find(": ERROR: ") != line.npos) {  // Meson's: nothing else counts
      return clipped(line) + "\n";
    }
    if (!line.starts_with("ninja: ") && !line.starts_with("[")) {
      lines.push_back(clipped(line));
    }
  }
  std::string text;
  const std::size_t first = lines.size() - std::min(lines.size(), kMostLines);
  for (std::size_t i = first; i < lines.size(); ++i) text += lines[i] + "\n";
  return text;
}

}  // namespace

std::string explain_compile_error(const Course& course,
                                  const Exercise& exercise,
                                  const std::string& output) {
  std::string text = Explainer(course, exercise, output).text();
  if (text.empty()) text = explain_link_error(course, exercise, output);
  if (text.empty()) text = last_lines(output);
  return text;
}

}  // namespace pots::judge
