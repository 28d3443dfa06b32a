#include "common/adversary/expectations.hpp"

#include <filesystem>
#include <vector>

namespace pots::adv {
namespace {

constexpr std::string_view kEquality = "Expected equality of these values:";
constexpr std::string_view kWhichIs = "    Which is: ";

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    if (end == text.npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(' ');
  return first == text.npos ? "" : text.substr(first);
}

// "n was 2, expected 6" from the lines behind kEquality:
//   "  n", "    Which is: 2", "  6".
std::string equality(const std::vector<std::string>& lines) {
  struct Side {
    std::string expression, value;
  };
  std::vector<Side> sides;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (lines[i].starts_with(kWhichIs)) {
      if (!sides.empty()) sides.back().value = lines[i].substr(kWhichIs.size());
    } else if (lines[i].starts_with("  ")) {
      sides.push_back({trimmed(lines[i]), ""});
    }
  }
  if (sides.size() != 2) return lines.front();
  // The side whose value had to be spelled out is the one that was computed.
  Side& was = sides[0].value.empty() ? sides[1] : sides[0];
  Side& expected = sides[0].value.empty() ? sides[0] : sides[1];
  const std::string& value = was.value.empty() ? was.expression : was.value;
  return was.expression + " was " + value + ", expected " +
         (expected.value.empty() ? expected.expression : expected.value);
}

// "n was 2, expected < 6" is too clever for the other forms: GoogleTest's own
// "Expected: (n) < (6), actual: 2 vs 6" says it.
std::string own_words(const std::vector<std::string>& lines) {
  std::string words;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const bool standard =
        lines[i].starts_with("  ") || lines[i].empty() ||
        lines[i].starts_with("Expected") ||
        lines[i].starts_with("With diff:") || lines[i].starts_with("@@ ") ||
        lines[i].starts_with("Which is") || lines[i].starts_with("Value of") ||
        lines[i].starts_with("Actual") || lines[i].starts_with("Google Test");
    if (standard) continue;
    if (!words.empty()) words += ' ';
    words += lines[i];
  }
  return words;
}

}  // namespace

std::string headline(std::string_view message) {
  const std::vector<std::string> lines = lines_of(message);
  if (lines.empty()) return "failed";
  if (lines.front() == "Failed") {
    return lines.size() > 1 ? lines[1] : lines.front();
  }
  if (std::string words = own_words(lines); !words.empty()) return words;
  if (lines.front() == kEquality) return equality(lines);
  if (lines.front().starts_with("Value of: ") && lines.size() > 2) {
    // "Value of: f()", "  Actual: false", "Expected: true"
    return lines.front().substr(10) + " was " + trimmed(lines[1]).substr(8) +
           ", expected " + lines[2].substr(lines[2].find(' ') + 1);
  }
  return lines.front();
}

std::string headline(const ::testing::TestPartResult& result) {
  std::string text = headline(result.message());
  if (result.file_name() != nullptr) {
    text += "   " +
            std::filesystem::path(result.file_name()).filename().string() +
            ":" + std::to_string(result.line_number());
  }
  return text;
}

}  // namespace pots::adv
