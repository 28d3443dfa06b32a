// One cook, any number of pots: an event loop with everything left out but
// the idea.
//
// add:     puts a dish on. It yields for how many minutes it now needs no
//          hands (>= 0). Nothing of it runs before run() does. A dish that
//          runs may call add, too.
// run:     until every dish is finished; returns now(). May be called again
//          when more has been added.
// now:     the time, which is not the world's: it starts at 0, never goes
//          back, and is put forward to when the next dish is to go on.
// Turns:   of the dishes that wait, the one whose time comes first goes
//          on; of those that have the same time, the one that began to
//          wait first. So a dish that yields 0 goes behind all that are
//          ready. A dish begins to wait when it is added, with no minutes.
// Errors:  a dish that throws is finished, and the others go on. In the
//          end the first of those exceptions comes out of run(), once.
// Cost:    run() takes no longer for longer waits, nor for more turns of
//          the other dishes, but for finding the one that is next.
// Life:    a Stove that is destroyed destroys the dishes that it has.
// Threads: none but one at a time.
#pragma once

#include <chrono>
#include <cstddef>
#include <exception>
#include <map>
#include <optional>
#include <utility>

#include "pots/generator.hpp"

namespace pots {

using Minutes = std::chrono::minutes;

class Stove {
 public:
  // --- yours ---
  void add(Generator<Minutes> dish) {
    dishes_.emplace(dishes_.size(), std::move(dish));
  }

  Minutes run() {
    for (auto& [number, dish] : dishes_) {
      for (const Minutes wait : dish) static_cast<void>(wait);
    }
    dishes_.clear();
    return now();
  }

  Minutes now() const noexcept { return Minutes(0); }

 private:
  std::map<std::size_t, Generator<Minutes>> dishes_;  // in their order
  // --- end ---
};

}  // namespace pots
