// Mutexes, condition variables, read-write locks, semaphores, barriers and
// pthread_once, as the scheduler plays them.
//
// Their state is kept in the engine, by address: the program's own bytes are
// only looked at to see whether a mutex is recursive.
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <semaphore.h>

#include <bit>

#include "common/adversary/scheduler/frameworks.hpp"
#include "common/adversary/scheduler/machine.hpp"
#include "common/adversary/scheduler/races.hpp"
#include "common/adversary/scheduler/real_calls.hpp"
#include "common/adversary/scheduler/time.hpp"
#include "common/adversary/scheduler/waiting.hpp"

namespace pots::adv {
namespace {

std::uint64_t number(const volatile void* address) {
  return reinterpret_cast<std::uint64_t>(address);
}

int kind_of(const pthread_mutex_t* mutex) { return mutex->__data.__kind & 3; }

Pending lock_pending(const volatile void* mutex, Object& object) {
  Pending pending;
  pending.step = StepKind::kLock;
  pending.kind = MoveClass::kAcquire;
  pending.need = Need::kMutex;
  pending.object = &object;
  pending.touches[0] = {number(mutex), true, false};
  return pending;
}

// The running thread has been let through to a free mutex.
void take(const volatile void* mutex, Object& object, const void* pc) {
  object.owner = machine->running;
  object.count = 0;
  object.limit = 0;  // trylocks that were lost meanwhile
  acquire(object);
  touched(number(mutex), true);
  looked(number(mutex) ^ number(pc) << 20);
  if (tell(StepKind::kLock, number(mutex)) != nullptr) {
    object.since_step = static_cast<int>(machine->story->count) - 1;
  }
}

void give_back(const volatile void* mutex, Object& object) {
  release(object);
  object.owner = -1;
  object.since_step = -1;
  touched(number(mutex), true);
  // Who tried and lost may win now.
  if (object.limit > 0) changed();
}

int lock(pthread_mutex_t* mutex, std::uint64_t deadline, const void* pc) {
  Object& object = object_at(mutex);
  if (object.owner == machine->running) {
    if (kind_of(mutex) == PTHREAD_MUTEX_RECURSIVE) {
      ++object.count;
      return 0;
    }
    if (kind_of(mutex) == PTHREAD_MUTEX_ERRORCHECK) return EDEADLK;
  }
  Pending pending = lock_pending(mutex, object);
  pending.deadline = deadline;
  announce(pending);
  record_access(number(mutex), 1, AccessKind::kAtomicWrite, pc);
  if (self().pending.timed_out) {
    touched(number(mutex), false);
    return ETIMEDOUT;
  }
  take(mutex, object, pc);
  return 0;
}

int try_lock(pthread_mutex_t* mutex, const void* pc) {
  Object& object = object_at(mutex);
  if (object.owner == machine->running &&
      kind_of(mutex) == PTHREAD_MUTEX_RECURSIVE) {
    ++object.count;
    return 0;
  }
  Pending pending = lock_pending(mutex, object);
  pending.need = Need::kNothing;
  pending.kind = MoveClass::kPlain;
  announce(pending);
  record_access(number(mutex), 1, AccessKind::kAtomicWrite, pc);
  if (object.owner != -1) {
    touched(number(mutex), false);
    looked(number(mutex) ^ number(pc) << 20);
    ++object.limit;
    if (StoryStep* step = tell(StepKind::kTryLockLost, number(mutex))) {
      step->other = object.owner;
    }
    return EBUSY;
  }
  take(mutex, object, pc);
  return 0;
}

int unlock(pthread_mutex_t* mutex, const void* pc) {
  Object& object = object_at(mutex);
  if (object.owner == machine->running && object.count > 0) {
    --object.count;  // a recursive one
    return 0;
  }
  Pending pending;
  pending.step = StepKind::kUnlock;
  pending.kind = MoveClass::kRelease;
  pending.touches[0] = {number(mutex), true, false};
  announce(pending);
  record_access(number(mutex), 1, AccessKind::kAtomicWrite, pc);
  if (object.owner != machine->running) {
    machine->story->object = number(mutex);
    violate(Violation::kNotTheHolder);
  }
  give_back(mutex, object);
  tell(StepKind::kUnlock, number(mutex));
  return 0;
}

int destroy(const volatile void* what) {
  Object& object = object_at(what);
  if (object.owner != -1 || object.waiting != 0) {
    machine->story->object = number(what);
    violate(Violation::kDestroyedInUse);
  }
  return 0;
}

// --- condition variables

int wait(pthread_cond_t* condition, pthread_mutex_t* mutex,
         std::uint64_t deadline, const void* pc) {
  Object& lock = object_at(mutex);
  Pending pending;
  pending.step = StepKind::kWait;
  pending.kind = MoveClass::kRelease;
  pending.touches[0] = {number(condition), true, false};
  pending.touches[1] = {number(mutex), true, false};
  announce(pending);
  record_access(number(condition), 1, AccessKind::kAtomicWrite, pc);
  if (lock.owner != machine->running) {
    machine->story->object = number(mutex);
    violate(Violation::kWaitWithoutMutex);
  }
  touched(number(condition), true);
  give_back(mutex, lock);
  tell(StepKind::kWait, number(condition));
  const Wakening how = sleep_in(object_at(condition), deadline, &lock, true);
  take(mutex, lock, pc);
  return how == Wakening::kTimeout ? ETIMEDOUT : 0;
}

int notify(pthread_cond_t* condition, bool all, const void* pc) {
  Pending pending;
  pending.step = StepKind::kNotify;
  pending.touches[0] = {number(condition), true, false};
  announce(pending);
  record_access(number(condition), 1, AccessKind::kAtomicWrite, pc);
  touched(number(condition), true);
  wake_some(object_at(condition), all ? INT_MAX : 1);
  return 0;
}

// --- read-write locks

int lock_shared(pthread_rwlock_t* rwlock, bool wait, std::uint64_t deadline,
                const void* pc) {
  Object& object = object_at(rwlock);
  if (object.owner == machine->running) return EDEADLK;
  Pending pending = lock_pending(rwlock, object);
  pending.step = StepKind::kLockShared;
  pending.need = wait ? Need::kShared : Need::kNothing;
  pending.deadline = deadline;
  pending.touches[0].writes = false;  // readers do not exclude one another
  announce(pending);
  record_access(number(rwlock), 1, AccessKind::kAtomicWrite, pc);
  if (self().pending.timed_out) return ETIMEDOUT;
  if (object.owner != -1) {
    touched(number(rwlock), false);
    looked(number(rwlock) ^ number(pc) << 20);
    ++object.limit;
    return EBUSY;
  }
  ++object.count;
  acquire(object);
  touched(number(rwlock), false);
  tell(StepKind::kLockShared, number(rwlock));
  return 0;
}

int lock_exclusive(pthread_rwlock_t* rwlock, bool wait, std::uint64_t deadline,
                   const void* pc) {
  Object& object = object_at(rwlock);
  if (object.owner == machine->running) return EDEADLK;
  Pending pending = lock_pending(rwlock, object);
  if (!wait) pending.need = Need::kNothing;
  pending.deadline = deadline;
  announce(pending);
  record_access(number(rwlock), 1, AccessKind::kAtomicWrite, pc);
  if (self().pending.timed_out) return ETIMEDOUT;
  if (object.owner != -1 || object.count > 0) {
    // Readers refuse it, but would not refuse each other.
    touched(number(rwlock), object.owner == -1);
    looked(number(rwlock) ^ number(pc) << 20);
    ++object.limit;
    return EBUSY;
  }
  take(rwlock, object, pc);
  return 0;
}

int unlock_rw(pthread_rwlock_t* rwlock, const void* pc) {
  Object& object = object_at(rwlock);
  Pending pending;
  pending.step = StepKind::kUnlock;
  pending.kind = MoveClass::kRelease;
  pending.touches[0] = {number(rwlock), true, false};
  announce(pending);
  record_access(number(rwlock), 1, AccessKind::kAtomicWrite, pc);
  if (object.owner == machine->running) {
    give_back(rwlock, object);
    tell(StepKind::kUnlock, number(rwlock));
  } else if (object.owner == -1 && object.count > 0) {
    release(object);
    --object.count;
    touched(number(rwlock), false);
    changed();
    tell(StepKind::kUnlockShared, number(rwlock));
  } else {
    machine->story->object = number(rwlock);
    violate(Violation::kNotTheHolder);
  }
  return 0;
}

// --- semaphores

// The value that sem_init wrote: for those made before the execution.
unsigned stored_value(const sem_t* semaphore) {
  return *reinterpret_cast<const unsigned*>(semaphore);
}

Object& semaphore_at(sem_t* semaphore) {
  Object& object = object_at(semaphore);
  if (!object.alive) {
    object.alive = true;
    object.count = static_cast<int>(stored_value(semaphore));
  }
  return object;
}

int down(sem_t* semaphore, bool wait, std::uint64_t deadline, const void* pc) {
  Object& object = semaphore_at(semaphore);
  Pending pending;
  pending.step = StepKind::kWait;
  pending.kind = wait ? MoveClass::kAcquire : MoveClass::kPlain;
  pending.need = wait ? Need::kPermit : Need::kNothing;
  pending.object = &object;
  pending.deadline = deadline;
  pending.touches[0] = {number(semaphore), true, false};
  announce(pending);
  record_access(number(semaphore), 1, AccessKind::kAtomicWrite, pc);
  if (self().pending.timed_out || object.count == 0) {
    touched(number(semaphore), false);
    looked(number(semaphore) ^ number(pc) << 20);
    errno = self().pending.timed_out ? ETIMEDOUT : EAGAIN;
    return -1;
  }
  --object.count;
  acquire(object);
  touched(number(semaphore), true);
  changed();
  tell(StepKind::kLock, number(semaphore));
  return 0;
}

int up(sem_t* semaphore, const void* pc) {
  Object& object = semaphore_at(semaphore);
  Pending pending;
  pending.step = StepKind::kUnlock;
  pending.touches[0] = {number(semaphore), true, false};
  announce(pending);
  record_access(number(semaphore), 1, AccessKind::kAtomicWrite, pc);
  touched(number(semaphore), true);
  release(object);
  ++object.count;
  changed();
  tell(StepKind::kUnlock, number(semaphore));
  return 0;
}

// --- barriers

int arrive(pthread_barrier_t* barrier, const void* pc) {
  Object& object = object_at(barrier);
  Pending pending;
  pending.step = StepKind::kWait;
  pending.touches[0] = {number(barrier), true, false};
  announce(pending);
  record_access(number(barrier), 1, AccessKind::kAtomicWrite, pc);
  touched(number(barrier), true);
  release(object);
  changed();
  tell(StepKind::kWait, number(barrier));
  if (++object.count < object.limit) {
    sleep_in(object, 0, nullptr, false);
    acquire(object);
    return 0;
  }
  object.count = 0;
  wake_some(object, INT_MAX);
  acquire(object);
  return PTHREAD_BARRIER_SERIAL_THREAD;
}

// --- pthread_once. The word of the program stays as it was: 2 only if it was
// done before the execution. Then there is nothing to decide.

constexpr pthread_once_t kDone = 2;

int once(pthread_once_t* control, void (*routine)(), const void* pc) {
  if (*control == kDone) return 0;
  Object& object = object_at(control);
  Pending pending = lock_pending(control, object);
  announce(pending);
  record_access(number(control), 1, AccessKind::kAtomicWrite, pc);
  take(control, object, pc);
  if (!object.alive && *control == 0) {
    try {
      routine();
    } catch (...) {
      give_back(control, object);
      throw;
    }
    object.alive = true;
  }
  give_back(control, object);
  return 0;
}

}  // namespace
}  // namespace pots::adv

