// All pots of the kitchen, with one pair of hands.
#include "pots/two_pots.hpp"

namespace pots {

void cook_all(Kitchen& kitchen) {
  // --- yours ---
  for (int pot = 0; pot < kitchen.pots(); ++pot) kitchen.put_on(pot);

  int served = 0;
  while (served < kitchen.pots()) {
    const Event event = kitchen.wait_any();
    if (event.what == Event::boiled) {
      kitchen.drop_in(event.pot);
    } else {
      kitchen.serve(event.pot);
      ++served;
    }
  }
  // --- end ---
}

}  // namespace pots
