// What CPython did, as committed, and the comparison with what an answer does.
//
// The files are raw strings: `const char kText[] =` and `#include "….inc"`.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pots::oracle {

using Lines = std::vector<std::string>;

// The lines of `text`; an empty line at its beginning or its end is none.
inline Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (end > 0) lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

// A file of traces: first the version that they were recorded with, then
// "== NAME" and the lines of each.
class Recorded {
 public:
  explicit Recorded(std::string_view file) : lines_(lines_of(file)) {}

  const std::string& version() const { return lines_.front(); }
  // Empty if there is no such trace.
  Lines trace(const std::string& name) const {
    auto at = std::find(lines_.begin(), lines_.end(), "== " + name);
    Lines found;
    while (at != lines_.end() && ++at != lines_.end() &&
           !at->starts_with("== "))
      found.push_back(*at);
    return found;
  }
  std::size_t count() const {
    std::size_t n = 0;
    for (const std::string& line : lines_) n += line.starts_with("== ");
    return n;
  }

 private:
  Lines lines_;
};

// "" if both did the same; else a text for whoever wrote the answer: the lines
// of the program, and both traces around the first difference.
inline std::string difference(const std::string& program, const Lines& source,
                              const std::string& version, const Lines& theirs,
                              const Lines& ours) {
  constexpr std::size_t kBefore = 6, kAfter = 3;
  if (theirs == ours) return "";
  std::size_t first = 0;
  while (first < std::min(theirs.size(), ours.size()) &&
         theirs[first] == ours[first]) {
    ++first;
  }
  const std::size_t begin = first - std::min(first, kBefore);
  const std::size_t end =
      std::min(std::max(theirs.size(), ours.size()), first + kAfter + 1);
  const auto line = [](const Lines& lines, std::size_t at) {
    return at < lines.size() ? lines[at] : "(nothing more)";
  };
  std::size_t width = version.size();
  for (std::size_t at = begin; at < end; ++at) {
    width = std::max(width, line(theirs, at).size());
  }
  const auto row = [width](const char* margin, std::string left,
                           const std::string& right) {
    left.resize(width + 3, ' ');
    return margin + left + right + "\n";
  };

  std::string text = program + " differs from " + version + " in line " +
                     std::to_string(first + 1) + " of its output\n";
  for (const std::string& one : source) text += "    " + one + "\n";
  text += "\n" + row("    ", version, "your code");
  if (begin > 0) text += "      ...\n";
  for (std::size_t at = begin; at < end; ++at) {
    text +=
        row(at == first ? "  > " : "    ", line(theirs, at), line(ours, at));
  }
  return text +
         "Next: follow the program by hand up to the line marked with "
         ">, and ask which batch each step belongs to.\n";
}

// The program of a random set, one script a line, under what it means.
inline Lines source_lines(const std::string& program, const char* explanation) {
  Lines lines = {explanation};
  std::size_t begin = 0;
  for (std::size_t end = 0; end < program.size(); begin = end + 3) {
    end = std::min(program.find(" / ", begin), program.size());
    lines.push_back("  " + program.substr(begin, end - begin));
  }
  return lines;
}

// Runs each program of a set with `run`, a Lines(const std::string& program).
// "" or the first difference.
template <class Run>
std::string compare_set(const char* name, const char* programs,
                        const char* traces, const char* explanation, Run run) {
  const Recorded recorded(traces);
  const Lines lines = lines_of(programs);
  if (lines.size() != recorded.count()) return "the recorded traces are stale";
  for (std::size_t n = 0; n < lines.size(); ++n) {
    const std::string number = std::to_string(n + 1);
    const std::string found =
        difference("Random program " + number + " of the set '" + name + "'",
                   source_lines(lines[n], explanation), recorded.version(),
                   recorded.trace(number), run(lines[n]));
    if (!found.empty()) return found;
  }
  return "";
}

}  // namespace pots::oracle
