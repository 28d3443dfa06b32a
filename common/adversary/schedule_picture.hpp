// A broken schedule as a picture for a chapter or a screen: a lane per thread,
// time from top to bottom.
#pragma once

#include <string>

#include "common/adversary/schedule_words.hpp"

namespace pots::adv {

// An SVG file. Its description is the report in words, for those who cannot
// see it.
std::string picture_of(const ScheduleFinding& finding, const Story& story,
                       const Glossary& glossary = program_glossary());

}  // namespace pots::adv
