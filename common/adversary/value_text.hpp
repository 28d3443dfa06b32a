// The raw bytes of a value, as the source would write it.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "common/adversary/glossary.hpp"

namespace pots::adv {

// Prints values; remembers pointers, which are numbered in the order in which
// they appear (@1, @2, ...): addresses would say nothing and change with every
// run.
class ValueText {
 public:
  // `size` is 1, 2, 4 or 8: only so many bytes of `raw` count.
  std::string text(const Variable& variable, std::uint64_t raw, int size);

 private:
  std::map<std::uint64_t, int> pointers_;
};

// The value as a number; the sign as its form says.
std::int64_t as_number(const Variable& variable, std::uint64_t raw, int size);
// Whether adding to it is something a reader would say.
bool is_number(const Variable& variable);

}  // namespace pots::adv
