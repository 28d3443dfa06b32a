// From an address and the stack to the student's own name for what is there.
//
// Asked of the debug information, so code compiled with -g and -O0 has the
// best names. In this order: a local, a parameter, a member or a captured
// variable of the nearest frames of an answer or a test; a container that a
// library works on for them; a global; what the source line seems to say.
#pragma once

#include <optional>
#include <span>

#include "common/adversary/glossary.hpp"

namespace pots::adv {

// Whether a reader should see lines of the file: an answer or a test, not a
// library, not one of ours.
bool is_shown_file(std::string_view file);

// The innermost frame that a reader should see: its index and its line.
struct ShownFrame {
  int index = 0;
  SourceLine line;
};
std::optional<ShownFrame> shown_frame(std::span<void* const> frames);

Variable variable_name(const Story& story, const StoryStep& step);

}  // namespace pots::adv
