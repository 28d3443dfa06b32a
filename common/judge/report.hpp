// A verdict as a student reads it.
#pragma once

#include <string>

#include "common/judge/course.hpp"
#include "common/judge/verdict.hpp"

namespace pots::judge {

struct ReportOptions {
  // What to type after a pass, e.g. "./pots check 01.framing"; "": the
  // reference.
  std::string next_after_pass = "";
};

// A line per case, the first failure in full, and at the end what to type.
// The same verdict gives the same text: no times, no addresses, no ids.
std::string report_text(const Exercise& exercise, const Verdict& verdict,
                        const ReportOptions& options = {});

}  // namespace pots::judge
