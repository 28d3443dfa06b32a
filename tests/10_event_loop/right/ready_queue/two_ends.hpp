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
  // Stand at the two ends: what is ready lies between them.
  Reaction head_, tail_;
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
  while (Reaction* r = front()) r->unlink();
}

inline void ReadyQueue::push(Reaction& r) noexcept {
  if (!tail_.linked()) {  // as a new queue is
    head_.next = head_.prev = &tail_;
    tail_.next = tail_.prev = &head_;
  }
  r.next = &tail_;
  r.prev = tail_.prev;
  tail_.prev->next = &r;
  tail_.prev = &r;
}

inline Reaction* ReadyQueue::front() const noexcept {
  return empty() ? nullptr : head_.next;
}

inline Reaction* ReadyQueue::pop() noexcept {
  Reaction* r = front();
  if (r != nullptr) r->unlink();
  return r;
}

inline bool ReadyQueue::empty() const noexcept {
  return !head_.linked() || head_.next == &tail_;
}

inline void ReadyQueue::take_all(ReadyQueue& from) noexcept {
  if (from.empty()) return;
  // A place at the end, which all of them take.
  Reaction place;
  push(place);
  place.prev->next = from.head_.next;
  from.head_.next->prev = place.prev;
  tail_.prev = from.tail_.prev;
  from.tail_.prev->next = &tail_;
  place.prev = place.next = &place;
  from.head_.next = from.head_.prev = &from.tail_;
  from.tail_.next = from.tail_.prev = &from.head_;
}

template <class Around>
std::size_t run_batch(ReadyQueue& q, Around&& around) {
  ReadyQueue batch;
  batch.take_all(q);
  std::size_t ran = 0;
  while (Reaction* next = batch.front()) {
    around.before(*next);
    if (batch.front() != next) continue;
    next->unlink();
    next->run(*next);
    ++ran;
    around.after();
  }
  return ran;
}

inline std::size_t run_batch(ReadyQueue& q) {
  struct Nobody {
    void before(const Reaction&) {}
    void after() {}
  };
  return run_batch(q, Nobody());
}
// --- end ---

}  // namespace pots::aio
