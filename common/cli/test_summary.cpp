#include "common/cli/test_summary.hpp"

#include <array>
#include <charconv>

#include "common/judge/text.hpp"

namespace pots::cli {

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
