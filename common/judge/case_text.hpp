// What a student reads about one case that did not pass.
#pragma once

#include <string>

#include "common/judge/case_run.hpp"
#include "common/judge/course.hpp"

namespace pots::judge {

struct CaseText {
  std::string summary;  // one line: "read_exactly returned 2, expected 6"
  std::string full;     // from "FAILED  01.exactly …" to what to type; lines
  bool from_test = false;  // the test itself said what was wrong
};

// The test's own words if it failed by itself; ours if it crashed, hung or
// ended otherwise.
CaseText case_text(const Exercise& exercise, const Case& one,
                   const CaseResult& result, const Limits& limits);

}  // namespace pots::judge
