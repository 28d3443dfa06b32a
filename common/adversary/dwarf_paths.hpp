// From a variable to what lies in it or behind it: `bodies[1].x`,
// `head_->next`.
#pragma once

#include <elfutils/libdw.h>

#include <cstdint>
#include <optional>
#include <string>

#include "common/adversary/dwarf_frames.hpp"
#include "common/adversary/glossary.hpp"
#include "common/adversary/story_memory.hpp"

namespace pots::adv {

struct NamedObject {
  Variable variable;
  // If it was found as a member through `this`: the object that has it.
  std::uint64_t self = 0;
  std::string self_type;
};

class PathFinder {
 public:
  PathFinder(std::uint64_t object, const StoryMemory& memory)
      : object_(object), memory_(memory) {}
  // Looks for the whole object of a type (that of a `this`) instead of a
  // value in it.
  PathFinder(std::uint64_t object, std::string type, const StoryMemory& memory)
      : object_(object), whole_type_(std::move(type)), memory_(memory) {}

  // How the object is reached from `root`, following at most `pointers`
  // pointers (references, captures and `this` are free); nullopt: it is not.
  std::optional<NamedObject> from(const LiveVariable& root, int pointers) const;

 private:
  // The expression so far, and what stands before a member's name.
  struct Path {
    std::string text, separator = ".";
    int pointers = 0;  // that may still be followed
    int depth = 0;
    std::uint64_t self = 0;
    std::string self_type;
  };
  using Found = std::optional<NamedObject>;

  Found at(Path path, Dwarf_Die type, std::uint64_t base) const;
  Found behind(Path path, Dwarf_Die type, std::uint64_t base) const;
  Found in_array(Path path, Dwarf_Die type, std::uint64_t base) const;
  Found in_class(const Path& path, Dwarf_Die type, std::uint64_t base) const;
  Found in_library(Path path, Dwarf_Die type, std::uint64_t base,
                   std::uint64_t size) const;
  NamedObject named(const Path& path, Dwarf_Die type) const;
  bool inside(std::uint64_t base, std::uint64_t size) const {
    return object_ >= base && object_ < base + size;
  }

  std::uint64_t object_;
  std::string whole_type_;
  const StoryMemory& memory_;
};

}  // namespace pots::adv
