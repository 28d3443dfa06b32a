// A seed for random runs that is the same for the same test, always.
#pragma once

#include <cstdint>
#include <string_view>

namespace pots::adv {

// FNV-1a: any fixed function of the test's name will do.
inline std::uint64_t seed_of(std::string_view name) {
  std::uint64_t hash = 0xCBF29CE484222325u;
  for (unsigned char c : name) hash = (hash ^ c) * 0x100000001B3u;
  return hash;
}

}  // namespace pots::adv
