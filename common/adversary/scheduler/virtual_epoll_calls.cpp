// The calls of epoll: played under the scheduler, passed on to the real kernel
// elsewhere. And those of their relatives that are not played.
#include <errno.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <time.h>

#include <cstdint>

#include "common/adversary/raw_call.hpp"
#include "common/adversary/scheduler/virtual_descriptors.hpp"

using pots::adv::as_libc;
using pots::adv::controlled;
using pots::adv::is_virtual;
using pots::adv::raw_call;

#define POTS_PC __builtin_return_address(0)

namespace {

int real(long answer) { return static_cast<int>(as_libc(answer)); }

[[noreturn]] void not_driven(const char* what) {
  pots::adv::violate(pots::adv::Violation::kNotDriven, what);
}

// The kernel's size of a set of signals.
constexpr std::size_t kMaskBytes = 8;

int real_wait(int set, epoll_event* events, int most, int milliseconds,
              const sigset_t* mask) {
  return real(raw_call(SYS_epoll_pwait, set, events, most, milliseconds, mask,
                       kMaskBytes));
}

std::int64_t nanoseconds(int milliseconds) {
  return std::int64_t{milliseconds} * 1'000'000;
}

}  // namespace

extern "C" {

int epoll_create1(int flags) noexcept {
  if (!controlled()) return real(raw_call(SYS_epoll_create1, flags));
  if ((flags & ~EPOLL_CLOEXEC) != 0) return real(-EINVAL);
  return pots::adv::virtual_epoll({"epoll_create1", -1, POTS_PC}, flags);
}
int epoll_create(int size) noexcept {
  if (size <= 0) return real(-EINVAL);
  if (!controlled()) return real(raw_call(SYS_epoll_create1, 0));
  return pots::adv::virtual_epoll({"epoll_create", -1, POTS_PC}, 0);
}

int epoll_ctl(int set, int operation, int fd, epoll_event* event) noexcept {
  if (is_virtual(set)) {
    return pots::adv::virtual_epoll_control({"epoll_ctl", set, POTS_PC},
                                            operation, fd, event);
  }
  if (is_virtual(fd)) {
    not_driven(
        "a real epoll set with a virtual descriptor: make the set in the "
        "test's body");
  }
  return real(raw_call(SYS_epoll_ctl, set, operation, fd, event));
}

int epoll_wait(int set, epoll_event* events, int most, int milliseconds) {
  if (is_virtual(set)) {
    return pots::adv::virtual_epoll_wait({"epoll_wait", set, POTS_PC}, events,
                                         most, nanoseconds(milliseconds));
  }
  return real_wait(set, events, most, milliseconds, nullptr);
}
// Signals come only by raise(): masks make no difference.
int epoll_pwait(int set, epoll_event* events, int most, int milliseconds,
                const sigset_t* mask) {
  if (is_virtual(set)) {
    return pots::adv::virtual_epoll_wait({"epoll_pwait", set, POTS_PC}, events,
                                         most, nanoseconds(milliseconds));
  }
  return real_wait(set, events, most, milliseconds, mask);
}
int epoll_pwait2(int set, epoll_event* events, int most, const timespec* limit,
                 const sigset_t* mask) {
  if (!is_virtual(set)) {
    return real(
        raw_call(SYS_epoll_pwait2, set, events, most, limit, mask, kMaskBytes));
  }
  constexpr std::int64_t kSecond = 1'000'000'000;
  if (limit != nullptr &&
      (limit->tv_sec < 0 || limit->tv_nsec < 0 || limit->tv_nsec >= kSecond)) {
    return real(-EINVAL);
  }
  const std::int64_t time =
      limit == nullptr ? -1 : limit->tv_sec * kSecond + limit->tv_nsec;
  return pots::adv::virtual_epoll_wait({"epoll_pwait2", set, POTS_PC}, events,
                                       most, time);
}

int timerfd_create(clockid_t clock, int flags) noexcept {
  if (!controlled()) return real(raw_call(SYS_timerfd_create, clock, flags));
  not_driven("timerfd: the scheduler plays the timeout of epoll_wait()");
}
int signalfd(int fd, const sigset_t* mask, int flags) noexcept {
  if (!controlled()) {
    return real(raw_call(SYS_signalfd4, fd, mask, kMaskBytes, flags));
  }
  not_driven("signalfd: the scheduler plays signals that threads raise()");
}

}  // extern "C"
