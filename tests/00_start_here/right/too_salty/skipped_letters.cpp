// Right as well: letters of a cook who is done are skipped, sixteen are
// allowed.
#include "pots/too_salty.hpp"

namespace pots {

std::string break_recipe_1() { return "ABAAAAAAAAAAAAAB"; }

std::string break_recipe_2() { return "ABABAAAABBBBBBBB"; }

std::optional<std::string> break_recipe_3() { return std::nullopt; }

}  // namespace pots
