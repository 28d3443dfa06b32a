// All pots of the kitchen, with one pair of hands.
#include "pots/two_pots.hpp"

namespace pots {

void cook_all(Kitchen& kitchen) {
  // --- yours ---
  for (int pot = 0; pot < kitchen.pots(); ++pot) {
    kitchen.put_on(pot);
    kitchen.wait_boiled(pot);
    kitchen.drop_in(pot);
    kitchen.wait_cooked(pot);
    kitchen.serve(pot);
  }
  // --- end ---
}

}  // namespace pots
