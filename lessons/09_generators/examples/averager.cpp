// A coroutine that one can answer: send, throw and close.
#include <cstdio>
#include <exception>
#include <optional>
#include <stdexcept>
#include <string>

#include "pots/two_way.hpp"

// #region averager
pots::TwoWay<double, double> averager() {
  double total = 0, average = 0;
  for (int count = 1;; ++count) {
    const std::optional<double> value = co_yield average;
    if (!value) co_return;  // nobody has sent anything
    total += *value;
    average = total / count;
  }
}
// #endregion

// #region cook
pots::TwoWay<std::string, int> cook() {
  std::string said = "ready";
  for (;;) {
    try {
      const std::optional<int> eggs = co_yield said;
      said = eggs ? "got " + std::to_string(*eggs) : "none";
    } catch (const std::runtime_error& error) {
      said = std::string("caught ") + error.what();
    }
  }
}
// #endregion

int main() {
  // #region send
  auto average = averager();
  average.next();  // to the first co_yield: only there can it be sent
  for (const double value : {10, 20, 30})
    std::printf("%g ", *average.send(value));
  std::puts("are the averages");
  // #endregion
  // #region throw
  const auto oops = std::make_exception_ptr(std::runtime_error("oops"));
  auto one = cook();
  std::printf("%s|", one.next()->c_str());
  std::printf("%s|", one.send(5)->c_str());
  std::printf("%s|", one.throw_in(oops)->c_str());
  std::printf("%s\n", one.next()->c_str());
  one.close();
  std::printf("done: %s\n", one.done() ? "yes" : "no");
  // #endregion
}
