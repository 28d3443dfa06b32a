// One pot, from cold water to dumplings on the table.
#include "pots/one_pot.hpp"

namespace pots {

void cook_one(Kitchen& kitchen) {
  // --- yours ---
  kitchen.put_on(0);
  kitchen.wait_boiled(0);
  kitchen.drop_in(0);
  kitchen.wait_cooked(0);
  kitchen.serve(0);
  // --- end ---
}

}  // namespace pots
