// The functions and blocks that a code address lies in.
#pragma once

#include <elfutils/libdw.h>

#include <vector>

namespace pots::adv {

// The compilation unit of an address, and the address as the unit writes it.
struct UnitAddress {
  Dwarf_Die* unit = nullptr;  // nullptr: not code of this program
  Dwarf_Addr bias = 0;
  Dwarf_Addr at = 0;
};
UnitAddress unit_of(const void* pc);

// Blocks, inlined calls, and last the function; empty without debug
// information. The answer is kept.
const std::vector<Dwarf_Die>& scopes_at(const void* pc);

template <class Visit>
void for_children(Dwarf_Die* parent, Visit visit) {
  Dwarf_Die child;
  if (dwarf_child(parent, &child) != 0) return;
  do {
    visit(&child);
  } while (dwarf_siblingof(&child, &child) == 0);
}

}  // namespace pots::adv
