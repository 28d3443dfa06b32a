// Right: an object that holds the thread and what came of it. Its jthread is
// the last member, so it is joined before the outcome goes away.
#pragma once

#include <exception>
#include <thread>
#include <utility>
#include <variant>

namespace pots {

template <class Result>
class OtherCook {
 public:
  template <class G>
  explicit OtherCook(G& g)
      : thread_([this, &g] {
          try {
            outcome_.template emplace<1>(g());
          } catch (...) {
            outcome_.template emplace<2>(std::current_exception());
          }
        }) {}

  Result result() {
    thread_.join();
    if (outcome_.index() == 2) std::rethrow_exception(std::get<2>(outcome_));
    return std::move(std::get<1>(outcome_));
  }

 private:
  std::variant<std::monostate, Result, std::exception_ptr> outcome_;
  std::jthread thread_;
};

template <class F, class G>
auto both(F f, G g) -> std::pair<decltype(f()), decltype(g())> {
  OtherCook<decltype(g())> other(g);
  auto first = f();
  return {std::move(first), other.result()};
}

}  // namespace pots
