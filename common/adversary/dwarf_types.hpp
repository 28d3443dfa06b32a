// What the debug information knows of a type.
#pragma once

#include <elfutils/libdw.h>

#include <cstdint>
#include <string>

#include "common/adversary/glossary.hpp"

namespace pots::adv {

std::uint64_t bytes_of(Dwarf_Die* type);  // 0: not known
std::string die_name(Dwarf_Die* die);     // "" if it has none
std::uint64_t offset_of(Dwarf_Die* member);

bool is_class(Dwarf_Die* type);
// std's, or another library's: its inside is nobody's business.
bool is_library_class(Dwarf_Die* type);
// A lambda's: its members are what it has captured.
bool is_closure(Dwarf_Die* type);

// T of vector<T>, atomic<T>, unique_ptr<T>.
bool first_argument(Dwarf_Die* type, Dwarf_Die* argument);

// How values of the type are to be read.
void set_form(Dwarf_Die type, Variable& variable);

}  // namespace pots::adv
