#include "common/adversary/scheduler/session.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/single_threaded.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <exception>
#include <locale>
#include <string>

#include "common/adversary/child.hpp"
#include "common/adversary/demangle.hpp"
#include "common/adversary/expectations.hpp"
#include "common/adversary/fatal_signals.hpp"
#include "common/adversary/scheduler/arena.hpp"
#include "common/adversary/scheduler/fibers.hpp"
#include "common/adversary/scheduler/frameworks.hpp"
#include "common/adversary/scheduler/machine.hpp"
#include "common/adversary/scheduler/races.hpp"
#include "common/adversary/scheduler/statics.hpp"
#include "common/adversary/scheduler/thread_locals.hpp"
#include "common/adversary/scheduler/virtual_descriptors.hpp"
#include "common/adversary/setting.hpp"

namespace pots::adv {
namespace {

SessionLedger* ledger = nullptr;

[[noreturn]] void leave() {
  ledger->outcome = Outcome::kFailed;
  ::_exit(0);
}

// Stands between the scheduler and a strategy. What a strategy allocates is not
// the program's: no hook may see it.
class Outside : public Strategy {
 public:
  explicit Outside(Strategy& strategy) : strategy_(strategy) {}

  bool next() override { return strategy_.next(); }
  int pick(std::span<const Move> moves) override {
    machine->active = false;
    const int index = strategy_.pick(moves);
    machine->active = true;
    return index;
  }
  void happened(const Event& event) override {
    machine->active = false;
    strategy_.happened(event);
    machine->active = true;
  }
  void finished(bool complete) override { strategy_.finished(complete); }
  bool is_new() const override { return strategy_.is_new(); }

