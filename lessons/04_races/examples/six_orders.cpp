// Plays every order of two actors who each do x = x + 1 once.
#include <iostream>
#include <string>

#include "pots/x_machine.hpp"

int main() {
  // #region orders
  int lost = 0;
  const auto orders = pots::complete_orders(1);
  for (const std::string& order : orders) {
    const int x = pots::play_x(1, order).x;
    std::cout << order << " -> x = " << x << '\n';
    if (x < 2) ++lost;
  }
  std::cout << lost << " of " << orders.size()
            << " orders lose an update\n";
  // #endregion
}
