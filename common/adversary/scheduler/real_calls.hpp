// The C library's own functions behind the names that the engine takes over.
#pragma once

#include <dlfcn.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

namespace pots::adv {

// The next definition of a name after the program's.
template <class Function>
Function next_definition(const char* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

}  // namespace pots::adv

// Defines real_NAME(arguments...): the next definition after the program's,
// looked up once.
#define POTS_REAL(name)                                                 \
  namespace pots::adv {                                                 \
  template <class... Args>                                              \
  auto real_##name(Args... args) {                                      \
    static const auto found =                                           \
        reinterpret_cast<decltype(&::name)>(::dlsym(RTLD_NEXT, #name)); \
    return found(args...);                                              \
  }                                                                     \
  }

// An interposed function: `controlled` under the scheduler, else the real one.
#define POTS_PASS_ON(result, name, parameters, arguments, controlled_call)    \
  result name parameters {                                                    \
    return controlled() ? controlled_call : pots::adv::real_##name arguments; \
  }

POTS_REAL(pthread_create)
POTS_REAL(pthread_self)
POTS_REAL(pthread_join)
POTS_REAL(pthread_tryjoin_np)
POTS_REAL(pthread_detach)
POTS_REAL(pthread_exit)
POTS_REAL(pthread_mutex_init)
POTS_REAL(pthread_mutex_destroy)
POTS_REAL(pthread_mutex_lock)
POTS_REAL(pthread_mutex_trylock)
POTS_REAL(pthread_mutex_unlock)
POTS_REAL(pthread_mutex_timedlock)
POTS_REAL(pthread_mutex_clocklock)
POTS_REAL(pthread_cond_init)
POTS_REAL(pthread_cond_destroy)
POTS_REAL(pthread_cond_wait)
POTS_REAL(pthread_cond_timedwait)
POTS_REAL(pthread_cond_clockwait)
POTS_REAL(pthread_cond_signal)
POTS_REAL(pthread_cond_broadcast)
POTS_REAL(pthread_rwlock_init)
POTS_REAL(pthread_rwlock_destroy)
POTS_REAL(pthread_rwlock_rdlock)
POTS_REAL(pthread_rwlock_tryrdlock)
POTS_REAL(pthread_rwlock_wrlock)
POTS_REAL(pthread_rwlock_trywrlock)
POTS_REAL(pthread_rwlock_unlock)
POTS_REAL(pthread_rwlock_timedrdlock)
POTS_REAL(pthread_rwlock_timedwrlock)
POTS_REAL(pthread_rwlock_clockrdlock)
POTS_REAL(pthread_rwlock_clockwrlock)
POTS_REAL(pthread_spin_init)
POTS_REAL(pthread_spin_destroy)
POTS_REAL(pthread_spin_lock)
POTS_REAL(pthread_spin_trylock)
POTS_REAL(pthread_spin_unlock)
POTS_REAL(pthread_once)
POTS_REAL(pthread_barrier_init)
POTS_REAL(pthread_barrier_destroy)
POTS_REAL(pthread_barrier_wait)
POTS_REAL(pthread_getspecific)
POTS_REAL(pthread_setspecific)
POTS_REAL(sem_init)
POTS_REAL(sem_destroy)
POTS_REAL(sem_wait)
POTS_REAL(sem_trywait)
POTS_REAL(sem_timedwait)
POTS_REAL(sem_clockwait)
POTS_REAL(sem_post)
POTS_REAL(sem_getvalue)
POTS_REAL(sched_yield)
POTS_REAL(clock_gettime)
POTS_REAL(gettimeofday)
POTS_REAL(time)
POTS_REAL(nanosleep)
POTS_REAL(clock_nanosleep)
POTS_REAL(usleep)
POTS_REAL(sleep)
POTS_REAL(rand)
POTS_REAL(random)
