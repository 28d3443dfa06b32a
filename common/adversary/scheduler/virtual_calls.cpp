// The calls that make descriptors, name them and change their ways: played
// under the scheduler, passed on to the real kernel elsewhere. What moves
// bytes, waits or closes is in kernel_calls.cpp.
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "common/adversary/raw_call.hpp"
#include "common/adversary/scheduler/machine.hpp"
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

int control(int fd, int command, long argument, const void* pc) {
  if (is_virtual(fd)) {
    return pots::adv::virtual_control({"fcntl", fd, pc}, command, argument);
  }
  return real(raw_call(SYS_fcntl, fd, command, argument));
}

}  // namespace

extern "C" {

int pipe2(int* ends, int flags) noexcept {
  if (!controlled()) return real(raw_call(SYS_pipe2, ends, flags));
  return pots::adv::virtual_pipe(*reinterpret_cast<int(*)[2]>(ends), flags,
                                 POTS_PC);
}
int pipe(int* ends) noexcept {
  if (!controlled()) return real(raw_call(SYS_pipe2, ends, 0));
  return pots::adv::virtual_pipe(*reinterpret_cast<int(*)[2]>(ends), 0,
                                 POTS_PC);
}
int socketpair(int family, int type, int protocol, int* ends) noexcept {
  if (!controlled()) {
    return real(raw_call(SYS_socketpair, family, type, protocol, ends));
  }
  if (family != AF_UNIX || (type & 0xF) != SOCK_STREAM) {
    not_driven("socketpair() of another kind than AF_UNIX, SOCK_STREAM");
  }
  return pots::adv::virtual_socketpair(type, *reinterpret_cast<int(*)[2]>(ends),
                                       POTS_PC);
}
int socket(int family, int type, int protocol) noexcept {
  if (!controlled()) return real(raw_call(SYS_socket, family, type, protocol));
  if ((family != AF_UNIX && family != AF_INET) || (type & 0xF) != SOCK_STREAM) {
    not_driven("socket() of another kind than AF_INET or AF_UNIX, SOCK_STREAM");
  }
  return pots::adv::virtual_socket(family, type, POTS_PC);
}

int eventfd(unsigned count, int flags) noexcept {
  if (!controlled()) return real(raw_call(SYS_eventfd2, count, flags));
  if ((flags & ~(EFD_CLOEXEC | EFD_NONBLOCK | EFD_SEMAPHORE)) != 0) {
    return real(-EINVAL);
  }
  return pots::adv::virtual_eventfd(count, flags, POTS_PC);
}
int eventfd_read(int fd, eventfd_t* value) {
  if (is_virtual(fd)) {
    const iovec part{value, sizeof *value};
    return pots::adv::virtual_receive({"eventfd_read", fd, POTS_PC}, &part, 1,
                                      0) == sizeof *value
               ? 0
               : -1;
  }
  return ::read(fd, value, sizeof *value) == sizeof *value ? 0 : -1;
}
int eventfd_write(int fd, eventfd_t value) {
  if (is_virtual(fd)) {
    const iovec part{&value, sizeof value};
    return pots::adv::virtual_send({"eventfd_write", fd, POTS_PC}, &part, 1,
                                   0) == sizeof value
               ? 0
               : -1;
  }
  return ::write(fd, &value, sizeof value) == sizeof value ? 0 : -1;
}

int bind(int fd, const sockaddr* name, socklen_t length) noexcept {
  if (is_virtual(fd)) {
    return pots::adv::virtual_bind({"bind", fd, POTS_PC}, name, length);
  }
  return real(raw_call(SYS_bind, fd, name, length));
}
int listen(int fd, int backlog) noexcept {
  if (is_virtual(fd)) {
    return pots::adv::virtual_listen({"listen", fd, POTS_PC}, backlog);
  }
  return real(raw_call(SYS_listen, fd, backlog));
}
int getsockname(int fd, sockaddr* name, socklen_t* length) noexcept {
  if (is_virtual(fd)) {
    return pots::adv::virtual_name({"getsockname", fd, POTS_PC}, false, name,
                                   length);
  }
  return real(raw_call(SYS_getsockname, fd, name, length));
}
int getpeername(int fd, sockaddr* name, socklen_t* length) noexcept {
  if (is_virtual(fd)) {
    return pots::adv::virtual_name({"getpeername", fd, POTS_PC}, true, name,
                                   length);
  }
  return real(raw_call(SYS_getpeername, fd, name, length));
}
int setsockopt(int fd, int level, int option, const void* value,
               socklen_t length) noexcept {
  if (is_virtual(fd)) {
    return pots::adv::virtual_set_option({"setsockopt", fd, POTS_PC}, level,
                                         option, value, length);
  }
  return real(raw_call(SYS_setsockopt, fd, level, option, value, length));
}
int getsockopt(int fd, int level, int option, void* value,
               socklen_t* length) noexcept {
  if (is_virtual(fd)) {
    return pots::adv::virtual_get_option({"getsockopt", fd, POTS_PC}, level,
                                         option, value, length);
  }
  return real(raw_call(SYS_getsockopt, fd, level, option, value, length));
}

int fcntl(int fd, int command, ...) {
  va_list list;
  va_start(list, command);
  const long argument = va_arg(list, long);
  va_end(list);
  return control(fd, command, argument, POTS_PC);
}
int fcntl64(int fd, int command, ...) {
  va_list list;
  va_start(list, command);
  const long argument = va_arg(list, long);
  va_end(list);
  return control(fd, command, argument, POTS_PC);
}

int ioctl(int fd, unsigned long request, ...) noexcept {
  va_list list;
  va_start(list, request);
  const long argument = va_arg(list, long);
  va_end(list);
  if (!is_virtual(fd)) return real(raw_call(SYS_ioctl, fd, request, argument));
  if (request == FIONREAD) {
    return pots::adv::virtual_unread({"ioctl", fd, POTS_PC},
                                     reinterpret_cast<int*>(argument));
  }
  if (request == FIONBIO) {
    const bool on = *reinterpret_cast<const int*>(argument) != 0;
    return pots::adv::virtual_control({"ioctl", fd, POTS_PC}, F_SETFL,
                                      on ? O_NONBLOCK : 0);
  }
  errno = ENOTTY;
  return -1;
}

}  // extern "C"
