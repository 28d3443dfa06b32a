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
#include <list>
#include <utility>
#include <vector>
// --- end ---

namespace pots::aio {

class Callbacks;

// --- yours ---
struct Slot : Timer {
  Callback function;
  // Of the callback that is in it; no two ever have the same. 0: none is.
  std::uint64_t number = 0;
  Callbacks* owner = nullptr;
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
  Slot* slot_ = nullptr;
  std::uint64_t number_ = 0;
  // --- end ---
};

// Thread safety: none.
class Callbacks {
  // --- yours ---
  std::list<Slot> slots_;  // a list never moves what it holds
  std::vector<Slot*> free_;
  std::uint64_t made_ = 0;
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
  void give_back(Slot& slot) noexcept;
  // --- end ---
};

// --- yours ---
inline void Handle::cancel() {
  if (!pending()) return;
  slot_->number = 0;
  // Last, for what it captured may call us again.
  const Callback doomed = std::move(slot_->function);
  if (slot_->state == Timer::waiting) {
    slot_->owner->heap.cancel(*slot_);  // comes back when the heap drops it
  } else {
    slot_->unlink();
    slot_->owner->give_back(*slot_);
  }
}

inline bool Handle::pending() const noexcept {
  return slot_ != nullptr && slot_->number == number_;
}

inline Callbacks::Callbacks()
    : heap([this](Timer& t) { give_back(static_cast<Slot&>(t)); }) {}

inline Callbacks::~Callbacks() {
  for (Slot& slot : slots_) {
    slot.number = 0;
    const Callback doomed = std::move(slot.function);
  }
}

inline Timer& Callbacks::make(Callback f) {
  if (free_.empty()) {
    free_.reserve(slots_.size() + 1);  // or give_back() would have to
    free_.push_back(&slots_.emplace_back());
  }
  Slot& slot = *free_.back();
  free_.pop_back();
  slot.run = &run;
  slot.owner = this;
  slot.number = ++made_;
  slot.function = std::move(f);
  return slot;
}

inline Handle Callbacks::handle(Timer& slot) {
  Handle handle;
  handle.slot_ = &static_cast<Slot&>(slot);
  handle.number_ = handle.slot_->number;
  return handle;
}

inline std::size_t Callbacks::slots() const noexcept { return slots_.size(); }

inline void Callbacks::run(Reaction& r) {
  Slot& slot = static_cast<Slot&>(r);
  Callbacks& owner = *slot.owner;
  slot.number = 0;
  Callback f = std::move(slot.function);
  owner.give_back(slot);
  try {
    f();
  } catch (...) {
    report_callback_exception(owner.on_error, std::current_exception());
  }
}

inline void Callbacks::give_back(Slot& slot) noexcept {
  free_.push_back(&slot);
}
// --- end ---

}  // namespace pots::aio
