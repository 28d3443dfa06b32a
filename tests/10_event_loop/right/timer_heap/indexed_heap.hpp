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
#include <unordered_map>
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
    std::uint64_t order;  // of push
    Timer* timer;

    bool before(const Entry& other) const {
      return when != other.when ? when < other.when : order < other.order;
    }
  };
  void put(std::size_t place, Entry entry) {
    place_[entry.timer] = place;
    heap_[place] = entry;
  }
  void settle(std::size_t place, Entry entry);
  Timer* take_out(std::size_t place);

  std::function<void(Timer&)> drop_;
  std::vector<Entry> heap_;  // each before both of its children
  std::unordered_map<Timer*, std::size_t> place_;  // where it is in heap_
  std::uint64_t pushed_ = 0;
  // --- end ---
};

// --- yours ---
inline TimerHeap::TimerHeap(std::function<void(Timer&)> drop)
    : drop_(std::move(drop)) {}

inline TimerHeap::~TimerHeap() {
  for (const Entry& entry : heap_) entry.timer->state = Timer::idle;
}

// Moves the hole at `place` up or down until `entry` fits into it.
inline void TimerHeap::settle(std::size_t place, Entry entry) {
  while (place > 0 && entry.before(heap_[(place - 1) / 2])) {
    put(place, heap_[(place - 1) / 2]);
    place = (place - 1) / 2;
  }
  for (;;) {
    std::size_t child = 2 * place + 1;
    if (child >= heap_.size()) break;
    if (child + 1 < heap_.size() && heap_[child + 1].before(heap_[child])) {
      ++child;
    }
    if (!heap_[child].before(entry)) break;
    put(place, heap_[child]);
    place = child;
  }
  put(place, entry);
}

inline Timer* TimerHeap::take_out(std::size_t place) {
  Timer* timer = heap_[place].timer;
  place_.erase(timer);
  const Entry last = heap_.back();
  heap_.pop_back();
  if (place < heap_.size()) settle(place, last);
  timer->state = Timer::idle;
  return timer;
}

inline void TimerHeap::push(Time when, Timer& t) {
  t.when = when;
  t.state = Timer::waiting;
  const Entry entry{when, pushed_++, &t};
  heap_.push_back(entry);
  settle(heap_.size() - 1, entry);
}

inline void TimerHeap::cancel(Timer& t) { drop_(*take_out(place_.at(&t))); }

inline std::optional<Time> TimerHeap::next_deadline() {
  if (heap_.empty()) return std::nullopt;
  return heap_.front().when;
}

inline Timer* TimerHeap::pop_due(Time now) {
  if (heap_.empty() || heap_.front().when > now) return nullptr;
  return take_out(0);
}

inline std::size_t TimerHeap::size() const noexcept { return heap_.size(); }
// --- end ---

}  // namespace pots::aio
