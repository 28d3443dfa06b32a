// Right: a packaged_task keeps the result, or the exception, in its future.
#pragma once

#include <future>
#include <thread>
#include <utility>

namespace pots {

template <class F, class G>
auto both(F f, G g) -> std::pair<decltype(f()), decltype(g())> {
  std::packaged_task<decltype(g())()> task([&g] { return g(); });
  auto second = task.get_future();
  const std::jthread thread(std::move(task));
  auto first = f();
  return {std::move(first), second.get()};
}

}  // namespace pots
