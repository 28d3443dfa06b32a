// The queue of reactions whose turn has come, and how a loop serves it: one
// batch at a time.
#pragma once

#include <cstddef>

#include "pots/aio/reaction.hpp"

namespace pots::aio {

// FIFO of reactions. It owns nothing and never allocates: the links are in the
// reactions. Thread safety: none.
class ReadyQueue {
 public:
  ReadyQueue() = default;
  ReadyQueue(const ReadyQueue&) = delete;
  ReadyQueue& operator=(const ReadyQueue&) = delete;
  // What still waits is unlinked, not run.
  ~ReadyQueue();

  void push(Reaction& r) noexcept;   // precondition: !r.linked()
  Reaction* pop() noexcept;          // the oldest, unlinked; nullptr if empty
  Reaction* front() const noexcept;  // the oldest, still in; nullptr if empty
  bool empty() const noexcept;
  // Appends what `from` holds, in order; `from` is empty afterwards. O(1).
  void take_all(ReadyQueue& from) noexcept;

 private:
  // --- yours ---
  Reaction ring_;  // stands between the newest and the oldest
  // --- end ---
};

// Runs exactly what is in `q` at the call, the oldest first; returns how many
// ran. What is pushed meanwhile waits for the next batch; what is unlinked or
// destroyed meanwhile does not run. A reaction may push itself again, destroy
// itself, or destroy others.
//
// around.before(next) is called while `next` is still in the batch, and may
// unlink or destroy it (then another is next, and it is asked again);
// around.after() once it has run. If before() throws, what is left of the
// batch is unlinked.
template <class Around>
std::size_t run_batch(ReadyQueue& q, Around&& around);
std::size_t run_batch(ReadyQueue& q);

// --- yours ---
inline ReadyQueue::~ReadyQueue() {
  while (pop() != nullptr) {
  }
}

inline void ReadyQueue::push(Reaction& r) noexcept {
  r.prev = ring_.prev;
  r.next = &ring_;
  r.prev->next = r.next->prev = &r;
}

inline Reaction* ReadyQueue::pop() noexcept {
  Reaction* oldest = front();
  if (oldest != nullptr) oldest->unlink();
  return oldest;
}

inline Reaction* ReadyQueue::front() const noexcept {
  return empty() ? nullptr : ring_.next;
}

inline bool ReadyQueue::empty() const noexcept { return !ring_.linked(); }

inline void ReadyQueue::take_all(ReadyQueue& from) noexcept {
  if (from.empty()) return;
  Reaction *first = from.ring_.next, *last = from.ring_.prev;
  first->prev = ring_.prev;
  last->next = &ring_;
  first->prev->next = first;
  ring_.prev = last;
  from.ring_.prev = from.ring_.next = &from.ring_;
}

// One queue, no second one: a marker is pushed, and what comes up before it is
// the batch. It is a reaction like any other, so neighbours that leave or are
// destroyed see to its links.
struct Marker : Reaction {
  explicit Marker(ReadyQueue& q) : queue(q) { q.push(*this); }
  // Also when somebody throws: what is left in front of it goes.
  ~Marker() {
    while (linked()) queue.pop();
  }
  ReadyQueue& queue;
};

template <class Around>
std::size_t run_batch(ReadyQueue& q, Around&& around) {
  Marker marker(q);
  std::size_t ran = 0;
  while (q.front() != &marker) {
    Reaction* next = q.front();
    around.before(*next);
    if (q.front() != next) continue;
    next->unlink();
    next->run(*next);
    ++ran;
    around.after();
  }
  return ran;
}

inline std::size_t run_batch(ReadyQueue& q) {
  Marker marker(q);
  std::size_t ran = 0;
  while (q.front() != &marker) {
    Reaction* next = q.pop();
    next->run(*next);
    ++ran;
  }
  return ran;
}
// --- end ---

}  // namespace pots::aio
