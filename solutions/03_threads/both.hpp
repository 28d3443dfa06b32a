// Two calls at the same time: one here, one on a thread of its own.
//
// both:    Calls f on this thread and g on a new one, at the same time,
//          each once. Returns both results, f's first.
// Results: values; movable, but not void; they need not be copyable or
//          default-constructible.
// Ends:    never before both calls have ended, however they end.
// Errors:  f throws: f's exception, whatever g did. Only g throws: g's.
//          They arrive as they were thrown, whatever their type.
//          No thread can be started: std::system_error, and neither f
//          nor g was called.
// Threads: any thread. What happened before the call is seen by f and
//          g; what they did is seen after it.
#pragma once

#include <exception>
#include <optional>
#include <thread>
#include <utility>

namespace pots {

template <class F, class G>
auto both(F f, G g) -> std::pair<decltype(f()), decltype(g())> {
  // --- yours ---
  std::optional<decltype(g())> second;
  std::exception_ptr burnt;
  std::jthread thread([&] {
    try {
      second.emplace(g());
    } catch (...) {
      burnt = std::current_exception();
    }
  });
  auto first = f();  // if it throws, thread's destructor joins
  thread.join();
  if (burnt) std::rethrow_exception(burnt);
  return {std::move(first), std::move(*second)};
  // --- end ---
}

}  // namespace pots
