// The state of one process that explores schedules: its threads, the things
// that they wait for, the virtual clock, and the decision who goes on.
//
// At any moment one thread of the program under test runs, whatever the engine
// (fibers.hpp). It announces each visible operation; decide() then lets the
// strategy pick a move, and switches if that is another thread's. When
// announce() returns, the thread has been picked and does the operation.
//
// Everything lives in one mapping of its own, made once a process: the
// program's variables are put back between executions (statics.hpp), the
// engine's must not be.
//
// Thread safety: used by the thread that runs; there is only ever one.
//
// Invariants: 1. threads[running] is the one whose code is executing.
//             2. Objects and races carry the number of the execution they
//                belong to; an older number means "as new".
#pragma once

#include <pthread.h>

#include <cstddef>
#include <cstdint>

#include "common/adversary/interleavings.hpp"
#include "common/adversary/scheduler/clock.hpp"
#include "common/adversary/story.hpp"
#include "common/adversary/strategy.hpp"

namespace pots::adv {

using Mask = std::uint64_t;  // of threads
static_assert(kMaxThreads <= 64);

// Anything that threads meet at, known by its address: a mutex, a condition
// variable, an atomic, a futex word, a semaphore...
struct Object {
  std::uintptr_t address = 0;
  std::uint32_t execution = 0;
  Actor owner = -1;     // of a mutex, or the writer of a rwlock
  int count = 0;        // recursion, readers, permits, arrivals
  int limit = 0;        // of a barrier
  Mask waiting = 0;     // asleep in it
  int since_step = -1;  // of the story: when the owner got it
  bool alive = false;   // initialised explicitly (semaphores, barriers)
  bool has_clock = false;
  VectorClock clock;  // of the last releases
};

// Why a thread cannot go on.
enum class Need : std::uint8_t {
  kNothing,
  kMutex,       // object.owner == -1, or recursive and ours
  kShared,      // rwlock for reading
  kPermit,      // semaphore: count > 0
  kEnd,         // thread `target` has ended
  kWakeUp,      // somebody wakes it
  kTime,        // sleeps until `deadline`
  kQuiet,       // settle(): everybody else is blocked
  kDescriptor,  // ready(context)
};

struct Pending {
  Need need = Need::kNothing;
  MoveClass kind = MoveClass::kPlain;
  StepKind step = StepKind::kNote;
  Object* object = nullptr;  // what it waits for
  Object* mutex = nullptr;   // a condition wait's
  Actor target = -1;
  std::uint64_t deadline = 0;  // virtual ns; 0: waits for ever
  bool may_wake_for_nothing = false;
  bool timed_out = false;
  // Nothing that others could do meanwhile would make a difference: not a
  // place for a pause. (A thread's end, a join with one that has ended.)
  bool local = false;
  // The same look as several times before, and nothing has changed since: a
  // pause here would be the same as one before.
  bool repeated = false;
  bool counted = false;  // as a wait
  bool (*ready)(void*) = nullptr;
  void* context = nullptr;
  Touch touches[kMaxTouches];
};

struct Fiber {
  void* stack = nullptr;              // where to go on
  std::uintptr_t thread_pointer = 0;  // of the donor
  pthread_t handle{};
  void* stack_top = nullptr;
  std::uintptr_t stack_end = 0;  // what lies above it is not the thread's
  std::uint32_t token = 0;       // futex, for the engine of real threads
  // What the C++ runtime keeps a thread, when donors share one thread pointer.
  void* exceptions[2] = {};
  void* once[2] = {};
  int error = 0;
};

inline constexpr int kLooks = 12;  // different reads in a row worth noticing

struct Thread {
  enum class State : std::uint8_t { kNone, kStarting, kAlive, kEnded };
  State state = State::kNone;
  bool joined = false;
  bool detached = false;
  bool yielded = false;   // asked that others go first
  bool spinning = false;  // looks again at what nobody has changed
  Wakening woke_by = Wakening::kNotified;
  Actor parent = -1;
  Pending pending;
  VectorClock clock;     // what it knows
  VectorClock acquired;  // by relaxed loads, for an acquire fence
  VectorClock released;  // at its last release fence
  bool has_released = false;
  bool has_acquired = false;
  int scarcity = 0;  // Scarcity objects alive; inherited at the start
  int own_steps = 0;
  int wakeups = 0;
  int waited = 0;
  void* (*routine)(void*) = nullptr;
  void* argument = nullptr;
  void* result = nullptr;
  std::uint32_t plain_accesses = 0;  // since its last visible operation
  // Reads since the last write by anybody: where, of what.
  std::uint64_t looks_at_version = 0;
  std::uint64_t patient_at = 0;  // version
  int looks = 0;
  int repeats = 0;
  std::uint64_t look[kLooks];
  Fiber fiber;
};

struct Budgets {
  int spurious = 0, timeouts = 0, failing_threads = 0, failing_allocations = 0,
      unkind_io = 0;
  int patience = 0;  // 1 in each run: see set_aside
};

inline constexpr std::size_t kMaxObjects = 1 << 14;
inline constexpr int kMaxMoves = kMaxThreads * 3;
inline constexpr int kMaxScheduleSteps = 20'000;
inline constexpr int kSameLooks = 3;   // equal looks with pauses between
inline constexpr int kPatience = 100;  // equal looks of a patient thread
inline constexpr int kSpinLimit = 10;  // equal looks before others go first
inline constexpr int kLivelockLimit = 2'000;
inline constexpr int kClockLimit = 1'000;

struct Machine {
  // True while student code runs under the scheduler: every hook asks.
  bool active = false;
  bool real_threads = false;         // the engine: kernel threads pass a token
  bool own_thread_pointers = false;  // fibers: each sees its own TLS block
  bool telling = false;
  bool events = false;  // the strategy wants them
  bool every_move = false;
  bool uses_time = false;  // something that DPOR does not know happened
  bool driven = false;     // a thread, lock or atomic was seen
  std::uint32_t execution = 0;
  Actor running = 0;
  int count = 0;  // threads so far, the body's included
  Mask alive = 0;
  int steps = 0;
  std::uint64_t work = 0;    // accesses in this execution, steps included
  int forced_steps = 0;      // of them, made only to let others go on
  std::uint64_t writes = 0;  // version of everything that can be looked at
  int idle_looks = 0;        // by spinning threads, since the last write
  int clock_firings = 0;     // timeouts in a row with nothing between
  int clock_reads = 0;
  std::uint64_t random = 0;  // state of rand()
  std::uint64_t now = 0;     // virtual ns
  Budgets left;
  const Schedules* plan = nullptr;
  Strategy* strategy = nullptr;
  Story* story = nullptr;
  Event event;  // of the thread that runs, not yet reported
  bool event_open = false;
  StoryStep* unfinished = nullptr;  // a write whose value is not there yet
  bool pause_next = false;      // for the story: the next step follows a pause
  void (*give_up)() = nullptr;  // ends the process: the violation is recorded
  Thread threads[kMaxThreads];
  Move moves[kMaxMoves];
  Object objects[kMaxObjects];
};

// NOLINTNEXTLINE(bugprone-dynamic-static-initializers): it is constinit.
extern constinit Machine* machine;

inline bool controlled() { return machine != nullptr && machine->active; }
inline Thread& self() { return machine->threads[machine->running]; }

// The object at an address, as new if this execution has not met it.
Object& object_at(const volatile void* address);

// The running thread stands in front of `pending`. Returns when it is picked;
// then the operation has its turn, alone.
void announce(const Pending& pending);
// The same when nothing is to be announced: it is blocked as its pending says.
void block();
// A choice of the world that is not about who goes on: 0..n-1, 0 the default.
// `unkind`: every other one costs 1.
int choose_variant(int n, bool unkind, bool from_budget = true);

// What the operation that announce() let through turned out to touch.
void touched(std::uint64_t object, bool writes);
void touched_order(std::uint64_t object);
// For spin detection: the thread saw something, or changed something.
// One that looks again and again at the same is set aside until something has
// changed; or, for the price of a pause, it is patient: it goes on looking, as
// a loop does that sleeps after some rounds (std::atomic's wait).
void set_aside(Thread& thread);
void looked(std::uint64_t what);
inline void changed() { ++machine->writes; }

// Whether a thread could not go on now by itself.
bool is_blocked(Actor id);

// Whose wait ends first by the clock; -1 if nobody's does.
Actor next_timer();
// Ends that wait; the clock moves there.
void time_out(Actor who);

// Puts a waiting thread among those that can go on.
void wake(Actor who, Wakening how);

// Happens-before.
void acquire(const Object& object);
void release(Object& object);        // joins
void release_store(Object& object);  // replaces

// The schedule is broken: records it and ends the process.
[[noreturn]] void violate(Violation violation, const char* what = "");

// Starts one execution with the body's thread running.
void begin_execution();
// Reports the last event; the body is over.
void flush_event();

// A new step of the story, or nullptr when none is told.
StoryStep* tell(StepKind kind, std::uint64_t object);
void finish_unfinished();

}  // namespace pots::adv
