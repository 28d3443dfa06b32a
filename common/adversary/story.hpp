// One broken schedule, as it happened: what the table, the picture and the
// closing sentence are made from.
//
// The scheduler fills it while a schedule is told, in memory that the parent
// shares: the process that tells it may crash. Addresses are valid in the
// parent too, which was forked from the same program.
//
// Invariants: 1. Plain data only.
//             2. steps[0..count) are in the order in which they took effect.
#pragma once

#include <cstddef>
#include <cstdint>

#include "common/adversary/strategy.hpp"

namespace pots::adv {

enum class StepKind : std::uint8_t {
  kRead,          // plain variable; before = value
  kWrite,         // plain variable; before, after
  kAtomicLoad,    // before = value
  kAtomicStore,   // before, after
  kAtomicUpdate,  // fetch_add, exchange, successful compare_exchange
  kLostExchange,  // compare_exchange that found something else: before = it
  kFence,
  kLock,         // got the mutex
  kTryLockLost,  // try_lock that found it taken; other = holder
  kUnlock,
  kLockShared,
  kUnlockShared,
  kWait,        // condition variable, semaphore, futex...: goes to sleep
  kWakeUp,      // wakes, and has the mutex again; variant in `how`
  kNotify,      // woken = how many; other = whom, if one
  kStart,       // other = the new thread
  kStartFails,  // pthread_create was refused
  kEnd,
  kJoin,   // other
  kSleep,  // text = how long
  kYield,
  kCall,  // a system call on a virtual descriptor: text, after = result
  kAllocationFails,
  kFree,   // object, size
  kClock,  // the test moved the clock: text
  kNote,   // text
};

enum class Wakening : std::uint8_t { kNotified, kSpurious, kTimeout };

inline constexpr int kStoryFrames = 24;
inline constexpr std::size_t kMaxStorySteps = 600;
inline constexpr std::size_t kStoryMemory = std::size_t{256} * 1024;

struct StoryStep {
  Actor actor = 0;
  StepKind kind = StepKind::kNote;
  Wakening how = Wakening::kNotified;
  bool pause_before = false;     // the one who ran before could have gone on
  std::uint8_t size = 0;         // bytes of a value, at most 8; 0: none
  bool object_is_shared = true;  // more than one thread touched it in the end
  std::uint64_t object = 0;      // address
  std::uint64_t before = 0;      // raw bytes of the value found
  std::uint64_t after = 0;       // ...and of the one left behind
  Actor other = -1;
  int woken = 0;
  char text[64] = {};
  int depth = 0;  // innermost first, as backtrace(3) gives them
  void* frames[kStoryFrames] = {};
  // The canonical frame address of each: where its function's caller had its
  // stack pointer, before the call (-O0 on x86-64 and aarch64: frame pointer
  // + 16). 0: not known; then locals, parameters and members of this frame
  // have no names.
  std::uint64_t cfa[kStoryFrames] = {};
  // Its part of Story::memory.
  std::uint32_t memory_from = 0, memory_to = 0;
};

// What is wrong with the schedule.
enum class Violation : std::uint8_t {
  kNone,
  kExpectation,   // EXPECT_/ASSERT_ failed; `what` is the headline
  kRace,          // two accesses, one a write, without happens-before
  kDeadlock,      // nobody can go on
  kOnlyTheClock,  // nothing but timeouts has happened for a long time
  kLivelock,      // all that can run only look and look again
  kTooLong,       // 20,000 steps
  kEndlessLoop,   // a second of CPU time without a visible operation
  kUncaught,      // an exception left a thread
  kTerminate,     // std::terminate for another reason: a joinable thread
  kUnjoined,      // threads were left at the end
  kUseAfterFree,
  kDoubleFree,
  kLeak,
  kNotTheHolder,  // unlock of a mutex that it does not hold
  kWaitWithoutMutex,
  kDestroyedInUse,  // a mutex or condition variable that somebody uses
  kCrash,
  kExit,              // exit, _exit, abort...
  kNotDriven,         // something that the adversary cannot play
  kNotDeterministic,  // the same schedule led to something else
};

// Where a thread stands when all is over.
struct Standing {
  bool exists = false;
  bool ended = false;
  bool blocked = false;
  StepKind waits_in = StepKind::kNote;  // kLock, kWait, kJoin, kCall, ...
  std::uint64_t object = 0;             // for what
  Actor holder = -1;                    // who has it, for locks and joins
  int holder_since = -1;                // step that gave it to him
  std::uint64_t start_routine = 0;      // an address in the thread's function
  int depth = 0;                        // its stack
  void* frames[kStoryFrames] = {};
  char call[64] = {};  // kCall: its text
};

// One side of a race, or of a use after free.
struct Culprit {
  Actor actor = -1;
  int step = -1;  // in steps, or -1
  bool writes = false;
  bool atomic = false;
  bool frees = false;
  void* pc = nullptr;  // its access
};

struct Story {
  std::size_t count = 0;  // may exceed kMaxStorySteps: the rest was not kept
  StoryStep steps[kMaxStorySteps];
  int threads = 0;
  Standing standing[kMaxThreads];
  Violation violation = Violation::kNone;
  Actor actor = -1;          // who ran when it broke
  std::uint64_t object = 0;  // race, use after free...: where
  Culprit first, second;     // race, use after free
  char what[400] = {};       // the headline, if the words are somebody else's
  void* frames[kStoryFrames] = {};
  int depth = 0;
  // What stood in the frames of some steps and where their pointers led:
  // written by remember_memory() in the process that is told of.
  std::uint32_t memory_used = 0;
  unsigned char memory[kStoryMemory] = {};
};

// As new; what the steps held need not be cleared. (A Story is too large for a
// stack.)
inline void clear(Story& story) {
  story.count = 0;
  story.threads = 0;
  for (Standing& standing : story.standing) standing = Standing{};
  story.violation = Violation::kNone;
  story.actor = -1;
  story.object = 0;
  story.first = story.second = Culprit{};
  story.what[0] = '\0';
  story.depth = 0;
  story.memory_used = 0;
}

}  // namespace pots::adv
