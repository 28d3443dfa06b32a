// The last resort for a name: what the line of source seems to speak of.
#pragma once

#include <string>
#include <string_view>

#include "common/adversary/source_lines.hpp"
#include "common/adversary/story.hpp"

namespace pots::adv {

// The line as it stands in the file; "" if it cannot be read.
std::string source_text(const SourceLine& line);

// "total" for a write in `total = total + 1;`, "m" for a lock in
// `std::lock_guard lock(m);`; "" if nothing fits.
std::string name_in(std::string_view source, StepKind kind);

}  // namespace pots::adv
