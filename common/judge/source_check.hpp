// Says what is wrong with a student's file before a compiler sees it, because
// no compiler says "this file is a picture".
#pragma once

#include "absl/status/status.h"
#include "common/judge/course.hpp"

namespace pots::judge {

// OK: the file is worth compiling. Otherwise the message is what to show, and
// ends with what to type. Reads at most 1 MiB and never waits (a FIFO in the
// file's place is not opened).
absl::Status check_source(const Course& course, const Exercise& exercise);

// The same for one text; `shown` names the file in messages.
absl::Status check_source_text(std::string_view text, std::string_view shown,
                               std::string_view exercise_id);

}  // namespace pots::judge
