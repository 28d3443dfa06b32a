// The scheduler plays: every interleaving of a program's threads.
//
// The body, and the answer that it tries, are plain C++: std::thread, mutex,
// atomic, condition_variable, plain variables. Its threads are run one at a
// time; at each lock, atomic operation, wait and racy access the adversary
// decides who goes on. What may never happen fails the case without being
// asked for: a data race, a deadlock, threads that only spin, an exception
// that leaves a thread, a thread that nobody joined, use after free, a leak.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <thread>

namespace pots::adv {

// How far the adversary goes. The defaults suit two or three threads with a
// few operations each.
struct Schedules {
  // Complete over every schedule with at most so many pauses (a thread that
  // could go on is stopped for another; a switch because it waits is free).
  int pauses = 2;
  // Budgets for one run: how often the world may be unkind in other ways.
  int spurious = 0;         // a wait returns, or a weak compare_exchange
                            // fails, for no reason
  int timeouts = 0;         // a timed wait ends before the others go on
  int failing_threads = 0;  // starting a thread fails: EAGAIN (see Scarcity)
  int failing_allocations = 0;  // operator new throws (see Scarcity)
  int unkind_io = 0;            // answers of virtual descriptors: short counts,
                                // EINTR, ECONNABORTED
  // Schedules without a bound on pauses, in front of the complete search.
  int random = 1000;
  int priorities = 1000;         // PCT with depth 3
  int dpor = 2000;               // runs of partial order reduction; 0: none
  std::uint64_t most = 200'000;  // executions in all; a pass says if cut short
  bool weak_memory = false;      // loads may see older stores (README)
  std::size_t stream_buffer = 4096;  // bytes, of virtual pipes and sockets
  // An answer from which no thread, lock or atomic comes is fine (a case whose
  // body uses one thread only); otherwise the case says "not driven".
  bool may_be_sequential = false;
  // For whole programs whose main ends while threads go on: with fibers, they
  // are given up. And for those that are known to race: races only show where
  // threads may be paused.
  bool threads_may_remain = false;
  bool races_may_remain = false;
};

// What an exploration found, for tests that want to know rather than fail.
struct Verdict {
  bool passed = true;
  std::string kind;    // "deadlock", "race", "expectation"...; or empty
  std::string report;  // what would have been printed
  std::uint64_t executions = 0;
  std::uint64_t found_in = 0;  // the execution that broke first; 0: none
  std::uint64_t complete = 0;  // schedules of the complete part
};
Verdict explore_schedules(const Schedules& plan,
                          const std::function<void()>& body);

// The following are for bodies under exploration only, from any one thread.

// Goes on when every other thread is blocked or has ended. One that goes on
// and on fails the run: "B is awake: it took 20,000 steps...".
void settle();
// Moves the virtual clock and fires what is due, in order of time. Time stands
// still otherwise, unless nothing else can happen.
void advance(std::chrono::nanoseconds by);
// Whether the thread waits now (for a lock, a wake-up, a join, a descriptor).
bool blocked(std::thread::id thread);
// How often a wait of it has ended (notified, spurious or timed out).
int wakeups(std::thread::id thread);
// How often it had to wait for anything, a taken mutex too, asleep or looking
// again and again.
int waited(std::thread::id thread);
// Threads that were started and not yet joined, the body's own not counted.
int live_threads();
// Virtual descriptors that are open now.
int open_descriptors();
// While one lives, the thread that made it, and those that it starts then, may
// be refused a new thread or memory, within the budgets of the plan. So a test
// says which calls are the answer's and which are its own.
class Scarcity {
 public:
  Scarcity();
  ~Scarcity();
  Scarcity(const Scarcity&) = delete;
  Scarcity& operator=(const Scarcity&) = delete;
};
// A test's own input, enumerated completely: 0..n-1. Shown in the table.
int pick(std::string_view what, int n);
// A row of the table in the words of the test.
void note(std::string_view text);

}  // namespace pots::adv

namespace pots {

// Runs `body` once for each schedule, each time from the start, in forked
// processes: what it changes in memory is not seen outside. Any violation, and
// any failed EXPECT_ or ASSERT_ in any of its threads, fails the current test
// once, with the smallest counterexample.
void for_every_interleaving(const adv::Schedules& plan,
                            const std::function<void()>& body);
void for_every_interleaving(const std::function<void()>& body);

// The opposite of a hunt: passes if at least one schedule makes `body` return
// true (and none is violated before that); else fails with `claim`.
void for_some_interleaving(std::string_view claim, const adv::Schedules& plan,
                           const std::function<bool()>& body);

}  // namespace pots
