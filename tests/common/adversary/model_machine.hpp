// A machine that runs model programs, for testing strategies: the scheduler's
// side of the interface without threads or C++.
//
// Invariants: 1. Deterministic: the moves that were made decide everything.
//             2. A state is plain data, so that a naive enumerator can copy
//                it and go on from there.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "common/adversary/strategy.hpp"

namespace pots::adv::model {

enum class Do : std::uint8_t {
  kLoad,     // a = variable
  kStore,    // a = variable, b = value
  kAdd,      // a = variable, b = how much; reads the old value
  kCas,      // a = variable, b = expected, c = value; reads
  kLock,     // a = mutex
  kTryLock,  // reads 1 or 0
  kUnlock,
  kLockShared,
  kUnlockShared,
  kWait,       // a = condition, b = mutex
  kNotifyOne,  // a = condition
  kNotifyAll,
  kSemWait,  // a = semaphore
  kSemTry,   // reads 1 or 0
  kPost,
  kSpawn,  // a = thread
  kJoin,
  kSettle,       // until all others stand still
  kInput,        // reads 0..a-1
  kUnless,       // skips b operations if the last value read was not a
  kUnlockIfGot,  // unlocks a if this thread holds it, else does nothing
};

struct Op {
  Do what;
  int a = 0, b = 0, c = 0;
};

using Thread = std::vector<Op>;
Thread operator+(Thread a, const Thread& b);        // a, then b
Thread operator*(int times, const Thread& thread);  // again and again

struct Program {
  std::vector<Thread> threads;
  bool only_main = false;  // the others are spawned
  int semaphore[2] = {1, 0};
  int spurious = 0;  // budget
  // Moves claim to write wherever they might, as a scheduler does that cannot
  // look into an atomic beforehand.
  bool cautious = false;
  // A wake-up is a lock of the mutex that a notify was in front of, and a
  // notify says whom it wakes only when it has happened.
  bool tokens = false;
  // Nobody else is offered while the running thread has an input to choose.
  bool own_choices = false;

  std::string text() const;
};

inline constexpr int kMaxModelThreads = 8;
inline constexpr int kMaxReads = 12;

class Machine {
 public:
  explicit Machine(const Program& program);

  // What is possible, the default first; none: the execution is over.
  void offer(std::vector<Move>& moves) const;
  // What the threads that can not go on wait for.
  void waiting(std::vector<Move>& moves) const;
  Event make(const Move& move);

  bool deadlock() const;
  // All that was read, by whom, what is left in memory, who is left.
  std::string outcome() const;

 private:
  enum class Phase : std::uint8_t { kRunning, kAsleep, kWoken };
  struct Thread {
    bool started = false;
    Phase phase = Phase::kRunning;
    std::uint8_t next = 0;  // operation
    std::uint8_t count = 0;
    std::int8_t reads[kMaxReads] = {};
    std::int8_t last = 0;
  };

  int threads() const { return static_cast<int>(program_->threads.size()); }
  bool ended(Actor actor) const;
  const Op& op(Actor actor) const;
  // The thread's move if it is possible now; filled in either case.
  bool possible(Actor actor, Move& move) const;
  bool others_stand_still(Actor actor) const;
  void offer(Actor actor, bool pauses, bool unkind,
             std::vector<Move>& moves) const;
  void read(Thread& thread, int value);
  void skip_local(Thread& thread, Actor actor);

  const Program* program_;
  Thread thread_[kMaxModelThreads];
  std::int8_t variable_[16] = {};
  std::int8_t holder_[8];
  std::int8_t readers_[8] = {};
  std::int8_t semaphore_[2];
  std::int8_t spurious_;
  std::int8_t running_ = 0;
};

// One execution, as the strategy wants it. `Picker` is a Strategy; what it
// offers beyond that (stuck) is used.
template <typename Picker>
std::string execute(const Program& program, Picker& strategy) {
  static thread_local std::vector<Move> moves, left;
  Machine machine(program);
  while (true) {
    machine.offer(moves);
    if (moves.empty()) break;
    int index = 0;
    if (moves.size() > 1 || strategy.wants_every_move()) {
      index = strategy.pick(moves);
    }
    const Event event = machine.make(moves[static_cast<std::size_t>(index)]);
    if (strategy.wants_events()) strategy.happened(event);
  }
  if constexpr (requires { strategy.stuck(left); }) {
    machine.waiting(left);
    strategy.stuck(left);
  }
  strategy.finished(true);
  return machine.outcome();
}

}  // namespace pots::adv::model
