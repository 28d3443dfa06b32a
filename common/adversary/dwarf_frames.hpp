// The variables that a function can see, and where each lies in memory.
#pragma once

#include <elfutils/libdw.h>

#include <cstdint>
#include <string>
#include <vector>

#include "common/adversary/story_memory.hpp"

namespace pots::adv {

struct LiveVariable {
  std::string name;
  Dwarf_Die type;             // without const, volatile and typedef
  std::uint64_t address = 0;  // in the process that is told of
};

// Parameters and locals in scope at `pc`, innermost scope first, of the frame
// whose canonical address is `cfa` (0: not known, then only statics).
// Captured variables of a lambda are among them.
std::vector<LiveVariable> live_variables(const void* pc, std::uint64_t cfa,
                                         const StoryMemory& memory);

// Globals, static members and static locals that `pc`'s translation unit
// defines, those of libraries left out.
std::vector<LiveVariable> global_variables(const void* pc);

// "inc"; for a lambda the variable that holds it. "" if there is no such name.
std::string function_name(const void* pc);

// Where the entry (of a function, a type) is declared, as the reader knows it.
std::string declaring_file(Dwarf_Die* die);

// The entry's type without const, volatile and typedef; false: void.
bool type_of(Dwarf_Die* die, Dwarf_Die* type);

}  // namespace pots::adv
