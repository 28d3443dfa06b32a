#include "common/adversary/dwarf_frames.hpp"

#include <dwarf.h>

#include <optional>
#include <set>
#include <span>

#include "common/adversary/dwarf_scopes.hpp"
#include "common/adversary/program_module.hpp"

namespace pots::adv {
namespace {

// What the frame's base is, from which locals are counted.
std::optional<std::uint64_t> frame_base(Dwarf_Die* function, Dwarf_Addr at,
                                        std::uint64_t cfa) {
  Dwarf_Attribute attribute;
  Dwarf_Op* ops = nullptr;
  std::size_t count = 0;
  if (cfa == 0 ||
      dwarf_getlocation_addr(
          dwarf_attr_integrate(function, DW_AT_frame_base, &attribute), at,
          &ops, &count, 1) < 1 ||
      count < 1) {
    return std::nullopt;
  }
  if (ops[0].atom == DW_OP_call_frame_cfa) return cfa;
  // The frame pointer: rbp, x29. It points to its caller's, which lies right
  // below the return address, which lies right below the CFA.
  if (ops[0].atom == DW_OP_reg6 || ops[0].atom == DW_OP_reg29) return cfa - 16;
  return std::nullopt;
}

// Where a location expression leads; only what compilers write at -O0.
std::optional<std::uint64_t> located(Dwarf_Attribute* location,
                                     const Dwarf_Op* ops, std::size_t count,
                                     std::optional<std::uint64_t> base,
                                     Dwarf_Addr bias,
                                     const StoryMemory& memory) {
  std::optional<std::uint64_t> at;
  for (std::size_t i = 0; i < count; ++i) {
    const Dwarf_Op& op = ops[i];
    switch (op.atom) {
      case DW_OP_addr:
        at = op.number + bias;
        break;
      case DW_OP_addrx: {  // clang: an index into a table of addresses
        Dwarf_Attribute entry;
        Dwarf_Addr address = 0;
        if (dwarf_getlocation_attr(location, &op, &entry) != 0 ||
            dwarf_formaddr(&entry, &address) != 0) {
          return std::nullopt;
        }
        at = address + bias;
        break;
      }
      case DW_OP_fbreg:
        if (!base) return std::nullopt;
        at = *base + op.number;
        break;
      case DW_OP_deref:
        if (!at) return std::nullopt;
        at = memory.read(*at);
        break;
      case DW_OP_plus_uconst:
        if (!at) return std::nullopt;
        at = *at + op.number;
        break;
      default:
        return std::nullopt;
    }
    if (!at) return std::nullopt;
  }
  return at;
}

// A variable's location at `pc`; nullopt if it has none there.
std::optional<std::uint64_t> place_of(Dwarf_Die* variable,
                                      const UnitAddress& unit,
                                      std::optional<std::uint64_t> base,
                                      const StoryMemory& memory) {
  Dwarf_Attribute attribute;
  Dwarf_Op* ops = nullptr;
  std::size_t count = 0;
  if (dwarf_getlocation_addr(
          dwarf_attr_integrate(variable, DW_AT_location, &attribute), unit.at,
          &ops, &count, 1) < 1) {
    return std::nullopt;
  }
  return located(&attribute, ops, count, base, unit.bias, memory);
}

bool is_library_file(const std::string& file) { return file.starts_with('/'); }

void collect_globals(Dwarf_Die* parent, const UnitAddress& unit,
                     const StoryMemory& memory,
                     std::vector<LiveVariable>& found) {
  for_children(parent, [&](Dwarf_Die* die) {
    switch (dwarf_tag(die)) {
      case DW_TAG_variable: {
        const char* name = dwarf_diename(die);
        LiveVariable variable;
        const auto at = place_of(die, unit, std::nullopt, memory);
        if (name == nullptr || !at || !type_of(die, &variable.type)) return;
        variable.name = name;
        variable.address = *at;
        found.push_back(std::move(variable));
        return;
      }
      case DW_TAG_namespace: {
        const char* name = dwarf_diename(die);
        if (name != nullptr && std::string_view(name) == "std") return;
        collect_globals(die, unit, memory, found);
        return;
      }
      case DW_TAG_subprogram:
        if (is_library_file(declaring_file(die))) return;
        collect_globals(die, unit, memory, found);
        return;
      case DW_TAG_lexical_block:
        collect_globals(die, unit, memory, found);
        return;
      default:
        return;
    }
  });
}

// The variable whose type is the closure at `offset`.
std::string holder_of(Dwarf_Die* parent, Dwarf_Off closure) {
  std::string name;
  for_children(parent, [&](Dwarf_Die* die) {
    if (!name.empty()) return;
    switch (dwarf_tag(die)) {
      case DW_TAG_variable: {
        Dwarf_Die type;
        if (type_of(die, &type) && dwarf_dieoffset(&type) == closure &&
            dwarf_diename(die) != nullptr) {
          name = dwarf_diename(die);
        }
        return;
      }
      case DW_TAG_subprogram:
        if (is_library_file(declaring_file(die))) return;
        [[fallthrough]];
      case DW_TAG_namespace:
      case DW_TAG_lexical_block:
        name = holder_of(die, closure);
        return;
      default:
        return;
    }
  });
  return name;
}

}  // namespace

bool type_of(Dwarf_Die* die, Dwarf_Die* type) {
  Dwarf_Attribute attribute;
  Dwarf_Die named;
  if (dwarf_formref_die(dwarf_attr_integrate(die, DW_AT_type, &attribute),
                        &named) == nullptr) {
    return false;
  }
  return dwarf_peel_type(&named, type) == 0;
}

std::string declaring_file(Dwarf_Die* die) {
  const char* name = dwarf_decl_file(die);
  if (name == nullptr) return "";
  Dwarf_Die unit;
  Dwarf_Attribute attribute;
  const char* folder = nullptr;
  if (dwarf_diecu(die, &unit, nullptr, nullptr) != nullptr) {
    folder = dwarf_formstring(dwarf_attr(&unit, DW_AT_comp_dir, &attribute));
  }
  return known_path(name, folder);
}

std::vector<LiveVariable> live_variables(const void* pc, std::uint64_t cfa,
                                         const StoryMemory& memory) {
  std::vector<LiveVariable> variables;
  const UnitAddress unit = unit_of(pc);
  std::vector<Dwarf_Die> scopes = scopes_at(pc);
  if (scopes.empty()) return variables;
  const auto base = frame_base(&scopes.back(), unit.at, cfa);
  // A library's function that is inlined here, as std::atomic's are, has a
  // `this` of its own: its variables are not the student's.
  std::size_t first = 0;
  for (std::size_t i = 0; i < scopes.size(); ++i) {
    if (dwarf_tag(&scopes[i]) == DW_TAG_inlined_subroutine &&
        is_library_file(declaring_file(&scopes[i]))) {
      first = i + 1;
    }
  }
  std::set<std::string> hidden;  // by a variable of the same name inside
  for (Dwarf_Die& scope : std::span(scopes).subspan(first)) {
    for_children(&scope, [&](Dwarf_Die* die) {
      const int kind = dwarf_tag(die);
      if (kind != DW_TAG_variable && kind != DW_TAG_formal_parameter) return;
      const char* name = dwarf_diename(die);
      LiveVariable variable;
      if (name == nullptr || !type_of(die, &variable.type)) return;
      const auto at = place_of(die, unit, base, memory);
      if (!at || !hidden.insert(name).second) return;
      variable.name = name;
      variable.address = *at;
      variables.push_back(std::move(variable));
    });
  }
  return variables;
}

std::vector<LiveVariable> global_variables(const void* pc) {
  std::vector<LiveVariable> found;
  const UnitAddress unit = unit_of(pc);
  if (unit.unit == nullptr) return found;
  collect_globals(unit.unit, unit, StoryMemory(), found);
  return found;
}

std::string function_name(const void* pc) {
  const UnitAddress unit = unit_of(pc);
  const std::vector<Dwarf_Die>& scopes = scopes_at(pc);
  if (scopes.empty()) return "";
  Dwarf_Die function = scopes.back();
  const char* name = dwarf_diename(&function);
  if (name == nullptr) return "";
  if (!std::string_view(name).starts_with("operator()")) return name;
  // Of a lambda; its first parameter points to the closure.
  std::optional<Dwarf_Off> closure;
  for_children(&function, [&](Dwarf_Die* die) {
    Dwarf_Die pointer, type;
    if (closure || dwarf_tag(die) != DW_TAG_formal_parameter) return;
    if (type_of(die, &pointer) && type_of(&pointer, &type)) {
      closure = dwarf_dieoffset(&type);
    }
  });
  return closure ? holder_of(unit.unit, *closure) : "";
}

}  // namespace pots::adv
