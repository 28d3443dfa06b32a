// For each recipe a schedule that spoils the soup, if there is one.
#include "pots/too_salty.hpp"

namespace pots {

// --- yours ---
// B looks and stops. A looks, salts. B salts by what he saw before.
std::string break_recipe_1() { return "B"; }

// Both notes hang before anybody peeks: each leaves it to the other.
std::string break_recipe_2() { return "BAB"; }

// Who has no shaker cannot even look: there is no place to slip in.
std::optional<std::string> break_recipe_3() { return std::nullopt; }
// --- end ---

}  // namespace pots
