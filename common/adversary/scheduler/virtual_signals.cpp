// Signals that a thread sends itself, so that a handler may ring a bell.
//
// raise() needs nothing: it asks the kernel which thread runs. pthread_kill()
// would go to the thread whose stack a fiber has borrowed.
#include <errno.h>
#include <pthread.h>
#include <signal.h>

#include "common/adversary/scheduler/machine.hpp"
#include "common/adversary/scheduler/real_calls.hpp"

POTS_REAL(pthread_kill)

extern "C" int pthread_kill(pthread_t thread, int signal) noexcept {
  if (!pots::adv::controlled()) {
    return pots::adv::real_pthread_kill(thread, signal);
  }
  if (::pthread_equal(thread, ::pthread_self()) == 0) {
    pots::adv::violate(pots::adv::Violation::kNotDriven,
                       "a signal to another thread");
  }
  return ::raise(signal) == 0 ? 0 : errno;
}
