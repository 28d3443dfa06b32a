// The standard library's heap says whose turn it is.
#pragma once

#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <queue>
#include <tuple>
#include <utility>
#include <vector>

#include "pots/generator.hpp"

namespace pots {

using Minutes = std::chrono::minutes;

class Stove {
 public:
  void add(Generator<Minutes> dish) {
    push(Minutes::zero(), std::make_shared<Pot>(std::move(dish)));
  }

  Minutes run() {
    std::vector<std::exception_ptr> errors;
    while (!turns_.empty()) {
      const auto [when, order, pot] = turns_.top();
      turns_.pop();
      clock_ = when;
      try {
        const auto end = pot->dish.end();
        if (pot->at == nullptr) {
          pot->at = std::make_unique<Iterator>(pot->dish.begin());
        } else {
          ++*pot->at;
        }
        if (*pot->at != end) push(**pot->at, pot);
      } catch (...) {
        errors.push_back(std::current_exception());
      }
    }
    if (!errors.empty()) std::rethrow_exception(errors.front());
    return clock_;
  }

  Minutes now() const noexcept { return clock_; }

 private:
  using Iterator = Generator<Minutes>::iterator;
  struct Pot {
    explicit Pot(Generator<Minutes> body) : dish(std::move(body)) {}
    Generator<Minutes> dish;
    std::unique_ptr<Iterator> at;
  };
  using Turn = std::tuple<Minutes, std::uint64_t, std::shared_ptr<Pot>>;

  void push(Minutes wait, std::shared_ptr<Pot> pot) {
    turns_.emplace(clock_ + wait, order_++, std::move(pot));
  }

  std::priority_queue<Turn, std::vector<Turn>, std::greater<Turn>> turns_;
  std::uint64_t order_ = 0;
  Minutes clock_{0};
};

}  // namespace pots
