// Counts what `meson test` says at its end.
#pragma once

#include <string>
#include <string_view>

namespace pots::cli {

struct TestSummary {
  bool seen = false;  // a summary was there at all
  int passed = 0;
  int failed = 0;
  int skipped = 0;
  std::string first_failed;  // name of a test

  // Takes one line of output; those that are no part of a summary do nothing.
  void take(std::string_view line);
};

}  // namespace pots::cli
