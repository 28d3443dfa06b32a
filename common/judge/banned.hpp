// Names that an exercise does without: found in the text of an answer, because
// a program that uses a mutex passes every test that one without it passes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/judge/case_run.hpp"
#include "common/judge/course.hpp"
#include "common/judge/excerpt.hpp"

namespace pots::judge {

// Where `text` uses a name in `banned`, in the order of the file.
//
// "mutex" is that identifier wherever it stands, and #include <mutex>.
// "std::mutex" leaves a variable `mutex` alone: it is std::mutex, #include
// <mutex>, and in a file with `using namespace std` or another name for std
// again every `mutex`. Comments, literals and #include "…" do not count.
std::vector<Use> banned_uses(std::string_view text,
                             const std::vector<std::string>& banned);

// The result of a [scan] case: what a test would have printed about the answer
// in the file at `path` (absolute). The student knows it as exercise.file.
CaseResult scan_case(const Exercise& exercise, const Case& one,
                     const std::string& path);

}  // namespace pots::judge
