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
  // What does a queue of reactions need, that are linked to each other?
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
inline ReadyQueue::~ReadyQueue() {}

inline void ReadyQueue::push(Reaction&) noexcept {}

inline Reaction* ReadyQueue::pop() noexcept { return nullptr; }

inline Reaction* ReadyQueue::front() const noexcept { return nullptr; }

inline bool ReadyQueue::empty() const noexcept { return true; }

inline void ReadyQueue::take_all(ReadyQueue&) noexcept {}

template <class Around>
std::size_t run_batch(ReadyQueue&, Around&&) {
  return 0;
}

inline std::size_t run_batch(ReadyQueue&) { return 0; }
// --- end ---

}  // namespace pots::aio
