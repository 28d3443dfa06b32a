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
    dishes_.emplace(std::pair(now_, turn_++), std::move(dish));
  }

  Minutes run() {
    std::exception_ptr error;
    while (!dishes_.empty()) {
      // Out of the map before it runs: it may add others.
      auto next = dishes_.extract(dishes_.begin());
      now_ = next.key().first;
      try {
        if (const std::optional<Minutes> wait = next.mapped().go_on()) {
          next.key() = {now_ + *wait, turn_++};
          dishes_.insert(std::move(next));
        }
      } catch (...) {
        if (!error) error = std::current_exception();
      }
    }
    if (error) std::rethrow_exception(error);
    return now_;
  }

  Minutes now() const noexcept { return now_; }

 private:
  class Dish {
   public:
    explicit Dish(Generator<Minutes> body) : body_(std::move(body)) {}

    // How long it waits now; nullopt: it is finished.
    std::optional<Minutes> go_on() {
      if (at_) {
        ++*at_;
      } else {
        at_ = body_.begin();
      }
      if (*at_ == body_.end()) return std::nullopt;
      return **at_;
    }

   private:
    Generator<Minutes> body_;
    std::optional<Generator<Minutes>::iterator> at_;  // none: not begun
  };

  Minutes now_{0};
  std::size_t turn_ = 0;  // who began to wait first
  std::map<std::pair<Minutes, std::size_t>, Dish> dishes_;
  // --- end ---
};

}  // namespace pots
