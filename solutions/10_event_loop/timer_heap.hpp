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
#include <algorithm>
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
  struct Entry {
    Time when;
    std::uint64_t order;  // of push: ties go to the older
    Timer* timer;
  };
  struct Later {
    bool operator()(const Entry& a, const Entry& b) const noexcept {
      return a.when != b.when ? a.when > b.when : a.order > b.order;
    }
  };
  Timer* pop();
  void drop_cancelled_tops();
  void compact();

  std::function<void(Timer&)> drop_;
  std::vector<Entry> heap_;    // the earliest first, as std::push_heap has it
  std::size_t cancelled_ = 0;  // entries that only wait to be dropped
  std::uint64_t pushed_ = 0;
  // --- end ---
};

// --- yours ---
inline TimerHeap::TimerHeap(std::function<void(Timer&)> drop)
    : drop_(std::move(drop)) {}

inline TimerHeap::~TimerHeap() {
  for (const Entry& entry : std::exchange(heap_, {})) {
    const bool dropped = entry.timer->state == Timer::cancelled;
    entry.timer->state = Timer::idle;
    if (dropped) drop_(*entry.timer);
  }
}

inline void TimerHeap::push(Time when, Timer& t) {
  t.when = when;
  t.state = Timer::waiting;
  heap_.push_back({when, pushed_++, &t});
  std::push_heap(heap_.begin(), heap_.end(), Later());
}

inline void TimerHeap::cancel(Timer& t) {
  t.state = Timer::cancelled;
  ++cancelled_;
  if (heap_.size() > 2 * (heap_.size() - cancelled_) + 64) compact();
}

inline std::optional<Time> TimerHeap::next_deadline() {
  drop_cancelled_tops();
  if (heap_.empty()) return std::nullopt;
  return heap_.front().when;
}

inline Timer* TimerHeap::pop_due(Time now) {
  drop_cancelled_tops();
  if (heap_.empty() || heap_.front().when > now) return nullptr;
  return pop();
}

inline std::size_t TimerHeap::size() const noexcept { return heap_.size(); }

inline Timer* TimerHeap::pop() {
  std::pop_heap(heap_.begin(), heap_.end(), Later());
  Timer* first = heap_.back().timer;
  heap_.pop_back();
  first->state = Timer::idle;
  return first;
}

inline void TimerHeap::drop_cancelled_tops() {
  while (!heap_.empty() && heap_.front().timer->state == Timer::cancelled) {
    --cancelled_;
    drop_(*pop());
  }
}

// Throws all cancelled entries out at once; they were the majority, so each
// pays for itself and one other.
inline void TimerHeap::compact() {
  std::erase_if(heap_, [this](const Entry& entry) {
    if (entry.timer->state != Timer::cancelled) return false;
    entry.timer->state = Timer::idle;
    drop_(*entry.timer);
    return true;
  });
  std::make_heap(heap_.begin(), heap_.end(), Later());
  cancelled_ = 0;
}
// --- end ---

}  // namespace pots::aio