using pots::adv::controlled;
using pots::adv::deadline_of;

#define POTS_PC __builtin_return_address(0)
#define MUTEX pthread_mutex_t* mutex
#define COND pthread_cond_t* condition
#define RWLOCK pthread_rwlock_t* rwlock
#define SEM sem_t* semaphore
#define UNTIL const timespec* until

extern "C" {

// GoogleTest's own locks are not the program's.
int pthread_mutex_lock(pthread_mutex_t* mutex) {
  if (controlled() && !pots::adv::is_frameworks(mutex)) {
    return pots::adv::lock(mutex, 0, POTS_PC);
  }
  pots::adv::maybe_learn(mutex);
  return pots::adv::real_pthread_mutex_lock(mutex);
}
int pthread_mutex_unlock(pthread_mutex_t* mutex) {
  return controlled() && !pots::adv::is_frameworks(mutex)
             ? pots::adv::unlock(mutex, POTS_PC)
             : pots::adv::real_pthread_mutex_unlock(mutex);
}
POTS_PASS_ON(int, pthread_mutex_trylock, (MUTEX), (mutex),
             pots::adv::try_lock(mutex, POTS_PC))
POTS_PASS_ON(int, pthread_mutex_timedlock, (MUTEX, UNTIL), (mutex, until),
             pots::adv::lock(mutex, deadline_of(CLOCK_REALTIME, until),
                             POTS_PC))
POTS_PASS_ON(int, pthread_mutex_clocklock, (MUTEX, clockid_t clock, UNTIL),
             (mutex, clock, until),
             pots::adv::lock(mutex, deadline_of(clock, until), POTS_PC))
POTS_PASS_ON(int, pthread_mutex_destroy, (MUTEX), (mutex),
             pots::adv::destroy(mutex))

POTS_PASS_ON(int, pthread_cond_wait, (COND, MUTEX), (condition, mutex),
             pots::adv::wait(condition, mutex, 0, POTS_PC))
POTS_PASS_ON(int, pthread_cond_timedwait, (COND, MUTEX, UNTIL),
             (condition, mutex, until),
             pots::adv::wait(condition, mutex,
                             deadline_of(CLOCK_REALTIME, until), POTS_PC))
POTS_PASS_ON(int, pthread_cond_clockwait, (COND, MUTEX, clockid_t clock, UNTIL),
             (condition, mutex, clock, until),
             pots::adv::wait(condition, mutex, deadline_of(clock, until),
                             POTS_PC))
POTS_PASS_ON(int, pthread_cond_signal, (COND), (condition),
             pots::adv::notify(condition, false, POTS_PC))
POTS_PASS_ON(int, pthread_cond_broadcast, (COND), (condition),
             pots::adv::notify(condition, true, POTS_PC))
POTS_PASS_ON(int, pthread_cond_destroy, (COND), (condition),
             pots::adv::destroy(condition))

POTS_PASS_ON(int, pthread_rwlock_rdlock, (RWLOCK), (rwlock),
             pots::adv::lock_shared(rwlock, true, 0, POTS_PC))
POTS_PASS_ON(int, pthread_rwlock_tryrdlock, (RWLOCK), (rwlock),
             pots::adv::lock_shared(rwlock, false, 0, POTS_PC))
POTS_PASS_ON(int, pthread_rwlock_timedrdlock, (RWLOCK, UNTIL), (rwlock, until),
             pots::adv::lock_shared(rwlock, true,
                                    deadline_of(CLOCK_REALTIME, until),
                                    POTS_PC))
POTS_PASS_ON(int, pthread_rwlock_clockrdlock, (RWLOCK, clockid_t clock, UNTIL),
             (rwlock, clock, until),
             pots::adv::lock_shared(rwlock, true, deadline_of(clock, until),
                                    POTS_PC))
POTS_PASS_ON(int, pthread_rwlock_wrlock, (RWLOCK), (rwlock),
             pots::adv::lock_exclusive(rwlock, true, 0, POTS_PC))
POTS_PASS_ON(int, pthread_rwlock_trywrlock, (RWLOCK), (rwlock),
             pots::adv::lock_exclusive(rwlock, false, 0, POTS_PC))
POTS_PASS_ON(int, pthread_rwlock_timedwrlock, (RWLOCK, UNTIL), (rwlock, until),
             pots::adv::lock_exclusive(rwlock, true,
                                       deadline_of(CLOCK_REALTIME, until),
                                       POTS_PC))
POTS_PASS_ON(int, pthread_rwlock_clockwrlock, (RWLOCK, clockid_t clock, UNTIL),
             (rwlock, clock, until),
             pots::adv::lock_exclusive(rwlock, true, deadline_of(clock, until),
                                       POTS_PC))
POTS_PASS_ON(int, pthread_rwlock_unlock, (RWLOCK), (rwlock),
             pots::adv::unlock_rw(rwlock, POTS_PC))
POTS_PASS_ON(int, pthread_rwlock_destroy, (RWLOCK), (rwlock),
             pots::adv::destroy(rwlock))

int pthread_spin_lock(pthread_spinlock_t* spin) {
  auto* mutex = reinterpret_cast<pthread_mutex_t*>(
      const_cast<int*>(reinterpret_cast<volatile int*>(spin)));
  if (!controlled()) return pots::adv::real_pthread_spin_lock(spin);
  pots::adv::Object& object = pots::adv::object_at(mutex);
  pots::adv::announce(pots::adv::lock_pending(mutex, object));
  pots::adv::take(mutex, object, POTS_PC);
  return 0;
}
int pthread_spin_trylock(pthread_spinlock_t* spin) {
  if (!controlled()) return pots::adv::real_pthread_spin_trylock(spin);
  pots::adv::Object& object = pots::adv::object_at(spin);
  pots::adv::Pending pending = pots::adv::lock_pending(spin, object);
  pending.need = pots::adv::Need::kNothing;
  pots::adv::announce(pending);
  if (object.owner != -1) {
    ++object.limit;
    pots::adv::looked(pots::adv::number(spin));
    return EBUSY;
  }
  pots::adv::take(spin, object, POTS_PC);
  return 0;
}
int pthread_spin_unlock(pthread_spinlock_t* spin) {
  if (!controlled()) return pots::adv::real_pthread_spin_unlock(spin);
  pots::adv::Object& object = pots::adv::object_at(spin);
  pots::adv::Pending pending;
  pending.step = pots::adv::StepKind::kUnlock;
  pending.kind = pots::adv::MoveClass::kRelease;
  pending.touches[0] = {pots::adv::number(spin), true, false};
  pots::adv::announce(pending);
  pots::adv::give_back(spin, object);
  return 0;
}

POTS_PASS_ON(int, sem_wait, (SEM), (semaphore),
             pots::adv::down(semaphore, true, 0, POTS_PC))
POTS_PASS_ON(int, sem_trywait, (SEM), (semaphore),
             pots::adv::down(semaphore, false, 0, POTS_PC))
POTS_PASS_ON(int, sem_timedwait, (SEM, UNTIL), (semaphore, until),
             pots::adv::down(semaphore, true,
                             deadline_of(CLOCK_REALTIME, until), POTS_PC))
POTS_PASS_ON(int, sem_clockwait, (SEM, clockid_t clock, UNTIL),
             (semaphore, clock, until),
             pots::adv::down(semaphore, true, deadline_of(clock, until),
                             POTS_PC))
POTS_PASS_ON(int, sem_post, (SEM), (semaphore),
             pots::adv::up(semaphore, POTS_PC))
int sem_init(sem_t* semaphore, int shared, unsigned value) {
  const int result = pots::adv::real_sem_init(semaphore, shared, value);
  if (controlled() && result == 0) {
    pots::adv::Object& object = pots::adv::object_at(semaphore);
    object.alive = true;
    object.count = static_cast<int>(value);
  }
  return result;
}
int sem_getvalue(sem_t* semaphore, int* value) {
  if (!controlled()) return pots::adv::real_sem_getvalue(semaphore, value);
  *value = pots::adv::semaphore_at(semaphore).count;
  return 0;
}

int pthread_barrier_init(pthread_barrier_t* barrier,
                         const pthread_barrierattr_t* attributes,
                         unsigned count) {
  if (controlled()) {
    if (count == 0) return EINVAL;
    pots::adv::Object& object = pots::adv::object_at(barrier);
    object.count = 0;
    object.limit = static_cast<int>(count);
    return 0;
  }
  return pots::adv::real_pthread_barrier_init(barrier, attributes, count);
}
POTS_PASS_ON(int, pthread_barrier_wait, (pthread_barrier_t * barrier),
             (barrier), pots::adv::arrive(barrier, POTS_PC))
POTS_PASS_ON(int, pthread_barrier_destroy, (pthread_barrier_t * barrier),
             (barrier), pots::adv::destroy(barrier))

POTS_PASS_ON(int, pthread_once, (pthread_once_t * control, void (*routine)()),
             (control, routine), pots::adv::once(control, routine, POTS_PC))

}  // extern "C"
