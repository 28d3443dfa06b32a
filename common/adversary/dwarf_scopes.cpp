#include "common/adversary/dwarf_scopes.hpp"

#include <dwarf.h>

#include <cstdint>
#include <map>

#include "common/adversary/program_module.hpp"

namespace pots::adv {
namespace {

// Adds the blocks of `scope` that hold the address, innermost first, and then
// the scope itself.
void add_blocks(Dwarf_Die* scope, Dwarf_Addr at,
                std::vector<Dwarf_Die>& chain) {
  for_children(scope, [&](Dwarf_Die* die) {
    const int tag = dwarf_tag(die);
    const bool block = tag == DW_TAG_lexical_block ||
                       tag == DW_TAG_inlined_subroutine ||
                       tag == DW_TAG_try_block || tag == DW_TAG_catch_block;
    if (block && dwarf_haspc(die, at) > 0) add_blocks(die, at, chain);
  });
  chain.push_back(*scope);
}

// dwarf_getscopes does not look for a lambda's function in the function that
// holds the lambda, because that one's code lies elsewhere.
void find_function(Dwarf_Die* parent, Dwarf_Addr at,
                   std::vector<Dwarf_Die>& chain) {
  for_children(parent, [&](Dwarf_Die* die) {
    if (!chain.empty()) return;
    const int tag = dwarf_tag(die);
    if (tag == DW_TAG_subprogram && dwarf_haspc(die, at) > 0) {
      add_blocks(die, at, chain);
    } else if (tag == DW_TAG_subprogram || tag == DW_TAG_namespace ||
               tag == DW_TAG_lexical_block || tag == DW_TAG_structure_type ||
               tag == DW_TAG_class_type) {
      find_function(die, at, chain);
    }
  });
}

}  // namespace

UnitAddress unit_of(const void* pc) {
  UnitAddress found;
  Dwfl_Module* module = program_module();
  if (module == nullptr) return found;
  const auto at = reinterpret_cast<std::uintptr_t>(pc);
  Dwarf_Addr start = 0, end = 0;
  dwfl_module_info(module, nullptr, &start, &end, nullptr, nullptr, nullptr,
                   nullptr);
  if (at < start || at >= end) return found;
  found.unit = dwfl_module_addrdie(module, at, &found.bias);
  found.at = at - found.bias;
  return found;
}

const std::vector<Dwarf_Die>& scopes_at(const void* pc) {
  static std::map<const void*, std::vector<Dwarf_Die>> known;
  const auto [entry, is_new] = known.try_emplace(pc);
  const UnitAddress unit = unit_of(pc);
  if (is_new && unit.unit != nullptr) {
    find_function(unit.unit, unit.at, entry->second);
  }
  return entry->second;
}

}  // namespace pots::adv
