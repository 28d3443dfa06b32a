// Numbers the rows of a story, and tells a loop once instead of 47 times.
#pragma once

#include <vector>

#include "common/adversary/schedule_steps.hpp"

namespace pots::adv {

// Rows that repeat, alone or as a group of at most kLongestLoop, become one
// with a remark: "x47 (same values)". If there are still more than `many`, a
// read and the write right behind it on the same line become one row
// ("n_ is 0, then 1"). Then numbers all rows that tell steps.
inline constexpr std::size_t kLongestLoop = 8;
void fold_rows(std::vector<ToldRow>& rows, const Story& story,
               std::size_t many);

}  // namespace pots::adv
