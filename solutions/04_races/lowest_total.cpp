// The schedule after which the least is left of 2k increments.
#include "pots/lowest_total.hpp"

#include <cstddef>
#include <string>

namespace pots {

// --- yours ---
namespace {

// Both steps of n increments of one actor.
std::string adds(char actor, int n) {
  return std::string(2 * static_cast<std::size_t>(n), actor);
}

}  // namespace

std::string lowest_schedule(int k) {
  if (k == 1) return "ABAB";
  // A has read 0. All of B's work but its last increment is overwritten
  // by A's 1. B reads that 1, A does the rest, and B has the last word.
  return "A" + adds('B', k - 1) + "A" +  //
         "B" + adds('A', k - 1) + "B";
}
// --- end ---

}  // namespace pots
