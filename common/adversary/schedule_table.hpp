// The rows of a broken schedule as a table that fits a terminal.
#pragma once

#include <string>
#include <vector>

#include "common/adversary/schedule_cause.hpp"
#include "common/adversary/schedule_steps.hpp"

namespace pots::adv {

// At most `lines` lines, titles and all. A story that is too long loses what
// is farthest from `important` steps, from pauses and from its end.
std::string schedule_table(const Retelling& telling,
                           const std::vector<std::size_t>& important,
                           std::size_t lines);

// Which rows such a table has if there is room for so many.
std::vector<bool> rows_to_show(const Retelling& telling,
                               const std::vector<std::size_t>& important,
                               std::size_t room);

}  // namespace pots::adv
