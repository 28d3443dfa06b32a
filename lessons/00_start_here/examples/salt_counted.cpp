// Plays every order of every recipe and counts what becomes of the
// soup.
#include <iostream>

#include "pots/salt.hpp"

int main() {
  for (const auto& order : pots::complete_schedules(1)) {
    const pots::Soup soup = pots::play(1, order);
    std::cout << order << "  pinches: " << soup.pinches
              << (soup.spoilt() ? "  spoilt\n" : "\n");
  }
  // #region count
  for (const int recipe : {1, 2, 3}) {
    int spoilt = 0;
    const auto orders = pots::complete_schedules(recipe);
    for (const auto& order : orders) {
      spoilt += pots::play(recipe, order).spoilt();
    }
    std::cout << "recipe " << recipe << ": " << spoilt << " of "
              << orders.size() << " orders spoil the soup\n";
  }
  // #endregion
}
