// The decision who goes on, and what makes a thread able to.
#include "common/adversary/scheduler/machine.hpp"

#include <bit>
#include <cstring>

#include "common/adversary/scheduler/fibers.hpp"
#include "common/adversary/scheduler/telling.hpp"

namespace pots::adv {

constinit Machine* machine = nullptr;

namespace {

// Touches that all moves of a kind share, so that moves that use up one
// budget are never taken for independent.
constexpr std::uint64_t kBudgetObject = 1;

// Whether thread `id` could do what it announced.
bool possible(Actor id) {
  const Thread& thread = machine->threads[id];
  const Pending& p = thread.pending;
  switch (p.need) {
    case Need::kNothing:
      return true;
    case Need::kMutex:
      return p.object->owner == -1 && p.object->count == 0;
    case Need::kShared:
      return p.object->owner == -1;
    case Need::kPermit:
      return p.object->count > 0;
    case Need::kEnd:
      return machine->threads[p.target].state == Thread::State::kEnded;
    case Need::kDescriptor:
      return p.ready(p.context);
    case Need::kWakeUp:
    case Need::kTime:
    case Need::kQuiet:
      return false;
  }
  return false;
}

// Looks again and again at what nobody has changed since.
bool spins(const Thread& thread) {
  return thread.spinning && thread.looks_at_version == machine->writes;
}

template <class Do>
void for_each(Mask mask, Do&& action) {
  for (; mask != 0; mask &= mask - 1) action(std::countr_zero(mask));
}

Move& add_move(int& n, Actor actor, bool pauses) {
  Move& move = machine->moves[n++];
  move.actor = actor;
  move.variant = 0;
  move.pauses = pauses;
  move.unkind = false;
  const Pending& p = machine->threads[actor].pending;
  move.kind = p.kind;
  if (machine->every_move) std::copy_n(p.touches, kMaxTouches, move.touches);
  return move;
}

void add_world_move(int& n, Actor actor, int variant, bool pauses) {
  Move& move = add_move(n, actor, pauses);
  move.variant = variant;
  move.unkind = !pauses;
  move.kind = MoveClass::kPlain;
  move.touches[0] = {kBudgetObject, true, false};
}

constexpr int kSpuriousVariant = 1'000;
constexpr int kTimeoutVariant = 1'001;

// A thread that could not go on if it were its turn waits, even if it is not.
void count_wait(Thread& thread) {
  Pending& p = thread.pending;
  if (p.counted || p.need == Need::kTime || p.need == Need::kQuiet) return;
  p.counted = true;
  ++thread.waited;
}

// Fills machine->moves. The running thread first, if it can go on: then every
// other one is a pause.
int collect_moves() {
  Machine& m = *machine;
  const Pending& next = m.threads[m.running].pending;
  // Reduction must be offered all moves where two may conflict.
  const bool looking =
      next.repeated && !m.events && !spins(m.threads[m.running]);
  if ((next.local || looking) && possible(m.running)) {
    int only = 0;
    add_move(only, m.running, false);
    return only;
  }
  Mask can = 0, lazy = 0;
  for_each(m.alive, [&](Actor id) {
    Thread& thread = m.threads[id];
    if (!possible(id)) {
      count_wait(thread);
      return;
    }
    (thread.yielded || spins(thread) ? lazy : can) |= Mask{1} << id;
  });
  int n = 0;
  // Those that spin or yielded go on only if nobody else can.
  const bool only_lazy = can == 0 && lazy != 0;
  if (only_lazy) {
    // Among them, those that yielded come before those that spin.
    Mask yielding = 0;
    for_each(lazy, [&](Actor id) {
      if (!spins(m.threads[id])) yielding |= Mask{1} << id;
    });
    can = yielding != 0 ? yielding : lazy;
    // The one who asked that others go first is the last of them.
    if (can & (can - 1)) can &= ~(Mask{1} << m.running);
  }
  const Mask own = Mask{1} << m.running;
  const bool goes_on = (can & own) != 0 && !only_lazy;
  if (goes_on) add_move(n, m.running, false);
  for_each(can & (goes_on ? ~own : ~Mask{0}),
           [&](Actor id) { add_move(n, id, goes_on); });
  // What nobody else could do is not offered: a deadlock is one even if a
  // wake-up for no reason might end it.
  if (n == 0) return 0;
  // Ways of the world.
  for_each(m.alive, [&](Actor id) {
    const Pending& p = m.threads[id].pending;
    if (m.left.spurious > 0 && p.need == Need::kWakeUp &&
        p.may_wake_for_nothing) {
      add_world_move(n, id, kSpuriousVariant, false);
    }
    if (p.deadline == 0 || p.need == Need::kNothing) return;
    if (p.need == Need::kTime) {
      // A sleeper is only slow: others may be slower.
      add_world_move(n, id, kTimeoutVariant, true);
    } else if (m.left.timeouts > 0) {
      add_world_move(n, id, kTimeoutVariant, false);
    }
  });
  return n;
}

// Nobody can go on by himself: time passes, or it is over.
void let_time_pass() {
  Machine& m = *machine;
  const Actor first = next_timer();
  if (first == -1) violate(Violation::kDeadlock);
  m.uses_time = true;
  if (++m.clock_firings > kClockLimit) violate(Violation::kOnlyTheClock);
  time_out(first);
}

bool quiet_except(Actor settler) {
  bool quiet = true;
  for_each(machine->alive, [&](Actor id) {
    if (id != settler && possible(id)) quiet = false;
  });
  return quiet;
}

// A settle() whose time has come; -1 if none.
Actor settled() {
  Actor found = -1;
  for_each(machine->alive, [&](Actor id) {
    const Pending& p = machine->threads[id].pending;
    if (p.need == Need::kQuiet && quiet_except(id)) found = id;
  });
  return found;
}

bool only_spinners(int n) {
  return n > 0 && spins(machine->threads[machine->moves[0].actor]);
}

// A new thread has come to its first visible operation, or its end: its parent
// goes on. Returns when decide() picks the new thread. False if it is not new.
bool hand_back() {
  Machine& m = *machine;
  Thread& me = self();
  if (me.state != Thread::State::kStarting) return false;
  me.state = Thread::State::kAlive;
  m.running = me.parent;
  switch_to(me, m.threads[me.parent]);
  return true;
}

// Who runs next. Returns when the calling thread does.
void decide() {
  Machine& m = *machine;
  const Actor me = m.running;
  if (m.event_open) flush_event();
  while (true) {
    int n = collect_moves();
    if (n == 0) {
      const Actor id = settled();
      if (id == -1) {
        let_time_pass();
        continue;
      }
      m.threads[id].pending.need = Need::kNothing;
      add_move(n, id, false);
    } else if (only_spinners(n)) {
      if (next_timer() != -1) {
        let_time_pass();
        continue;
      }
      if (++m.idle_looks > kLivelockLimit) violate(Violation::kLivelock);
    }
    const int taken =
        n == 1 && !m.every_move ? 0 : m.strategy->pick(std::span(m.moves, n));
    const Move move = m.moves[taken];
    if (move.variant == kSpuriousVariant) {
      --m.left.spurious;
      m.uses_time = true;
      wake(move.actor, Wakening::kSpurious);
      continue;
    }
    if (move.variant == kTimeoutVariant) {
      if (move.unkind) --m.left.timeouts;
      m.uses_time = true;
      time_out(move.actor);
      continue;
    }
    m.pause_next |= move.pauses;
    Thread& next = m.threads[move.actor];
    if (next.yielded || spins(next)) {
      next.yielded = false;
    } else {
      // Somebody has made a step: those that yielded may go on.
      for_each(m.alive, [&](Actor id) {
        if (id != move.actor) m.threads[id].yielded = false;
      });
    }
    ++next.own_steps;
    next.plain_accesses = 0;
    if (m.events) {
      m.event = Event{};
      m.event.actor = move.actor;
      m.event.variant = move.variant;
      m.event.kind = next.pending.kind;
      m.event_open = true;
    }
    if (move.actor != me) {
      m.running = move.actor;
      switch_to(m.threads[me], next);
      // Somebody has picked us; running is me again.
    }
    return;
  }
}

}  // namespace

Object& object_at(const volatile void* where) {
  Machine& m = *machine;
  const auto address = reinterpret_cast<std::uintptr_t>(where);
  std::size_t i = (address >> 2) * 0x9E3779B97F4A7C15u >> 50;
  static_assert(kMaxObjects == std::size_t{1} << 14);
  for (std::size_t probes = 0; probes < kMaxObjects; ++probes) {
    Object& object = m.objects[i];
    if (object.execution != m.execution) {
      object.address = address;
      object.execution = m.execution;
      object.owner = -1;
      object.count = 0;
      object.limit = 0;
      object.waiting = 0;
      object.since_step = -1;
      object.alive = false;
      object.has_clock = false;
      return object;
    }
    if (object.address == address) return object;
    i = (i + 1) % kMaxObjects;
  }
  violate(Violation::kTooLong, "more than 16,384 locks and atomics in one run");
}

void announce(const Pending& pending) {
  Machine& m = *machine;
  finish_unfinished();
  Thread& me = self();
  me.pending = pending;
  if (m.telling) stand_here();
  m.driven = true;
  ++m.work;
  if (++m.steps > kMaxScheduleSteps) violate(Violation::kTooLong);
  if (pending.need != Need::kNothing && !possible(m.running)) count_wait(me);
  if (!hand_back()) decide();
}

void block() {
  finish_unfinished();
  if (!hand_back()) decide();
}

int choose_variant(int n, bool unkind, bool from_budget) {
  Machine& m = *machine;
  if (n <= 1) return 0;
  if (n > kMaxMoves) n = kMaxMoves;
  if (m.event_open) flush_event();
  for (int i = 0; i < n; ++i) {
    Move& move = m.moves[i];
    move = Move{};
    move.actor = m.running;
    move.variant = i;
    move.unkind = unkind && i > 0;
    if (unkind && from_budget) {
      move.touches[0] = {kBudgetObject, true, false};
    }
  }
  const int taken = m.strategy->pick(std::span(m.moves, n));
  if (m.events) {
    m.event = Event{};
    m.event.actor = m.running;
    m.event.variant = taken;
    m.event_open = true;
    if (unkind && from_budget) touched(kBudgetObject, true);
  }
  return taken;
}

void touched(std::uint64_t object, bool writes) {
  if (!machine->events) return;
  for (Touch& touch : machine->event.touches) {
    if (touch.object == 0) {
      touch = {object, writes, false};
      return;
    }
    if (touch.object == object) {
      touch.writes |= writes;
      return;
    }
  }
  machine->uses_time = true;  // more than a strategy can be told
}

void touched_order(std::uint64_t object) {
  if (!machine->events) return;
  for (Touch& touch : machine->event.touches) {
    if (touch.object == 0) {
      touch = {object, true, true};
      return;
    }
  }
  machine->uses_time = true;
}

void set_aside(Thread& thread) {
  if (thread.spinning) return;
  if (thread.patient_at == machine->writes) {
    if (thread.repeats < kPatience * thread.looks) return;
  } else if (machine->left.patience > 0 &&
             choose_variant(2, true, false) == 1) {
    --machine->left.patience;
    thread.patient_at = machine->writes;
    return;
  }
  thread.spinning = true;
  ++thread.waited;
}

void looked(std::uint64_t what) {
  Thread& me = self();
  if (me.looks_at_version != machine->writes) {
    me.looks_at_version = machine->writes;
    me.looks = 0;
    me.repeats = 0;
    me.spinning = false;
    machine->idle_looks = 0;
    machine->clock_firings = 0;
  }
  for (int i = 0; i < me.looks; ++i) {
    if (me.look[i] == what) {
      if (++me.repeats >= kSpinLimit * me.looks) set_aside(me);
      return;
    }
  }
  if (me.looks < kLooks) me.look[me.looks++] = what;
}

Actor next_timer() {
  Actor first = -1;
  for_each(machine->alive, [&](Actor id) {
    const Pending& p = machine->threads[id].pending;
    if (p.deadline == 0 || p.need == Need::kNothing) return;
    if (first == -1 || p.deadline < machine->threads[first].pending.deadline) {
      first = id;
    }
  });
  return first;
}

void time_out(Actor id) {
  Machine& m = *machine;
  Pending& p = m.threads[id].pending;
  m.now = std::max(m.now, p.deadline);
  p.timed_out = true;
  wake(id, Wakening::kTimeout);
}

bool is_blocked(Actor id) { return !possible(id); }

void wake(Actor who, Wakening how) {
  Machine& m = *machine;
  Thread& thread = m.threads[who];
  Pending& p = thread.pending;
  if (p.object != nullptr) p.object->waiting &= ~(Mask{1} << who);
  thread.woke_by = how;
  ++thread.wakeups;
  // A condition variable's waiter must have the mutex again.
  p.object = p.mutex;
  p.need = p.mutex == nullptr ? Need::kNothing : Need::kMutex;
  p.deadline = 0;
  p.may_wake_for_nothing = false;
  if (how != Wakening::kTimeout) m.clock_firings = 0;
}

void acquire(const Object& object) {
  if (object.has_clock) self().clock.join(object.clock, machine->count);
}

void release(Object& object) {
  Machine& m = *machine;
  Thread& me = self();
  if (object.has_clock) {
    object.clock.join(me.clock, m.count);
  } else {
    object.clock.clear(kMaxThreads);
    object.clock.copy(me.clock, m.count);
    object.has_clock = true;
  }
  ++me.clock.at[m.running];
}

void release_store(Object& object) {
  object.has_clock = false;
  release(object);
}

void violate(Violation violation, const char* what) {
  Machine& m = *machine;
  m.active = false;
  finish_unfinished();
  Story& story = *m.story;
  story.violation = violation;
  std::strncpy(story.what, what, sizeof story.what - 1);
  tell_the_end();
  m.give_up();
  __builtin_unreachable();
}

void flush_event() {
  machine->event_open = false;
  machine->strategy->happened(machine->event);
}

void begin_execution() {
  Machine& m = *machine;
  ++m.execution;
  m.running = 0;
  m.count = 1;
  m.alive = 1;
  m.steps = 0;
  m.forced_steps = 0;
  m.work = 0;
  m.writes = 1;
  m.idle_looks = 0;
  m.clock_firings = 0;
  m.clock_reads = 0;
  m.random = 0;
  m.now = 1'000'000'000'000;  // so that "some time ago" exists
  m.left = {m.plan->spurious,        m.plan->timeouts,
            m.plan->failing_threads, m.plan->failing_allocations,
            m.plan->unkind_io,       1};
  m.event_open = false;
  m.unfinished = nullptr;
  m.pause_next = false;
  m.uses_time = false;
  m.threads[0].state = Thread::State::kAlive;
  Thread& body = m.threads[0];
  body.joined = body.detached = body.yielded = body.spinning = false;
  body.pending = Pending{};
  body.clock.clear(kMaxThreads);
  body.clock.at[0] = 1;
  body.has_released = body.has_acquired = false;
  body.own_steps = body.wakeups = body.waited = 0;
  body.plain_accesses = 0;
  body.scarcity = 0;
  body.looks_at_version = 0;
  body.patient_at = 0;
}

}  // namespace pots::adv
