// How far apart two variables must be to leave each other alone.
#pragma once

#include <cstddef>

namespace pots {

// Bytes that travel between processors as one piece, on x86-64 and on most
// aarch64. Not std::hardware_destructive_interference_size: some compilers do
// not have it, and where it exists compiler flags may change its value, and
// with it the layout of whatever is built on it.
inline constexpr std::size_t kCacheLine = 64;

}  // namespace pots
