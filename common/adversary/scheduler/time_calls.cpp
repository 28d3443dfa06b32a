// Clocks, sleeps and yields.
#include <errno.h>
#include <sched.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>

#include "common/adversary/scheduler/machine.hpp"
#include "common/adversary/scheduler/real_calls.hpp"
#include "common/adversary/scheduler/time.hpp"

namespace pots::adv {
namespace {

constexpr std::uint64_t kSecond = 1'000'000'000;
// A program that asks for the time so often waits for it to pass.
constexpr int kPatientReads = 1'000;
constexpr std::uint64_t kImpatientStep = 1'000'000;

std::uint64_t read_clock(clockid_t clock) {
  Machine& m = *machine;
  if (++m.clock_reads > kPatientReads) {
    m.now += kImpatientStep;
    m.uses_time = true;
  }
  const bool real = clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE ||
                    clock == CLOCK_TAI;
  return m.now + (real ? kEpoch : 0);
}

timespec split(std::uint64_t ns) {
  timespec time;
  time.tv_sec = static_cast<time_t>(ns / kSecond);
  time.tv_nsec = static_cast<long>(ns % kSecond);
  return time;
}

std::uint64_t whole(const timespec& time) {
  if (time.tv_sec < 0) return 0;
  // Far beyond any clock: "for ever", as large numbers of hours mean.
  if (time.tv_sec > 9'000'000'000) return ~std::uint64_t{0} >> 1;
  return static_cast<std::uint64_t>(time.tv_sec) * kSecond +
         static_cast<std::uint64_t>(time.tv_nsec);
}

void sleep_until(std::uint64_t deadline) {
  Machine& m = *machine;
  Pending pending;
  pending.step = StepKind::kSleep;
  pending.kind = MoveClass::kBlocked;
  if (deadline <= m.now) {
    self().yielded = true;
  } else {
    pending.need = Need::kTime;
    pending.deadline = deadline;
  }
  announce(pending);
  tell(StepKind::kSleep, 0);
}

int yield() {
  Pending pending;
  pending.step = StepKind::kYield;
  Thread& me = self();
  // It has looked and found nothing: until something changes, it need not look
  // again.
  if (me.looks > 0 && me.looks_at_version == machine->writes) {
    set_aside(me);
    if (!me.spinning) return 0;  // patient
  }
  me.yielded = true;
  announce(pending);
  tell(StepKind::kYield, 0);
  return 0;
}

}  // namespace

std::uint64_t deadline_of(clockid_t clock, const timespec* until) {
  const std::uint64_t time = whole(*until);
  const std::uint64_t offset = clock == CLOCK_REALTIME ? kEpoch : 0;
  return time <= offset ? 1 : time - offset;
}

std::uint64_t deadline_after(const timespec* duration) {
  return duration == nullptr ? 0 : machine->now + whole(*duration);
}

}  // namespace pots::adv

using pots::adv::controlled;
using pots::adv::machine;

extern "C" {

int clock_gettime(clockid_t clock, timespec* time) {
  if (!controlled()) return pots::adv::real_clock_gettime(clock, time);
  *time = pots::adv::split(pots::adv::read_clock(clock));
  return 0;
}

int gettimeofday(timeval* time, void* zone) {
  if (!controlled()) return pots::adv::real_gettimeofday(time, zone);
  const timespec now = pots::adv::split(pots::adv::read_clock(CLOCK_REALTIME));
  time->tv_sec = now.tv_sec;
  time->tv_usec = now.tv_nsec / 1000;
  return 0;
}

time_t time(time_t* result) {
  if (!controlled()) return pots::adv::real_time(result);
  const time_t now =
      pots::adv::split(pots::adv::read_clock(CLOCK_REALTIME)).tv_sec;
  if (result != nullptr) *result = now;
  return now;
}

int nanosleep(const timespec* duration, timespec* rest) {
  if (!controlled()) return pots::adv::real_nanosleep(duration, rest);
  pots::adv::sleep_until(pots::adv::deadline_after(duration));
  return 0;
}

int clock_nanosleep(clockid_t clock, int flags, const timespec* until,
                    timespec* rest) {
  if (!controlled()) {
    return pots::adv::real_clock_nanosleep(clock, flags, until, rest);
  }
  pots::adv::sleep_until((flags & TIMER_ABSTIME) != 0
                             ? pots::adv::deadline_of(clock, until)
                             : pots::adv::deadline_after(until));
  return 0;
}

int usleep(useconds_t microseconds) {
  if (!controlled()) return pots::adv::real_usleep(microseconds);
  pots::adv::sleep_until(machine->now + std::uint64_t{microseconds} * 1000);
  return 0;
}

unsigned sleep(unsigned seconds) {
  if (!controlled()) return pots::adv::real_sleep(seconds);
  pots::adv::sleep_until(machine->now +
                         std::uint64_t{seconds} * pots::adv::kSecond);
  return 0;
}

POTS_PASS_ON(int, sched_yield, (), (), pots::adv::yield())

}  // extern "C"
