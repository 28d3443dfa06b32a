// Shows a place in a file as a compiler does.
#include "common/judge/excerpt.hpp"

#include <algorithm>
#include <filesystem>

#include "common/judge/scan.hpp"
#include "common/judge/text.hpp"

namespace pots::judge {
namespace {

constexpr std::size_t kMostPlaces = 3;  // listed after the first
constexpr std::size_t kWidestCode = 90;

// "Also:  std::mutex in line 20, volatile in line 31": all but the first.
std::string also(std::string_view text, const std::vector<Use>& uses) {
  if (uses.size() == 1) return "";
  const std::size_t shown = std::min(uses.size(), kMostPlaces + 1);
  std::string line = "Also:  ";
  for (std::size_t i = 1; i < shown; ++i) {
    line += (i > 1 ? ", " : "") + uses[i].what + " in line " +
            std::to_string(line_of(text, uses[i].at));
  }
  if (shown < uses.size()) {
    line += " and " + count_of(uses.size() - shown, "more place");
  }
  return line + "\n";
}

}  // namespace

std::string excerpt(std::string_view text, std::size_t offset) {
  const std::size_t begin = text.rfind('\n', offset) + 1;  // npos + 1 is 0
  const std::size_t end = std::min(text.find('\n', offset), text.size());
  std::string_view code = text.substr(begin, end - begin);
  if (code.ends_with('\r')) code.remove_suffix(1);
  if (code.size() > kWidestCode) return "";
  std::string line = std::to_string(line_of(text, offset));
  line.insert(0, line.size() < 5 ? 5 - line.size() : 0, ' ');
  std::string blanks;
  for (const char c : code.substr(0, offset - begin)) {
    // One blank a character; only its first byte is not 10xxxxxx.
    if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) {
      blanks += c == '\t' ? '\t' : ' ';
    }
  }
  return line + " | " + std::string(code) + "\n" +
         std::string(line.size(), ' ') + " | " + blanks + "^\n\n";
}

std::string report_use(const Exercise& exercise, const Case& one,
                       std::string_view text, const std::vector<Use>& uses,
                       std::string_view headline, std::string_view advice) {
  const std::size_t at = uses.front().at;
  const std::string line = ":" + std::to_string(line_of(text, at));
  const std::string file =
      std::filesystem::path(exercise.file).filename().string();
  return "FAILED  " + exercise.id + "  " + one.name + "   " +
         std::string(headline) + "   " + file + line + "\n\n" +
         excerpt(text, at) + also(text, uses) + std::string(advice) +
         "Look:  " + exercise.file + line + "\n" + "Again: ./pots check " +
         exercise.id + "\n";
}

}  // namespace pots::judge
