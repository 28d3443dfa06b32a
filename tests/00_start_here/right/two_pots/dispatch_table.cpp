// Right as well: a table says what to do when something happened. An event
// loop with handlers looks like this.
#include <array>

#include "pots/two_pots.hpp"

namespace pots {

void cook_all(Kitchen& kitchen) {
  using Handler = void (Kitchen::*)(int);
  std::array<Handler, 2> when{};
  when[Event::boiled] = &Kitchen::drop_in;
  when[Event::cooked] = &Kitchen::serve;

  for (int pot = 0; pot < kitchen.pots(); ++pot) kitchen.put_on(pot);
  // Two events a pot, no more and no less: nothing else has to be counted.
  for (int n = 0; n < 2 * kitchen.pots(); ++n) {
    const Event event = kitchen.wait_any();
    (kitchen.*when[event.what])(event.pot);
  }
}

}  // namespace pots
