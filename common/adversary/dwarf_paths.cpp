#include "common/adversary/dwarf_paths.hpp"

#include <dwarf.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "common/adversary/dwarf_types.hpp"

namespace pots::adv {
namespace {

constexpr int kDeepest = 12;

}  // namespace

std::optional<NamedObject> PathFinder::from(const LiveVariable& root,
                                            int pointers) const {
  Path path;
  path.text = root.name;
  path.pointers = pointers;
  return at(path, root.type, root.address);
}

NamedObject PathFinder::named(const Path& path, Dwarf_Die type) const {
  NamedObject object;
  object.variable.name = path.text.empty()        ? "*this"
                         : path.separator == "->" ? "*" + path.text
                                                  : path.text;
  set_form(type, object.variable);
  object.self = path.self;
  object.self_type = path.self_type;
  return object;
}

PathFinder::Found PathFinder::at(Path path, Dwarf_Die type,
                                 std::uint64_t base) const {
  if (++path.depth > kDeepest) return std::nullopt;
  switch (dwarf_tag(&type)) {
    case DW_TAG_pointer_type:
      if (base == object_ && whole_type_.empty()) return named(path, type);
      return behind(path, type, base);
    case DW_TAG_reference_type:
    case DW_TAG_rvalue_reference_type:
      return behind(path, type, base);
    case DW_TAG_array_type:
      return in_array(path, type, base);
    case DW_TAG_structure_type:
    case DW_TAG_class_type:
    case DW_TAG_union_type:
      return in_class(path, type, base);
    default:
      if (whole_type_.empty() && inside(base, bytes_of(&type))) {
        return named(path, type);
      }
      return std::nullopt;
  }
}

// What a pointer or a reference leads to.
PathFinder::Found PathFinder::behind(Path path, Dwarf_Die type,
                                     std::uint64_t base) const {
  const auto to = memory_.read(base);
  Dwarf_Die pointee;
  if (!to || *to == 0 || !type_of(&type, &pointee)) return std::nullopt;
  const bool self = path.text == "this" || path.text == "__this";
  if (path.text == "__closure" || (self && is_closure(&pointee))) {
    path.text.clear();
    path.separator.clear();
  } else if (self) {
    path.text.clear();
    path.separator.clear();
    path.self = *to;
    path.self_type = die_name(&pointee);
  } else if (dwarf_tag(&type) == DW_TAG_pointer_type) {
    if (path.pointers-- == 0) return std::nullopt;
    path.separator = "->";
  }
  return at(path, pointee, *to);
}

PathFinder::Found PathFinder::in_array(Path path, Dwarf_Die type,
                                       std::uint64_t base) const {
  Dwarf_Die element;
  if (!type_of(&type, &element)) return std::nullopt;
  const std::uint64_t size = bytes_of(&element);
  if (size == 0 || !inside(base, bytes_of(&type))) return std::nullopt;
  const std::uint64_t index = (object_ - base) / size;
  path.text += "[" + std::to_string(index) + "]";
  path.separator = ".";
  return at(path, element, base + index * size);
}

PathFinder::Found PathFinder::in_class(const Path& path, Dwarf_Die type,
                                       std::uint64_t base) const {
  const std::uint64_t size = std::max<std::uint64_t>(bytes_of(&type), 1);
  if (!whole_type_.empty() && base == object_ &&
      die_name(&type) == whole_type_) {
    return named(path, type);
  }
  if (is_library_class(&type)) return in_library(path, type, base, size);
  const bool within = inside(base, size);
  const bool closure = is_closure(&type);
  Dwarf_Die child;
  if (dwarf_child(&type, &child) != 0) return std::nullopt;
  do {
    const int tag = dwarf_tag(&child);
    if (tag != DW_TAG_member && tag != DW_TAG_inheritance) continue;
    Dwarf_Die member;
    if (dwarf_hasattr(&child, DW_AT_external) || !type_of(&child, &member)) {
      continue;
    }
    const std::uint64_t from = base + offset_of(&child);
    if (within &&
        !inside(from, std::max<std::uint64_t>(bytes_of(&member), 1))) {
      // Unless a reference leads back into the object itself.
      continue;
    }
    Path next = path;
    if (tag == DW_TAG_member) {
      std::string name = die_name(&child);
      if (closure) {
        // g++ puts two underscores before the names of what is captured.
        if (name.starts_with("__") && name != "__this") name.erase(0, 2);
        next.text = name;
      } else if (!name.empty()) {
        next.text += path.separator + name;
      }
      next.separator = ".";
    }
    if (Found found = at(next, member, from)) return found;
  } while (dwarf_siblingof(&child, &child) == 0);
  if (within && whole_type_.empty()) return named(path, type);
  return std::nullopt;
}

// Containers and pointers are followed; of the rest the name is enough.
PathFinder::Found PathFinder::in_library(Path path, Dwarf_Die type,
                                         std::uint64_t base,
                                         std::uint64_t size) const {
  const std::string name = die_name(&type);
  Dwarf_Die argument;
  const bool has_argument = first_argument(&type, &argument);
  const bool within = inside(base, size);
  if (name.starts_with("array<") && has_argument && within) {
    const std::uint64_t bytes = std::max<std::uint64_t>(bytes_of(&argument), 1);
    const std::uint64_t index = (object_ - base) / bytes;
    path.text += "[" + std::to_string(index) + "]";
    path.separator = ".";
    return at(path, argument, base + index * bytes);
  }
  if (name.starts_with("optional<") && has_argument && within &&
      inside(base, bytes_of(&argument))) {
    return at(path, argument, base);
  }
  if (within && whole_type_.empty()) return named(path, type);
  if (!has_argument) return std::nullopt;
  if (name.starts_with("vector<")) {
    // Begin, end, end of the storage: in this order in libstdc++ and libc++.
    const auto begin = memory_.read(base), end = memory_.read(base + 16);
    const std::uint64_t bytes = bytes_of(&argument);
    if (!begin || !end || bytes == 0 || object_ < *begin || object_ >= *end) {
      return std::nullopt;
    }
    const std::uint64_t index = (object_ - *begin) / bytes;
    path.text += "[" + std::to_string(index) + "]";
    path.separator = ".";
    return at(path, argument, *begin + index * bytes);
  }
  if (name.starts_with("unique_ptr<") || name.starts_with("shared_ptr<") ||
      name.starts_with("reference_wrapper<")) {
    const auto to = memory_.read(base);
    if (!to || *to == 0 || path.pointers-- == 0) return std::nullopt;
    if (!name.starts_with("reference_wrapper<")) path.separator = "->";
    return at(path, argument, *to);
  }
  return std::nullopt;
}

}  // namespace pots::adv
