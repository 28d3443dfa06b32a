// Right as well: asks what happened next instead of watching the pot. With one
// pot on the stove the two are the same.
#include "pots/one_pot.hpp"

namespace pots {

void cook_one(Kitchen& kitchen) {
  kitchen.put_on(0);
  kitchen.wait_any();
  kitchen.drop_in(0);
  kitchen.wait_any();
  kitchen.serve(0);
}

}  // namespace pots
