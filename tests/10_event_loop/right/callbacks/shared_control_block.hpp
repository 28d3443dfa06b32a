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
#include <memory>
#include <utility>
// --- end ---

namespace pots::aio {

class Callbacks;

// --- yours ---
struct Slot;

// Shared by a callback and its handles: no number is needed, for each callback
// has one of its own. It costs an allocation each.
struct Control {
  Slot* slot = nullptr;  // nullptr: it will not run any more
};

struct Slot : Timer {
  Callback function;
  std::shared_ptr<Control> control;
  Callbacks* owner = nullptr;
  Slot* next_free = nullptr;
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
  std::shared_ptr<Control> control_;
  // --- end ---
};

// Thread safety: none.
class Callbacks {
  // --- yours ---
  std::deque<Slot> slots_;  // a deque never moves what it holds
  Slot* free_ = nullptr;
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
  Slot& slot = *std::exchange(control_->slot, nullptr);
  slot.control.reset();
  // Last, for what it captured may call us again.
  const Callback doomed = std::move(slot.function);
  if (slot.state == Timer::waiting) {
    slot.owner->heap.cancel(slot);  // comes back when the heap drops it
  } else {
    slot.unlink();
    slot.owner->give_back(slot);
  }
}

inline bool Handle::pending() const noexcept {
  return control_ != nullptr && control_->slot != nullptr;
}

inline Callbacks::Callbacks()
    : heap([this](Timer& t) { give_back(static_cast<Slot&>(t)); }) {}

inline Callbacks::~Callbacks() {
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    if (slots_[i].control != nullptr) slots_[i].control->slot = nullptr;
    const Callback doomed = std::move(slots_[i].function);
  }
}

inline Timer& Callbacks::make(Callback f) {
  if (free_ == nullptr) free_ = &slots_.emplace_back();
  Slot& slot = *free_;
  free_ = slot.next_free;
  slot.run = &run;
  slot.owner = this;
  slot.function = std::move(f);
  slot.control = std::make_shared<Control>(Control{&slot});
  return slot;
}

inline Handle Callbacks::handle(Timer& slot) {
  Handle handle;
  handle.control_ = static_cast<Slot&>(slot).control;
  return handle;
}

inline std::size_t Callbacks::slots() const noexcept { return slots_.size(); }

inline void Callbacks::run(Reaction& r) {
  Slot& slot = static_cast<Slot&>(r);
  Callbacks& owner = *slot.owner;
  std::exchange(slot.control, nullptr)->slot = nullptr;
  Callback f = std::move(slot.function);
  owner.give_back(slot);
  try {
    f();
  } catch (...) {
    report_callback_exception(owner.on_error, std::current_exception());
  }
}

inline void Callbacks::give_back(Slot& slot) noexcept {
  slot.next_free = free_;
  free_ = &slot;
}
// --- end ---

}  // namespace pots::aio
