// Right: std::async with a thread of its own. The future's destructor waits,
// and that is what keeps the promise when f throws.
#pragma once

#include <future>
#include <utility>

namespace pots {

template <class F, class G>
auto both(F f, G g) -> std::pair<decltype(f()), decltype(g())> {
  auto second = std::async(std::launch::async, [&g] { return g(); });
  auto first = f();
  return {std::move(first), second.get()};
}

}  // namespace pots
