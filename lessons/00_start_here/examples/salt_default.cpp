// Plays recipe 1 twice, each time in an order that does no harm.
#include <iostream>
#include <string>

#include "pots/salt.hpp"

int main() {
  // #region play
  for (const std::string schedule : {"", "BB"}) {
    std::cout << "schedule \"" << schedule << "\"\n"
              << pots::table(pots::play(1, schedule));
  }
  // #endregion
}