 private:
  Strategy& strategy_;
};

// A failed EXPECT_ ends the execution at once: what comes after it is of no
// interest.
class FirstFailure : public testing::EmptyTestEventListener {
 public:
  void OnTestPartResult(const testing::TestPartResult& result) override {
    if (!result.failed() || machine == nullptr) return;
    const bool active = machine->active;
    machine->active = false;
    const std::string words = headline(result);
    if (active) violate(Violation::kExpectation, words.c_str());
  }
};

// --- a thread that computes for ever announces nothing: the CPU time of the
// process (load does not shorten it) tells whether an execution still moves.

std::uint32_t ticked_in = 0;
int ticked_steps = 0;

void on_tick(int) {
  Machine& m = *machine;
  if (!m.active) return;
  if (ticked_in == m.execution && ticked_steps == m.steps - m.forced_steps) {
    violate(Violation::kEndlessLoop);
  }
  ticked_in = m.execution;
  ticked_steps = m.steps - m.forced_steps;
}

// `known`: an endless loop has been found, and is only looked for again.
void start_watchdog(bool known) {
  struct sigaction action {};
  action.sa_handler = on_tick;
  action.sa_flags = SA_ONSTACK | SA_RESTART;
  ::sigaction(SIGXCPU, &action, nullptr);
  sigevent event{};
  event.sigev_notify = SIGEV_SIGNAL;
  event.sigev_signo = SIGXCPU;
  static timer_t timer;
  ::timer_create(CLOCK_PROCESS_CPUTIME_ID, &event, &timer);
  itimerspec limit{};
  if (known) {
    limit.it_value.tv_nsec = 200'000'000;
  } else {
    limit.it_value.tv_sec = 1;
  }
  limit.it_interval = limit.it_value;
  ::timer_settime(timer, 0, &limit, nullptr);
}

void on_crash(int signal) {
  ::signal(signal, SIG_DFL);
  if (machine->active) {
    violate(Violation::kCrash, ::strsignal(signal));
  }
  ::raise(signal);
}

[[noreturn]] void on_terminate() {
  Machine& m = *machine;
  if (!m.active) std::abort();
  m.active = false;
  std::string words;
  Violation violation = Violation::kTerminate;
  if (const std::exception_ptr thrown = std::current_exception()) {
    violation = Violation::kUncaught;
    try {
      std::rethrow_exception(thrown);
    } catch (const std::exception& error) {
      words = demangled(typeid(error).name()) + ": " + error.what();
    } catch (...) {
      words = "something that is not a std::exception";
    }
  }
  violate(violation, words.c_str());
}

void prepare(const SessionPlan& plan) {
  if (machine == nullptr) {
    void* memory = ::mmap(nullptr, sizeof(Machine), PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) throw std::bad_alloc();
    // All zero is its beginning; nothing that is not used costs a page.
    machine = static_cast<Machine*>(memory);
  }
  machine->plan = plan.schedules;
  machine->story = &ledger->story;
  machine->give_up = leave;
  machine->telling = plan.telling;
  learn_frameworks_locks();
  prepare_races();
  prepare_arena();
  prepare_fibers(plan.real_threads);
  prepare_thread_locals();
  for (int i = 0; i < ledger->racy_sites; ++i) {
    add_racy_site(ledger->racy_site[i]);
  }
  tolerate_races(plan.tolerate_races);
  if (plan.telling) prepare_telling(&ledger->survey, plan.surveying);
  if (plan.quiet) be_quiet();
  prepare_virtual_descriptors();  // last: numbers that are open now are real
  release_fatal_signals();
  catch_fatal_signals(on_crash);
  std::set_terminate(on_terminate);
  start_watchdog(plan.endless);
  testing::UnitTest::GetInstance()->listeners().Append(new FirstFailure);
  setting().in_worker = true;
}

// What must be so when the body has returned.
void check_the_end() {
  Machine& m = *machine;
  for (Actor id = 1; id < m.count; ++id) {
    const Thread& thread = m.threads[id];
    if (thread.state != Thread::State::kEnded ||
        (!thread.joined && !thread.detached)) {
      if (m.plan->threads_may_remain && !m.real_threads) return;
      m.story->actor = id;
      violate(Violation::kUnjoined);
    }
  }
  if (const OpenDescriptor open = first_open_descriptor(); open.fd >= 0) {
    m.active = false;
    Story& story = *m.story;
    story.first.pc = const_cast<void*>(open.pc);
    story.first.actor = open.actor;
    violate(Violation::kLeak, ("descriptor " + std::to_string(open.fd) + " (" +
                               open.kind + ") is still open")
                                  .c_str());
  }
  if (!statics_written()) {
    if (const Leak leak = leaked(); leak.blocks > 0) {
      m.active = false;
      Story& story = *m.story;
      story.first.pc = const_cast<void*>(leak.pc);
      violate(Violation::kLeak, (std::to_string(leak.bytes) + " bytes in " +
                                 std::to_string(leak.blocks) +
                                 (leak.blocks == 1 ? " block" : " blocks"))
                                    .c_str());
    }
  }
}

[[gnu::noinline]] void run_body(const std::function<void()>& body) {
  Machine& m = *machine;
  m.active = true;
  std::string thrown;
  try {
    body();
  } catch (const std::exception& error) {
    m.active = false;
    thrown = demangled(typeid(error).name()) + ": " + error.what();
    violate(Violation::kUncaught, thrown.c_str());
  } catch (...) {
    m.active = false;
    violate(Violation::kUncaught, "something that is not a std::exception");
  }
  if (m.plan->threads_may_remain) settle();
  if (m.event_open) flush_event();
  run_thread_local_destructors();
  check_the_end();
  m.active = false;
}

}  // namespace

void run_session(const SessionPlan& plan, Strategy& strategy,
                 SessionLedger& shared) {
  ledger = &shared;
  prepare(plan);
  Machine& m = *machine;
  Recorder recorder(strategy, ledger->path, ledger->moves);
  Outside outside(recorder);
  m.strategy = &outside;
  m.events = strategy.wants_events();
  m.every_move = true;  // the path has each of them
  // A copy of this variable may lie among the program's: after the statics
  // were put back, shared_ptr would count without atomics.
  __libc_single_threaded = false;
  // Each std::ostringstream asks whether the C locale is there; where there are
  // threads, through a pthread_once, which is done from now on.
  std::locale();
  prepare_statics();
  std::uint64_t made = 0;
  while (made < plan.most && ledger->work < kMostWork && recorder.next()) {
    ++made;
    ++ledger->executions;
    restore_statics();
    reset_arena();
    begin_execution();
    reset_thread_locals(m.threads[0]);
    run_body(*plan.body);
    ledger->work += m.work;
    ledger->uses_time |= m.uses_time;
    ledger->driven |= m.driven;
    ledger->max_steps = std::max(ledger->max_steps, m.steps);
    recorder.finished(true);
    if (made == 1) keep_arena();
  }
  ledger->outcome = Outcome::kFinished;
}

}  // namespace pots::adv
