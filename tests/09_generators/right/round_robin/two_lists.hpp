// Who is ready stands in one list, who waits in another, the next one first.
#pragma once

#include <algorithm>
#include <chrono>
#include <exception>
#include <list>
#include <optional>
#include <utility>

#include "pots/generator.hpp"

namespace pots {

using Minutes = std::chrono::minutes;

class Stove {
 public:
  void add(Generator<Minutes> dish) {
    ready_.emplace_back(std::move(dish), now_);
  }

  Minutes run() {
    std::exception_ptr first_error;
    while (true) {
      if (ready_.empty()) {
        if (waiting_.empty()) break;
        now_ = waiting_.front().until;
      }
      // Who is ready by now, in the order in which they began to wait.
      while (!waiting_.empty() && waiting_.front().until == now_) {
        ready_.splice(ready_.end(), waiting_, waiting_.begin());
      }
      std::list<Dish> here;
      here.splice(here.end(), ready_, ready_.begin());
      Dish& dish = here.front();
      try {
        if (!dish.go_on()) continue;
      } catch (...) {
        if (first_error == nullptr) first_error = std::current_exception();
        continue;
      }
      dish.until = now_ + *dish.at.value();
      if (dish.until == now_) {
        ready_.splice(ready_.end(), here);
        continue;
      }
      const auto place = std::find_if(
          waiting_.begin(), waiting_.end(),
          [&](const Dish& other) { return other.until > dish.until; });
      waiting_.splice(place, here);
    }
    if (first_error != nullptr) std::rethrow_exception(first_error);
    return now_;
  }

  Minutes now() const noexcept { return now_; }

 private:
  struct Dish {
    Dish(Generator<Minutes> b, Minutes now) : body(std::move(b)), until(now) {}

    bool go_on() {
      if (at.has_value()) {
        ++*at;
      } else {
        at = body.begin();
      }
      return *at != body.end();
    }

    Generator<Minutes> body;
    Minutes until;
    std::optional<Generator<Minutes>::iterator> at;
  };

  std::list<Dish> ready_, waiting_;
  Minutes now_ = Minutes::zero();
};

}  // namespace pots
