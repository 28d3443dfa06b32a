// One cook, two pots, one after another.
#include <iostream>

#include "pots/kitchen.hpp"

int main() {
  pots::Kitchen kitchen(2);
  // #region cook
  for (int pot = 0; pot < kitchen.pots(); ++pot) {
    kitchen.put_on(pot);
    kitchen.wait_boiled(pot);
    kitchen.drop_in(pot);
    kitchen.wait_cooked(pot);
    kitchen.serve(pot);
  }
  // #endregion
  std::cout << pots::timetable(kitchen);
}
