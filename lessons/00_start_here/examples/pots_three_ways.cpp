// Two pots by one cook or by two, on the kitchen's own clock.
#include <algorithm>
#include <iostream>

#include "pots/kitchen.hpp"

void cook(pots::Kitchen& kitchen, int pot) {
  kitchen.put_on(pot);
  kitchen.wait_boiled(pot);
  kitchen.drop_in(pot);
  kitchen.wait_cooked(pot);
  kitchen.serve(pot);
}

int main() {
  // #region ways
  pots::Kitchen both(2);
  cook(both, 0);
  cook(both, 1);

  // A kitchen has one cook. Two cooks: a place and a pot for each.
  pots::Kitchen left(1), right(1);
  cook(left, 0);
  cook(right, 0);

  std::cout << "one cook, one pot after another: " << both.minutes()
            << "\ntwo cooks, a pot each: "
            << std::max(left.minutes(), right.minutes())
            << "\none cook, two pots: ?  (exercise two_pots)\n";
  // #endregion
}
