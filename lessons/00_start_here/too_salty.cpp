// For each recipe a schedule that spoils the soup, if there is one.
#include "pots/too_salty.hpp"

namespace pots {

// --- yours ---
std::string break_recipe_1() { return ""; }

std::string break_recipe_2() { return ""; }

std::optional<std::string> break_recipe_3() { return ""; }
// --- end ---

}  // namespace pots
