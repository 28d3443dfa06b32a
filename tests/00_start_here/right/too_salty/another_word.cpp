// Right as well: other words, some of them longer than they need to be.
#include "pots/too_salty.hpp"

namespace pots {

std::string break_recipe_1() { return "ABBA"; }

std::string break_recipe_2() { return "ABBABABA"; }

std::optional<std::string> break_recipe_3() { return {}; }

}  // namespace pots
