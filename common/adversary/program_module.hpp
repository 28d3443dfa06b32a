// This program's debug information, opened once.
#pragma once

#include <elfutils/libdwfl.h>

#include <string>

namespace pots::adv {

// nullptr if there is none. Made at the first question, kept until the end:
// there are few questions and all come shortly before it.
Dwfl_Module* program_module();

// A path of the debug information as the reader knows it: relative to the
// course's root where it lies there. `folder` is what it was written from;
// may be nullptr.
std::string known_path(const char* name, const char* folder);

}  // namespace pots::adv
