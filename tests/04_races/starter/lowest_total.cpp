// The schedule after which the least is left of 2k increments.
#include "pots/lowest_total.hpp"

#include <cstddef>
#include <string>

namespace pots {

// --- yours ---
std::string lowest_schedule(int k) {
  const auto steps = 2 * static_cast<std::size_t>(k);
  return std::string(steps, 'A') + std::string(steps, 'B');
}
// --- end ---

}  // namespace pots
