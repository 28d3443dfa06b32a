// What else C and C++ programs call that the scheduler must see: futexes (the
// ground of atomic waits, latches and futures), guards of local statics,
// exceptions, ways out of the program, and random numbers.
#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <stdarg.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <string>
#include <typeinfo>

#include "common/adversary/raw_call.hpp"
#include "common/adversary/scheduler/futex.hpp"
#include "common/adversary/scheduler/machine.hpp"
#include "common/adversary/scheduler/races.hpp"
#include "common/adversary/scheduler/real_calls.hpp"
#include "common/adversary/scheduler/statics.hpp"
#include "common/adversary/scheduler/time.hpp"
#include "common/adversary/scheduler/waiting.hpp"

namespace pots::adv {
namespace {

std::uint64_t number(const volatile void* address) {
  return reinterpret_cast<std::uint64_t>(address);
}

long refuse(int error) {
  errno = error;
  return -1;
}

}  // namespace

long futex_call(const long (&a)[6]) {
  auto* word = reinterpret_cast<volatile unsigned*>(a[0]);
  const int operation = static_cast<int>(a[1]) & FUTEX_CMD_MASK;
  const auto value = static_cast<unsigned>(a[2]);
  const auto* time = reinterpret_cast<const timespec*>(a[3]);
  Pending pending;
  pending.touches[0] = {number(word), true, false};
  if (operation == FUTEX_WAIT || operation == FUTEX_WAIT_BITSET) {
    pending.step = StepKind::kWait;
    announce(pending);
    Object& object = object_at(word);
    if (*word != value) {
      touched(number(word), false);
      return refuse(EAGAIN);
    }
    touched(number(word), true);
    std::uint64_t deadline = deadline_after(time);
    if (time != nullptr && operation == FUTEX_WAIT_BITSET) {
      const bool real = (a[1] & FUTEX_CLOCK_REALTIME) != 0;
      deadline = deadline_of(real ? CLOCK_REALTIME : CLOCK_MONOTONIC, time);
    }
    tell(StepKind::kWait, number(word));
    const Wakening how = sleep_in(object, deadline, nullptr, true);
    if (how == Wakening::kTimeout) return refuse(ETIMEDOUT);
    if (how == Wakening::kSpurious) return refuse(EINTR);
    return 0;
  }
  if (operation == FUTEX_WAKE || operation == FUTEX_WAKE_BITSET) {
    pending.step = StepKind::kNotify;
    announce(pending);
    touched(number(word), true);
    return wake_some(object_at(word), static_cast<int>(value));
  }
  violate(Violation::kNotDriven,
          "a futex operation other than wait and wake (priority inheritance, "
          "requeue...)");
}

}  // namespace pots::adv

using namespace pots::adv;  // NOLINT: the rest of the file is C's names

extern "C" {

// --- local statics: the first byte says "made", as the ABI wants it.

int __cxa_guard_acquire(std::uint64_t* guard) {
  auto* made = reinterpret_cast<volatile unsigned char*>(guard);
  if (!controlled()) {
    static const auto real =
        pots::adv::next_definition<int (*)(std::uint64_t*)>(
            "__cxa_guard_acquire");
    return real(guard);
  }
  Object& object = object_at(guard);
  if (*made != 0) {
    acquire(object);
    return 0;
  }
  Pending pending;
  pending.step = StepKind::kLock;
  pending.kind = MoveClass::kAcquire;
  pending.need = Need::kMutex;
  pending.object = &object;
  pending.touches[0] = {number(guard), true, false};
  announce(pending);
  touched(number(guard), true);
  acquire(object);
  if (*made != 0) return 0;
  object.owner = machine->running;
  object.count = 0;
  return 1;
}

static void end_guard(std::uint64_t* guard, bool made) {
  Pending pending;
  pending.step = StepKind::kUnlock;
  pending.kind = MoveClass::kRelease;
  pending.touches[0] = {number(guard), true, false};
  announce(pending);
  touched(number(guard), true);
  Object& object = object_at(guard);
  release(object);
  object.owner = -1;
  note_write(number(guard), 8);
  if (made) *reinterpret_cast<volatile unsigned char*>(guard) = 1;
  changed();
}

void __cxa_guard_release(std::uint64_t* guard) {
  if (controlled()) {
    end_guard(guard, true);
    return;
  }
  static const auto real = pots::adv::next_definition<void (*)(std::uint64_t*)>(
      "__cxa_guard_release");
  real(guard);
}

void __cxa_guard_abort(std::uint64_t* guard) {
  if (controlled()) {
    end_guard(guard, false);
    return;
  }
  static const auto real =
      pots::adv::next_definition<void (*)(std::uint64_t*)>("__cxa_guard_abort");
  real(guard);
}

// Local statics are made anew in each execution; their destructors never run.
int __cxa_atexit(void (*function)(void*), void* argument, void* library) {
  if (controlled()) return 0;
  static const auto real =
      pots::adv::next_definition<int (*)(void (*)(void*), void*, void*)>(
          "__cxa_atexit");
  return real(function, argument, library);
}

// --- exceptions: threads share them by counts that the compiler does not see.

void* __cxa_allocate_exception(std::size_t size) noexcept {
  static const auto real = pots::adv::next_definition<void* (*)(std::size_t)>(
      "__cxa_allocate_exception");
  void* exception = real(size);
  if (controlled()) {
    forget_bytes(number(exception), size);
    exempt_from_races(number(exception), size);
  }
  return exception;
}

// --- a child would go on exploring schedules, and its children too

pid_t fork() {
  if (controlled()) {
    violate(Violation::kNotDriven,
            "fork: the adversary plays the threads of one process");
  }
  static const auto real = pots::adv::next_definition<pid_t (*)()>("fork");
  return real();
}

// --- ways out

[[noreturn]] static void leave(const char* call) {
  violate(Violation::kExit, call);
}

void exit(int status) {
  if (controlled()) leave("exit");
  pots::adv::next_definition<void (*)(int)>("exit")(status);
  __builtin_unreachable();
}
void quick_exit(int status) {
  if (controlled()) leave("quick_exit");
  pots::adv::next_definition<void (*)(int)>("quick_exit")(status);
  __builtin_unreachable();
}
void _exit(int status) {
  if (controlled()) leave("_exit");
  raw_call(SYS_exit_group, status);
  __builtin_unreachable();
}
void _Exit(int status) {
  if (controlled()) leave("_Exit");
  raw_call(SYS_exit_group, status);
  __builtin_unreachable();
}
void abort() {
  if (controlled()) leave("abort");
  pots::adv::next_definition<void (*)()>("abort")();
  __builtin_unreachable();
}
void __assert_fail(const char* claim, const char* file, unsigned line,
                   const char* function) {
  if (controlled()) {
    machine->active = false;
    const char* name = std::strrchr(file, '/');
    char text[300];
    std::snprintf(text, sizeof text, "assert(%s)   %s:%u", claim,
                  name == nullptr ? file : name + 1, line);
    violate(Violation::kExpectation, text);
  }
  pots::adv::next_definition<void (*)(const char*, const char*, unsigned,
                                      const char*)>("__assert_fail")(
      claim, file, line, function);
  __builtin_unreachable();
}

// --- the same "random" numbers in every execution

int rand() {
  if (!controlled()) return real_rand();
  machine->random =
      machine->random * 6364136223846793005u + 1442695040888963407u;
  return static_cast<int>(machine->random >> 33);
}
long random() {
  if (!controlled()) return real_random();
  return rand();
}

}  // extern "C"
