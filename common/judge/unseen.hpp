// What the adversary does not see, found in the text of an answer: a program
// that it does not see must not be called right.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/judge/case_run.hpp"
#include "common/judge/course.hpp"
#include "common/judge/excerpt.hpp"

namespace pots::judge {

// Where `text` has assembler, or tells the compiler to leave out the calls by
// which the adversary sees a function (no_sanitize and its like), in the order
// of the file. Comments and literals do not count.
std::vector<Use> unseen_uses(std::string_view text);

// The result of a case in which the adversary plays, "not driven", if the
// answer in the file at `path` (absolute) has such a place; else nothing: the
// case is to be run. The student knows the file as exercise.file.
std::optional<CaseResult> unseen_case(const Exercise& exercise, const Case& one,
                                      const std::string& path);

}  // namespace pots::judge
