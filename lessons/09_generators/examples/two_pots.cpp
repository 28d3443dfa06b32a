// One cook, two pots, and nobody but them decides when to change over.
#include <chrono>
#include <cstdio>
#include <utility>

#include "pots/generator.hpp"
#include "pots/round_robin.hpp"

using namespace std::chrono_literals;

// #region recipe
pots::Generator<pots::Minutes> dumplings(int pot, pots::Stove* stove) {
  const auto say = [=](const char* what) {
    std::printf("%2d min  pot %d: %s\n",
                static_cast<int>(stove->now().count()), pot, what);
  };
  say("water on");
  co_yield 10min;
  say("dumplings in");
  co_yield 15min;
  say("served");
}
// #endregion

int main() {
  // #region blocking
  pots::Stove patient;
  patient.add(dumplings(1, &patient));
  patient.run();
  patient.add(dumplings(2, &patient));  // not before pot 1 is served
  const int one_by_one = static_cast<int>(patient.run().count());
  std::printf("one after another: %d min\n\n", one_by_one);
  // #endregion
  // #region both
  pots::Stove stove;
  stove.add(dumplings(1, &stove));
  stove.add(dumplings(2, &stove));
  const int together = static_cast<int>(stove.run().count());
  std::printf("two pots at once: %d min\n", together);
  // #endregion
}
