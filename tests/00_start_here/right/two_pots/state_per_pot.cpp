// Right as well: remembers how far each pot is and never looks at Event::what.
#include <vector>

#include "pots/two_pots.hpp"

namespace pots {
namespace {

enum class State { kHeating, kCooking, kServed };

}  // namespace

void cook_all(Kitchen& kitchen) {
  std::vector<State> pots(kitchen.pots(), State::kHeating);
  for (int pot = 0; pot < kitchen.pots(); ++pot) kitchen.put_on(pot);

  int left = kitchen.pots();
  while (left > 0) {
    const int pot = kitchen.wait_any().pot;
    if (pots[pot] == State::kHeating) {
      kitchen.drop_in(pot);
      pots[pot] = State::kCooking;
    } else {
      kitchen.serve(pot);
      pots[pot] = State::kServed;
      --left;
    }
  }
}

}  // namespace pots
