// Functions that will run once, soon or later, and can be cancelled until
// then: each in a slot that is used again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>

#include "pots/aio/callback.hpp"
#include "pots/aio/lost_exception.hpp"
#include "pots/aio/ready_queue.hpp"
#include "pots/aio/timer_heap.hpp"
// --- yours ---
#include <deque>
#include <utility>
// --- end ---

namespace pots::aio {

class Callbacks;

// --- yours ---
struct Slot : Timer {
  Callback function;
};
// --- end ---

// Names one callback, also when it has run long ago. Copyable; 16 bytes. Must
// not be used after its Callbacks are gone.
class Handle {
 public:
  Handle() = default;  // names none
  // The function will not run, and what it captured is destroyed now. Nothing
  // if it runs, has run or was cancelled. Never touches a later callback.
  void cancel();
  // Whether it will still run.
  bool pending() const noexcept;

 private:
  friend class Callbacks;
  // --- yours ---
  // What does a handle know, once its callback has run?
  // --- end ---
};

// Thread safety: none.
class Callbacks {
  // --- yours ---
  // A deque never moves what it holds.
  std::deque<Slot> slots_;
  // --- end ---

 public:
  Callbacks();
  // Functions that did not run are destroyed, not run.
  ~Callbacks();
  Callbacks(const Callbacks&) = delete;
  Callbacks& operator=(const Callbacks&) = delete;

  // Gets what a function throws; empty: one line to stderr. If it throws
  // itself, the program ends.
  std::function<void(std::exception_ptr)> on_error;
  // For callbacks that run later.
  TimerHeap heap;

  // A slot that holds `f`, idle and in no list: to be pushed to a ReadyQueue or
  // into `heap`. When it runs, the slot is given back first, then f is called,
  // then destroyed: f may make a callback in the same slot, cancel itself, and
  // throw; and so may what it captured, when that goes (but not throw).
  Timer& make(Callback f);
  Handle handle(Timer& slot);
  // Ever allocated: never more than were alive at once, and those that were
  // cancelled but still lie in the heap.
  std::size_t slots() const noexcept;

 private:
  friend class Handle;
  // --- yours ---
  static void run(Reaction& r);
  // --- end ---
};

// --- yours ---
inline void Handle::cancel() {}

inline bool Handle::pending() const noexcept { return false; }

inline Callbacks::Callbacks() : heap([](Timer&) {}) {}

inline Callbacks::~Callbacks() {}

inline Timer& Callbacks::make(Callback f) {
  Slot& slot = slots_.emplace_back();
  slot.run = &run;
  slot.function = std::move(f);
  return slot;
}

inline Handle Callbacks::handle(Timer&) { return Handle(); }

inline std::size_t Callbacks::slots() const noexcept { return slots_.size(); }

inline void Callbacks::run(Reaction& r) { static_cast<Slot&>(r).function(); }
// --- end ---

}  // namespace pots::aio
