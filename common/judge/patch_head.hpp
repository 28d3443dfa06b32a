// The few words at the top of a wrong answer: what is wrong, and which cases
// must say so.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace pots::judge {

struct PatchHead {
  std::string mistake;
  std::string passes;
  std::vector<std::string> dies_in;  // as written: "Suite.Case" or "Case"
  bool example = false;              // an [ex] case rejects it too
  bool racy = false;                 // an [ex] case may reject it now and then
  bool only_gcc = false;             // clang++ makes a right answer of it
};

// Reads "Mistake:", "Passes:", "Dies in:" and "Marks:" at the top of a patch,
// or in the leading // comment of a whole file. A line that begins with a blank
// goes on with the one above.
absl::StatusOr<PatchHead> parse_patch_head(std::string_view text);

}  // namespace pots::judge
