// One of the six orders, step by step.
#include <iostream>

#include "pots/x_machine.hpp"

int main() {
  // #region play
  std::cout << pots::table(pots::play_x(1, "ABBA"));
  // #endregion
}
