#include "common/cli/test_summary.hpp"

#include <array>
#include <charconv>
#include <cstddef>
#include <system_error>

#include "common/judge/text.hpp"

namespace pots::cli {
namespace {

// " 3/50 two_pots:starters / starter 00.too_salty   FAIL   0.63s   2/3 …"
std::string failed_test(std::string_view line) {
  const std::size_t name = line.find(" / ");
  if (name == line.npos) return "";
  line.remove_prefix(name + 3);
  for (const std::string_view word : {" FAIL ", " TIMEOUT ", " ERROR "}) {
    const std::size_t end = line.find(word);
    if (end != line.npos) return std::string(judge::trim(line.substr(0, end)));
  }
  return "";
}

}  // namespace

void TestSummary::take(std::string_view line) {
  struct Row {
    std::string_view label;
    int TestSummary::*count;
  };
  static constexpr std::array<Row, 6> kRows = {{
      {"Ok:", &TestSummary::passed},
      {"Expected Fail:", &TestSummary::passed},
      {"Fail:", &TestSummary::failed},
      {"Unexpected Pass:", &TestSummary::failed},
      {"Timeout:", &TestSummary::failed},
      {"Skipped:", &TestSummary::skipped},
  }};
  line = judge::trim(line);
  if (first_failed.empty()) first_failed = failed_test(line);
  for (const Row& row : kRows) {
    if (!line.starts_with(row.label)) continue;
    const std::string_view digits = judge::trim(line.substr(row.label.size()));
    int n = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), n);
    if (error != std::errc() || end != digits.data() + digits.size()) return;
    this->*row.count += n;
    seen = true;
    return;
  }
}

}  // namespace pots::cli
