// The interposed functions: what a program under test calls instead of libc's.
//
// Each asks whether the kernel player drives this descriptor, or whether it is
// one of the scheduler's. If not, the call goes to the real kernel, past the C
// library; so the players must stand for each name that a compiler may choose,
// the fortified ones (`__read_chk`) too.
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <vector>

#include "common/adversary/kernel.hpp"
#include "common/adversary/raw_call.hpp"
#include "common/adversary/scheduler/futex.hpp"
#include "common/adversary/scheduler/machine.hpp"
#include "common/adversary/scheduler/virtual_descriptors.hpp"

namespace pots::adv {
namespace {

using Direction = Kernel::Direction;

// A call on a descriptor that nobody drives. While the kernel plays, success
// spoils errno there too: POSIX allows it, and error paths must not count on
// a write to standard error leaving errno alone.
long pass(long answer) {
  const long result = as_libc(answer);
  if (result >= 0 && Kernel::playing() != nullptr) errno = EXDEV;
  return result;
}

std::size_t total(const iovec* parts, std::size_t count) {
  return std::accumulate(
      parts, parts + count, std::size_t{0},
      [](std::size_t sum, const iovec& part) { return sum + part.iov_len; });
}

// The first `limit` bytes of a scattered buffer.
std::vector<iovec> first(const iovec* parts, std::size_t count,
                         std::size_t limit) {
  std::vector<iovec> cut;
  for (std::size_t i = 0; i < count && limit > 0; ++i) {
    cut.push_back({parts[i].iov_base, std::min(parts[i].iov_len, limit)});
    limit -= cut.back().iov_len;
  }
  return cut;
}

const void* start(const iovec* parts, std::size_t count) {
  return count == 0 ? nullptr : parts[0].iov_base;
}

long scattered(const char* name, long number, Direction direction, int fd,
               const iovec* parts, int count) {
  Kernel* kernel = Kernel::playing(fd);
  if (kernel == nullptr) return pass(raw_call(number, fd, parts, count));
  const auto n = static_cast<std::size_t>(count);
  return kernel->transfer(name, direction, fd, total(parts, n), false,
                          start(parts, n), [=](std::size_t limit) {
                            const std::vector<iovec> cut =
                                first(parts, n, limit);
                            return raw_call(number, fd, cut.data(), cut.size());
                          });
}

long message(const char* name, long number, Direction direction, int fd,
             const msghdr* header, int flags) {
  Kernel* kernel = Kernel::playing(fd);
  if (kernel == nullptr) return pass(raw_call(number, fd, header, flags));
  return kernel->transfer(
      name, direction, fd, total(header->msg_iov, header->msg_iovlen),
      (flags & MSG_DONTWAIT) != 0, start(header->msg_iov, header->msg_iovlen),
      [=](std::size_t limit) {
        std::vector<iovec> cut =
            first(header->msg_iov, header->msg_iovlen, limit);
        msghdr copy = *header;
        copy.msg_iov = cut.data();
        copy.msg_iovlen = cut.size();
        return raw_call(number, fd, &copy, flags);
      });
}

long receive(const char* name, int fd, void* buffer, std::size_t size,
             int flags, sockaddr* address, socklen_t* length) {
  Kernel* kernel = Kernel::playing(fd);
  const auto move = [=](std::size_t limit) {
    return raw_call(SYS_recvfrom, fd, buffer, limit, flags, address, length);
  };
  if (kernel == nullptr) return pass(move(size));
  return kernel->transfer(name, Direction::kIn, fd, size,
                          (flags & MSG_DONTWAIT) != 0, buffer, move);
}

long send_out(const char* name, int fd, const void* buffer, std::size_t size,
              int flags, const sockaddr* address, socklen_t length) {
  Kernel* kernel = Kernel::playing(fd);
  const auto move = [=](std::size_t limit) {
    return raw_call(SYS_sendto, fd, buffer, limit, flags, address, length);
  };
  if (kernel == nullptr) return pass(move(size));
  return kernel->transfer(name, Direction::kOut, fd, size,
                          (flags & MSG_DONTWAIT) != 0, buffer, move);
}

long simple(const char* name, long number, Direction direction, int fd,
            void* buffer, std::size_t size) {
  Kernel* kernel = Kernel::playing(fd);
  const auto move = [=](std::size_t limit) {
    return raw_call(number, fd, buffer, limit);
  };
  if (kernel == nullptr) return pass(move(size));
  return kernel->transfer(name, direction, fd, size, false, buffer, move);
}

long at_offset(const char* name, long number, Direction direction, int fd,
               void* buffer, std::size_t size, off_t offset) {
  Kernel* kernel = Kernel::playing(fd);
  const auto move = [=](std::size_t limit) {
    return raw_call(number, fd, buffer, limit, offset);
  };
  if (kernel == nullptr) return pass(move(size));
  return kernel->transfer(name, direction, fd, size, false, buffer, move);
}

int accept_from(const char* name, int fd, sockaddr* address, socklen_t* length,
                int flags) {
  Kernel* kernel = Kernel::playing(fd);
  const auto deed = [=] {
    return raw_call(SYS_accept4, fd, address, length, flags);
  };
  if (kernel == nullptr) return static_cast<int>(pass(deed()));
  return static_cast<int>(kernel->accept(name, fd, deed));
}

int duplicate(const char* name, int fd, const std::function<long()>& deed) {
  Kernel* kernel = Kernel::playing(fd);
  if (kernel == nullptr) return static_cast<int>(pass(deed()));
  const long result = kernel->act(name, fd, false, false, deed);
  if (result >= 0) kernel->came_from(fd, static_cast<int>(result));
  return static_cast<int>(result);
}

// poll in all its forms; a timeout counts as over at once: time is not waited
// for while the kernel plays.
int wait_for(const char* name, pollfd* entries, nfds_t count, bool for_ever,
             const std::function<long()>& waiting) {
  for (nfds_t i = 0; i < count; ++i) {
    Kernel* kernel = Kernel::playing(entries[i].fd);
    if (kernel == nullptr) continue;
    return static_cast<int>(kernel->wait(name, entries[i].fd, for_ever, [=] {
      const timespec at_once{};
      return raw_call(SYS_ppoll, entries, count, &at_once, nullptr, 8);
    }));
  }
  return static_cast<int>(pass(waiting()));
}

}  // namespace
}  // namespace pots::adv

