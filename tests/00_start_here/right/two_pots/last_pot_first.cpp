// Right as well: the pots go on in another order. The rule does not care.
#include "pots/two_pots.hpp"

namespace pots {

void cook_all(Kitchen& kitchen) {
  for (int pot = kitchen.pots(); pot-- > 0;) kitchen.put_on(pot);

  for (int served = 0; served < kitchen.pots();) {
    const auto [pot, what] = kitchen.wait_any();
    switch (what) {
      case Event::boiled:
        kitchen.drop_in(pot);
        break;
      case Event::cooked:
        kitchen.serve(pot);
        ++served;
        break;
    }
  }
}

}  // namespace pots
