// What the program pots_judge does, one function per mode.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "common/judge/course.hpp"

namespace pots::judge {

// exercise ID | solution ID | starter ID | wrong ID/NAME | right ID/NAME:
// prints TAP; the value says whether everything was ok. An error: `mode` or
// `what` names nothing, and nothing was printed.
absl::StatusOr<bool> print_tap(const Course& course, const std::string& mode,
                               const std::string& what);

// The same modes, but the text that a student with this file would see.
absl::StatusOr<std::string> transcript(const Course& course,
                                       const std::string& mode,
                                       const std::string& what);

}  // namespace pots::judge