using pots::adv::as_libc;
using pots::adv::is_virtual;
using pots::adv::Kernel;
using pots::adv::pass;
using pots::adv::raw_call;
using Way = pots::adv::Direction;

// For those that the scheduler plays: who has called.
#define POTS_SITE(name) \
  { name, fd, __builtin_return_address(0) }

namespace {

// Descriptors that have no positions.
long no_position() {
  errno = ESPIPE;
  return -1;
}

// The time that select and ppoll are given; for ever is negative.
std::int64_t nanoseconds(const timespec* time) {
  if (time == nullptr) return -1;
  return time->tv_sec * std::int64_t{1'000'000'000} + time->tv_nsec;
}

}  // namespace

extern "C" {

ssize_t read(int fd, void* buffer, size_t size) {
  if (is_virtual(fd)) {
    const iovec part{buffer, size};
    return pots::adv::virtual_receive(POTS_SITE("read"), &part, 1, 0);
  }
  return pots::adv::simple("read", SYS_read, Way::kIn, fd, buffer, size);
}
ssize_t __read_chk(int fd, void* buffer, size_t size, size_t) {
  return read(fd, buffer, size);
}
ssize_t write(int fd, const void* buffer, size_t size) {
  if (is_virtual(fd)) {
    const iovec part{const_cast<void*>(buffer), size};
    return pots::adv::virtual_send(POTS_SITE("write"), &part, 1, 0);
  }
  return pots::adv::simple("write", SYS_write, Way::kOut, fd,
                           const_cast<void*>(buffer), size);
}
ssize_t readv(int fd, const iovec* parts, int count) {
  if (is_virtual(fd)) {
    return pots::adv::virtual_receive(POTS_SITE("readv"), parts,
                                      static_cast<size_t>(count), 0);
  }
  return pots::adv::scattered("readv", SYS_readv, Way::kIn, fd, parts, count);
}
ssize_t writev(int fd, const iovec* parts, int count) {
  if (is_virtual(fd)) {
    return pots::adv::virtual_send(POTS_SITE("writev"), parts,
                                   static_cast<size_t>(count), 0);
  }
  return pots::adv::scattered("writev", SYS_writev, Way::kOut, fd, parts,
                              count);
}
ssize_t pread(int fd, void* buffer, size_t size, off_t offset) {
  if (is_virtual(fd)) return no_position();
  return pots::adv::at_offset("pread", SYS_pread64, Way::kIn, fd, buffer, size,
                              offset);
}
ssize_t pread64(int fd, void* buffer, size_t size, off64_t offset) {
  return pread(fd, buffer, size, offset);
}
ssize_t __pread_chk(int fd, void* buffer, size_t size, off_t offset, size_t) {
  return pread(fd, buffer, size, offset);
}
ssize_t __pread64_chk(int fd, void* buffer, size_t size, off64_t offset,
                      size_t) {
  return pread(fd, buffer, size, offset);
}
ssize_t pwrite(int fd, const void* buffer, size_t size, off_t offset) {
  if (is_virtual(fd)) return no_position();
  return pots::adv::at_offset("pwrite", SYS_pwrite64, Way::kOut, fd,
                              const_cast<void*>(buffer), size, offset);
}
ssize_t pwrite64(int fd, const void* buffer, size_t size, off64_t offset) {
  return pwrite(fd, buffer, size, offset);
}

ssize_t recv(int fd, void* buffer, size_t size, int flags) {
  if (is_virtual(fd)) {
    const iovec part{buffer, size};
    return pots::adv::virtual_receive(POTS_SITE("recv"), &part, 1, flags);
  }
  return pots::adv::receive("recv", fd, buffer, size, flags, nullptr, nullptr);
}
ssize_t __recv_chk(int fd, void* buffer, size_t size, size_t, int flags) {
  return recv(fd, buffer, size, flags);
}
ssize_t recvfrom(int fd, void* buffer, size_t size, int flags,
                 sockaddr* address, socklen_t* length) {
  if (is_virtual(fd)) {
    if (length != nullptr) *length = 0;
    const iovec part{buffer, size};
    return pots::adv::virtual_receive(POTS_SITE("recvfrom"), &part, 1, flags);
  }
  return pots::adv::receive("recvfrom", fd, buffer, size, flags, address,
                            length);
}
ssize_t __recvfrom_chk(int fd, void* buffer, size_t size, size_t, int flags,
                       sockaddr* address, socklen_t* length) {
  return recvfrom(fd, buffer, size, flags, address, length);
}
ssize_t recvmsg(int fd, msghdr* header, int flags) {
  if (is_virtual(fd)) {
    header->msg_namelen = 0;
    header->msg_controllen = 0;
    header->msg_flags = 0;
    return pots::adv::virtual_receive(POTS_SITE("recvmsg"), header->msg_iov,
                                      header->msg_iovlen, flags);
  }
  return pots::adv::message("recvmsg", SYS_recvmsg, Way::kIn, fd, header,
                            flags);
}
ssize_t send(int fd, const void* buffer, size_t size, int flags) {
  if (is_virtual(fd)) {
    const iovec part{const_cast<void*>(buffer), size};
    return pots::adv::virtual_send(POTS_SITE("send"), &part, 1, flags);
  }
  return pots::adv::send_out("send", fd, buffer, size, flags, nullptr, 0);
}
ssize_t sendto(int fd, const void* buffer, size_t size, int flags,
               const sockaddr* address, socklen_t length) {
  if (is_virtual(fd)) {
    const iovec part{const_cast<void*>(buffer), size};
    return pots::adv::virtual_send(POTS_SITE("sendto"), &part, 1, flags);
  }
  return pots::adv::send_out("sendto", fd, buffer, size, flags, address,
                             length);
}
ssize_t sendmsg(int fd, const msghdr* header, int flags) {
  if (is_virtual(fd)) {
    return pots::adv::virtual_send(POTS_SITE("sendmsg"), header->msg_iov,
                                   header->msg_iovlen, flags);
  }
  return pots::adv::message("sendmsg", SYS_sendmsg, Way::kOut, fd, header,
                            flags);
}

int accept(int fd, sockaddr* address, socklen_t* length) {
  if (is_virtual(fd)) {
    return pots::adv::virtual_accept(POTS_SITE("accept"), address, length, 0);
  }
  return pots::adv::accept_from("accept", fd, address, length, 0);
}
int accept4(int fd, sockaddr* address, socklen_t* length, int flags) {
  if (is_virtual(fd)) {
    return pots::adv::virtual_accept(POTS_SITE("accept4"), address, length,
                                     flags);
  }
  return pots::adv::accept_from("accept4", fd, address, length, flags);
}
int connect(int fd, const sockaddr* address, socklen_t length) {
  if (is_virtual(fd)) {
    return pots::adv::virtual_connect(POTS_SITE("connect"), address, length);
  }
  const auto deed = [=] { return raw_call(SYS_connect, fd, address, length); };
  Kernel* kernel = Kernel::playing(fd);
  if (kernel == nullptr) return static_cast<int>(pass(deed()));
  // An interrupted connect goes on by itself.
  return static_cast<int>(kernel->act("connect", fd, true, true, deed));
}
int shutdown(int fd, int how) {
  if (is_virtual(fd)) {
    return pots::adv::virtual_shutdown(POTS_SITE("shutdown"), how);
  }
  const auto deed = [=] { return raw_call(SYS_shutdown, fd, how); };
  Kernel* kernel = Kernel::playing(fd);
  if (kernel == nullptr) return static_cast<int>(pass(deed()));
  return static_cast<int>(kernel->act("shutdown", fd, false, false, deed));
}

int dup(int fd) {
  if (is_virtual(fd)) {
    return pots::adv::virtual_duplicate(POTS_SITE("dup"), 0, false, 0);
  }
  return pots::adv::duplicate("dup", fd, [=] { return raw_call(SYS_dup, fd); });
}
int dup3(int fd, int to, int flags) {
  if (is_virtual(fd)) {
    if (fd == to) return static_cast<int>(pass(-EINVAL));
    return pots::adv::virtual_duplicate(POTS_SITE("dup3"), to, true, flags);
  }
  return pots::adv::duplicate(
      "dup3", fd, [=] { return raw_call(SYS_dup3, fd, to, flags); });
}
int dup2(int fd, int to) {
  if (is_virtual(fd)) {
    return pots::adv::virtual_duplicate(POTS_SITE("dup2"), to, true, 0);
  }
  return pots::adv::duplicate("dup2", fd, [=] {
    return fd == to ? raw_call(SYS_fcntl, fd, F_GETFD) < 0 ? -EBADF : long{fd}
                    : raw_call(SYS_dup3, fd, to, 0);
  });
}
int close(int fd) {
  if (is_virtual(fd)) return pots::adv::virtual_close(POTS_SITE("close"));
  Kernel* kernel = Kernel::playing(fd);
  if (kernel == nullptr) return static_cast<int>(pass(raw_call(SYS_close, fd)));
  return static_cast<int>(kernel->close(fd));
}

int ppoll(pollfd* entries, nfds_t count, const timespec* timeout,
          const sigset_t* mask) {
  if (pots::adv::is_virtual_poll(entries, count)) {
    return pots::adv::virtual_poll("ppoll", entries, count,
                                   nanoseconds(timeout),
                                   __builtin_return_address(0));
  }
  return pots::adv::wait_for("ppoll", entries, count, timeout == nullptr, [=] {
    // The kernel writes the rest of the time back; the caller's is const.
    timespec rest = timeout == nullptr ? timespec{} : *timeout;
    return raw_call(SYS_ppoll, entries, count,
                    timeout == nullptr ? nullptr : &rest, mask, 8);
  });
}
int __ppoll_chk(pollfd* entries, nfds_t count, const timespec* timeout,
                const sigset_t* mask, size_t) {
  return ppoll(entries, count, timeout, mask);
}
int poll(pollfd* entries, nfds_t count, int milliseconds) {
  if (pots::adv::is_virtual_poll(entries, count)) {
    return pots::adv::virtual_poll("poll", entries, count,
                                   std::int64_t{milliseconds} * 1'000'000,
                                   __builtin_return_address(0));
  }
  return pots::adv::wait_for("poll", entries, count, milliseconds < 0, [=] {
    timespec rest{milliseconds / 1000, milliseconds % 1000 * 1'000'000L};
    return raw_call(SYS_ppoll, entries, count,
                    milliseconds < 0 ? nullptr : &rest, nullptr, 8);
  });
}
int __poll_chk(pollfd* entries, nfds_t count, int milliseconds, size_t) {
  return poll(entries, count, milliseconds);
}
int select(int count, fd_set* in, fd_set* out, fd_set* except,
           timeval* timeout) {
  if (pots::adv::is_virtual_select(count, {in, out, except})) {
    const std::int64_t limit =
        timeout == nullptr ? -1
                           : timeout->tv_sec * std::int64_t{1'000'000'000} +
                                 timeout->tv_usec * 1'000;
    return pots::adv::virtual_select(count, {in, out, except}, limit,
                                     __builtin_return_address(0));
  }
  timespec rest{};
  if (timeout != nullptr) {
    rest = {timeout->tv_sec, timeout->tv_usec * 1000};
  }
  const auto ask = [=](const timespec* limit) {
    timespec copy = limit == nullptr ? timespec{} : *limit;
    return raw_call(SYS_pselect6, count, in, out, except,
                    limit == nullptr ? nullptr : &copy, nullptr);
  };
  for (int fd = 0; fd < count; ++fd) {
    const bool asked = (in != nullptr && FD_ISSET(fd, in)) ||
                       (out != nullptr && FD_ISSET(fd, out)) ||
                       (except != nullptr && FD_ISSET(fd, except));
    Kernel* kernel = asked ? Kernel::playing(fd) : nullptr;
    if (kernel == nullptr) continue;
    return static_cast<int>(kernel->wait("select", fd, timeout == nullptr, [=] {
      const timespec at_once{};
      return ask(&at_once);
    }));
  }
  return static_cast<int>(pass(ask(timeout == nullptr ? nullptr : &rest)));
}

// Hand-made system calls meet the player too.
long syscall(long number, ...) {
  va_list list;
  va_start(list, number);
  long a[6];
  for (long& argument : a) argument = va_arg(list, long);
  va_end(list);
  const int fd = static_cast<int>(a[0]);
  void* const bytes = reinterpret_cast<void*>(a[1]);
  const auto size = static_cast<size_t>(a[2]);
  if (number == SYS_futex && pots::adv::controlled()) {
    return pots::adv::futex_call(a);
  }
  if (Kernel::playing(fd) != nullptr || is_virtual(fd)) {
    switch (number) {
      case SYS_read:
        return read(fd, bytes, size);
      case SYS_write:
        return write(fd, bytes, size);
      case SYS_readv:
        return readv(fd, static_cast<iovec*>(bytes), static_cast<int>(a[2]));
      case SYS_writev:
        return writev(fd, static_cast<iovec*>(bytes), static_cast<int>(a[2]));
      case SYS_recvfrom:
        return recvfrom(fd, bytes, size, static_cast<int>(a[3]),
                        reinterpret_cast<sockaddr*>(a[4]),
                        reinterpret_cast<socklen_t*>(a[5]));
      case SYS_sendto:
        return sendto(fd, bytes, size, static_cast<int>(a[3]),
                      reinterpret_cast<const sockaddr*>(a[4]),
                      static_cast<socklen_t>(a[5]));
      case SYS_close:
        return close(fd);
      default:
        break;
    }
  }
  return as_libc(
      pots::adv::raw_call_number(number, a[0], a[1], a[2], a[3], a[4], a[5]));
}

}  // extern "C"
