// Who decides which thread goes on: the interface between the scheduler, which
// knows what could happen next, and a strategy, which picks.
//
// The scheduler stops every thread in front of its next visible operation
// (lock, atomic, racy access...). At each such point it offers the moves that
// are possible and makes the one that the strategy takes. Strategies know
// nothing of threads or of C++, so they are tested on model programs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace pots::adv {

// A thread of the program under test: 0 is the body of the test, the others
// are numbered as they are started.
using Actor = int;
inline constexpr int kMaxThreads = 64;

// What an operation needs of an object that threads share.
struct Touch {
  std::uint64_t object = 0;  // 0: none
  bool writes = false;
  // Only an order, as from a notify to the wake-up that it caused: what comes
  // later could not have come first, so there is nothing to reverse.
  bool only_orders = false;
};

// Which operations exclude one another: two moves of different threads that
// conflict (touch one object, one of them writing) may not be swapped; whether
// both can be possible at the same point depends on the class.
enum class MoveClass : std::uint8_t {
  kPlain,    // always possible: atomics, notify, unlock-free things
  kAcquire,  // takes something exclusive: lock, semaphore wait
  kRelease,  // gives it back: unlock. Never reversed with an acquire of the
             // same object that waited for it.
  kBlocked,  // becomes possible by others only: join, woken wait. Without
             // touches: after all that the others can do (settle)
};

inline constexpr int kMaxTouches = 3;

// One thing that could happen next.
struct Move {
  Actor actor = 0;
  // 0: the thread does what it announced. Others are ways of the world: which
  // waiter a notify_one wakes, a spurious wake-up, an early timeout, a test's
  // own input. Moves of one actor that differ in this exclude one another.
  int variant = 0;
  MoveClass kind = MoveClass::kPlain;
  bool pauses = false;  // stops a thread that could have gone on: costs 1
  bool unkind = false;  // uses up a budget (spurious, timeout, ...): costs 1
  Touch touches[kMaxTouches];  // as foreseen, on the safe side: may claim
                               // writes that do not happen in the end

  int cost() const { return (pauses ? 1 : 0) + (unkind ? 1 : 0); }
};

// What the move turned out to do.
struct Event {
  Actor actor = 0;
  int variant = 0;
  MoveClass kind = MoveClass::kPlain;
  Touch touches[kMaxTouches];
  Actor starts = -1;  // thread creation: the new thread
  Actor joins = -1;   // join: the thread that has ended
};

// Picks. One object lives through all executions of one exploration.
//
// Thread safety: none; called by one thread at a time.
class Strategy {
 public:
  virtual ~Strategy() = default;

  // Before each execution, the first too. False when there is none left.
  virtual bool next() = 0;
  // The index of the move to make; moves is never empty. moves[0] is the
  // default: the running thread goes on if it can, else the lowest number.
  // Never called with a single move (there is nothing to pick) unless
  // wants_every_move().
  virtual int pick(std::span<const Move> moves) = 0;
  // The picked move has been made (also when there was nothing to pick).
  // Only called if wants_events().
  virtual void happened(const Event&) {}
  virtual bool wants_events() const { return false; }
  virtual bool wants_every_move() const { return wants_events(); }
  // The execution is over. `complete` is false if it was given up.
  virtual void finished(bool complete) { (void)complete; }
  // Whether this execution differs from every one before (bounded search walks
  // none twice; DPOR may run into one that is asleep).
  virtual bool is_new() const { return true; }
};

}  // namespace pots::adv
