// Starting, ending and joining threads.
#include <errno.h>
#include <pthread.h>

#include <cstdlib>
#include <exception>

#include "common/adversary/scheduler/fibers.hpp"
#include "common/adversary/scheduler/machine.hpp"
#include "common/adversary/scheduler/real_calls.hpp"
#include "common/adversary/scheduler/thread_locals.hpp"

namespace pots::adv {
namespace {

// What pthread_exit throws inside the scheduler, to unwind to the thread's
// beginning.
struct ThreadExit {};

constexpr std::uint64_t kThreadNumbers = 0xFFF;

std::uint64_t thread_object(Actor id) {
  return 0x1000 + static_cast<std::uint64_t>(id);
}

// A thread's whole life, on its own stack.
void live() {
  Machine& m = *machine;
  {
    Thread& me = self();
    try {
      me.result = me.routine(me.argument);
    } catch (const ThreadExit&) {
    }
    run_thread_local_destructors();
    run_key_destructors();
  }
  Thread& me = self();
  Pending pending;
  pending.step = StepKind::kEnd;
  pending.local = true;
  announce(pending);
  tell(StepKind::kEnd, 0);
  changed();
  me.state = Thread::State::kEnded;
  m.alive &= ~(Mask{1} << m.running);
  me.pending = Pending{};
  me.pending.need = Need::kWakeUp;  // for ever
  block();
}

Actor find(pthread_t handle) {
  for (Actor id = 0; id < machine->count; ++id) {
    if (pthread_equal(machine->threads[id].fiber.handle, handle)) return id;
  }
  return -1;
}

int create(pthread_t* handle, const pthread_attr_t* attributes,
           void* (*routine)(void*), void* argument) {
  Machine& m = *machine;
  Pending pending;
  pending.step = StepKind::kStart;
  pending.local = m.running == 0;
  // Threads are numbered in the order in which they are started, so starts by
  // several threads have an order; reduction does not try the others.
  m.uses_time |= m.running != 0;
  pending.touches[0] = {kThreadNumbers, true, false};
  announce(pending);
  touched(kThreadNumbers, true);
  if (m.count == kMaxThreads) {
    violate(Violation::kNotDriven,
            "more than 63 threads in one run: the adversary plays no more");
  }
  if (m.left.failing_threads > 0 && self().scarcity > 0 &&
      choose_variant(2, true) == 1) {
    --m.left.failing_threads;
    tell(StepKind::kStartFails, 0);
    return EAGAIN;
  }
  const Actor id = m.count++;
  const Actor parent = m.running;
  Thread& thread = m.threads[id];
  const Fiber kept = thread.fiber;  // its donor
  thread = Thread{};
  thread.fiber = kept;
  thread.state = Thread::State::kStarting;
  thread.parent = parent;
  thread.routine = routine;
  thread.argument = argument;
  thread.scarcity = self().scarcity;
  int detached = PTHREAD_CREATE_JOINABLE;
  if (attributes != nullptr) {
    pthread_attr_getdetachstate(attributes, &detached);
  }
  thread.detached = detached == PTHREAD_CREATE_DETACHED;
  // Everybody's clock gets an entry for the new thread: nobody knows of it.
  for (Actor other = 0; other < id; ++other) {
    m.threads[other].clock.at[id] = 0;
  }
  thread.clock.clear(kMaxThreads);
  thread.clock.copy(self().clock, id);
  thread.clock.at[id] = 1;
  ++self().clock.at[parent];
  prepare_fiber(thread, live);
  reset_thread_locals(thread);
  *handle = thread.fiber.handle;
  if (StoryStep* step = tell(StepKind::kStart, 0)) step->other = id;
  if (m.events) m.event.starts = id;
  m.alive |= Mask{1} << id;
  // It runs at once to its first visible operation, then we go on.
  m.running = id;
  switch_to(m.threads[parent], thread);
  return 0;
}

int join(pthread_t handle, void** result, bool wait) {
  Machine& m = *machine;
  const Actor id = find(handle);
  if (id == -1) return ESRCH;
  Thread& thread = m.threads[id];
  if (id == m.running) return EDEADLK;
  if (thread.joined || thread.detached) return EINVAL;
  Pending pending;
  pending.step = StepKind::kJoin;
  pending.kind = MoveClass::kBlocked;
  pending.need = wait ? Need::kEnd : Need::kNothing;
  pending.target = id;
  pending.local = thread.state == Thread::State::kEnded;
  pending.touches[0] = {thread_object(id), false, false};
  announce(pending);
  touched(thread_object(id), false);
  if (thread.state != Thread::State::kEnded) {
    looked(thread_object(id));
    return EBUSY;
  }
  thread.joined = true;
  self().clock.join(thread.clock, m.count);
  if (m.events) m.event.joins = id;
  if (StoryStep* step = tell(StepKind::kJoin, 0)) step->other = id;
  if (result != nullptr) *result = thread.result;
  return 0;
}

}  // namespace
}  // namespace pots::adv

using pots::adv::controlled;

extern "C" {

int pthread_create(pthread_t* handle, const pthread_attr_t* attributes,
                   void* (*routine)(void*), void* argument) {
  if (!controlled()) {
    return pots::adv::real_pthread_create(handle, attributes, routine,
                                          argument);
  }
  return pots::adv::create(handle, attributes, routine, argument);
}

POTS_PASS_ON(int, pthread_join, (pthread_t handle, void** result),
             (handle, result), pots::adv::join(handle, result, true))
POTS_PASS_ON(int, pthread_tryjoin_np, (pthread_t handle, void** result),
             (handle, result), pots::adv::join(handle, result, false))

int pthread_detach(pthread_t handle) {
  if (!controlled()) return pots::adv::real_pthread_detach(handle);
  const pots::adv::Actor id = pots::adv::find(handle);
  if (id == -1) return ESRCH;
  pots::adv::Thread& thread = pots::adv::machine->threads[id];
  if (thread.joined || thread.detached) return EINVAL;
  thread.detached = true;
  return 0;
}

void pthread_exit(void* result) {
  if (controlled()) {
    pots::adv::self().result = result;
    throw pots::adv::ThreadExit{};
  }
  pots::adv::real_pthread_exit(result);
  __builtin_unreachable();
}

pthread_t pthread_self() {
  return controlled() ? pots::adv::self().fiber.handle
                      : pots::adv::real_pthread_self();
}

}  // extern "C"
