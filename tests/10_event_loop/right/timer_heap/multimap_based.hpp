// Everything that is to happen later, the earliest at hand.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "pots/aio/reaction.hpp"
#include "pots/aio/world.hpp"
// --- yours ---
#include <map>
#include <utility>
// --- end ---

namespace pots::aio {

// A reaction with a time. It outlives its entry in a heap: until pop_due()
// returns it, or the heap drops it.
struct Timer : Reaction {
  enum State : std::uint8_t { idle, waiting, cancelled };
  Time when{};
  State state = idle;
};

// Timers in order of time; those of the same time in the order of push. It owns
// none of them. Thread safety: none.
class TimerHeap {
 public:
  // `drop` is called exactly once for each cancelled timer, which is idle then,
  // when it leaves the heap: maybe inside cancel(), next_deadline(), pop_due()
  // or ~TimerHeap. It must not call the heap.
  explicit TimerHeap(std::function<void(Timer&)> drop);
  // Cancelled timers are dropped, the others become idle.
  ~TimerHeap();
  TimerHeap(const TimerHeap&) = delete;
  TimerHeap& operator=(const TimerHeap&) = delete;

  void push(Time when, Timer& t);  // t: idle -> waiting; O(log n)
  // t: waiting -> cancelled; O(log n) or better, on average.
  void cancel(Timer& t);
  // When the earliest timer that is not cancelled is due; nullopt: none.
  std::optional<Time> next_deadline();
  // The earliest timer that is not cancelled and due (when <= now), now idle;
  // nullptr: none is.
  Timer* pop_due(Time now);
  // Entries, cancelled ones included. After cancel(): at most 64 more than
  // twice the number of those that are not.
  std::size_t size() const noexcept;

 private:
  // --- yours ---
  // An equal key goes behind those that are there: ties are in order.
  std::function<void(Timer&)> drop_;
  std::multimap<Time, Timer*> timers_;
  // --- end ---
};

// --- yours ---
inline TimerHeap::TimerHeap(std::function<void(Timer&)> drop)
    : drop_(std::move(drop)) {}

inline TimerHeap::~TimerHeap() {
  for (const auto& [when, timer] : timers_) timer->state = Timer::idle;
}

inline void TimerHeap::push(Time when, Timer& t) {
  t.when = when;
  t.state = Timer::waiting;
  timers_.emplace(when, &t);
}

// Out at once, so nothing is ever cancelled and still in.
inline void TimerHeap::cancel(Timer& t) {
  auto place = timers_.lower_bound(t.when);
  while (place->second != &t) ++place;
  timers_.erase(place);
  t.state = Timer::idle;
  drop_(t);
}

inline std::optional<Time> TimerHeap::next_deadline() {
  if (timers_.empty()) return std::nullopt;
  return timers_.begin()->first;
}

inline Timer* TimerHeap::pop_due(Time now) {
  if (timers_.empty() || timers_.begin()->first > now) return nullptr;
  Timer* first = timers_.begin()->second;
  timers_.erase(timers_.begin());
  first->state = Timer::idle;
  return first;
}

inline std::size_t TimerHeap::size() const noexcept { return timers_.size(); }
// --- end ---

}  // namespace pots::aio
