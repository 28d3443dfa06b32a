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
  // What does a heap keep of a timer, and how does it know those that died?
  // --- end ---
};

// --- yours ---
inline TimerHeap::TimerHeap(std::function<void(Timer&)>) {}

inline TimerHeap::~TimerHeap() {}

inline void TimerHeap::push(Time, Timer&) {}

inline void TimerHeap::cancel(Timer&) {}

inline std::optional<Time> TimerHeap::next_deadline() { return std::nullopt; }

inline Timer* TimerHeap::pop_due(Time) { return nullptr; }

inline std::size_t TimerHeap::size() const noexcept { return 0; }
// --- end ---

}  // namespace pots::aio
