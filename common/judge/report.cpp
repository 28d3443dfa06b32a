// A verdict as a student reads it.
#include "common/judge/report.hpp"

#include <algorithm>

#include "common/judge/text.hpp"

namespace pots::judge {
namespace {

constexpr std::size_t kWidest = 100;

// At most `most` characters; never cuts a UTF-8 character in two.
std::string cut_to(const std::string& text, std::size_t most) {
  std::size_t characters = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool starts = (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80;
    if (starts && ++characters > most - 1 && i + 1 < text.size()) {
      return text.substr(0, i) + "…";
    }
  }
  return text;
}

std::string case_line(const CaseVerdict& one, std::size_t width) {
  std::string line = one.passed() ? "  ✓ " : "  ✗ ";
  line += one.test_case.name;
  line.append(width - one.test_case.name.size() + 2, ' ');
  line += one.passed() ? number(one.points) : one.summary;
  return cut_to(line, kWidest);
}

std::string head(const Exercise& exercise, const Verdict& verdict) {
  std::string line = exercise.id;
  if (!exercise.title.empty()) line += "  " + exercise.title;
  return line + "  (" + number(verdict.points) + " of " +
         number(verdict.max_points) + " points)\n\n";
}

}  // namespace

std::string report_text(const Exercise& exercise, const Verdict& verdict,
                        const ReportOptions& options) {
  const std::string check = "./pots check " + exercise.id;
  if (verdict.state == Verdict::State::kGraderError) {
    return exercise.id + "\n\nThe judge could not give a verdict:\n" +
           indent(verdict.compile_text, "  ") +
           "\nThis is not your file's fault, and no points are lost. Next:  " +
           check + "\n";
  }
  std::string text = head(exercise, verdict);
  if (!verdict.compiles()) {
    return text + verdict.compile_text +
           "\nIt does not compile. Next:  " + check + "\n";
  }
  std::size_t width = 0;
  for (const CaseVerdict& one : verdict.cases) {
    width = std::max(width, one.test_case.name.size());
  }
  for (const CaseVerdict& one : verdict.cases) {
    text += case_line(one, width) + "\n";
  }
  const auto first =
      std::find_if(verdict.cases.begin(), verdict.cases.end(),
                   [](const CaseVerdict& one) { return !one.passed(); });
  if (first == verdict.cases.end()) {
    return text + "\nAll " + count_of(verdict.cases.size(), "case") +
           (verdict.cases.size() == 1 ? " passes" : " pass") + ". Next:  " +
           (options.next_after_pass.empty() ? "./pots show " + exercise.id
                                            : options.next_after_pass) +
           "\n";
  }
  return text + "\n" + first->text + "\n" + std::to_string(verdict.missing()) +
         " of " + count_of(verdict.cases.size(), "case") +
         " missing. Next:  ./pots hint " + exercise.id + "\n";
}

}  // namespace pots::judge
