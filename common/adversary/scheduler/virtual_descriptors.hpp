// Pipes, sockets, eventfds and epoll sets that exist only in the scheduler:
// what a program under exploration gets when it asks for one.
//
// A real read() would stop the one kernel thread that all threads of the
// program run on, and how real sockets answer is nobody's choice. Here a
// thread that waits for bytes is blocked as in front of a mutex, and every
// order of calls is tried.
//
// Linux's rules: the lowest free number first. close() by another thread wakes
// nobody; the open file lives as long as somebody sleeps in it. shutdown()
// wakes: accept gives EINVAL, read 0, write EPIPE. What nobody reads any more
// is a reset: the peer's read gives ECONNRESET.
//
// Where Linux leaves a choice to time, this is fixed:
//   - The first write to a TCP peer that has closed is accepted and lost, the
//     next gives EPIPE. After a reset, the first call gives ECONNRESET, then
//     read gives 0 and write EPIPE. Pipes and AF_UNIX give EPIPE at once.
//   - A connection stands as soon as the listener has room for it, before
//     accept(). Without room, connect() waits.
//   - connect() that gives EINTR or EINPROGRESS has succeeded: see SO_ERROR.
//   - A SIGPIPE that nobody ignores or handles ends the run (kCrash).
//   - With EPOLLET, room to write is an event only if there was none before.
//   - epoll_wait gives EINTR only if it would sleep.
// What cannot be played (UDP, EPOLLEXCLUSIVE, sets with real descriptors...)
// fails the run as "not driven". There are fewer than 128 numbers (then
// EMFILE), 256 open files, 256 streams, and 256 files in sets (then ENOSPC).
#pragma once

#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <cstddef>
#include <cstdint>

#include "common/adversary/scheduler/machine.hpp"

namespace pots::adv {

// Numbers that may be virtual: those below this that are not open in reality.
inline constexpr int kVirtualNumbers = 128;

// To be called once a process, before prepare_statics(): takes the numbers, so
// that the real kernel gives none of them to a file that the program opens.
void prepare_virtual_descriptors();

// Zeros when the program is loaded. NOLINTNEXTLINE(*-static-initializers)
extern bool virtual_number[kVirtualNumbers];

// Whether a call on this number is the scheduler's.
inline bool is_virtual(int fd) {
  return controlled() && fd >= 0 && fd < kVirtualNumbers && virtual_number[fd];
}

// One that is still open; fd is -1 if there is none.
struct OpenDescriptor {
  int fd = -1;
  const char* kind = "";     // "a socket"
  const void* pc = nullptr;  // who made it
  Actor actor = -1;
};
OpenDescriptor first_open_descriptor();

// A call: its name for the table, the descriptor, where it was made.
struct CallSite {
  const char* name;
  int fd;
  const void* pc;
};

// All return what the system call of that name does: -1 and errno, or the
// result. Those with a CallSite expect is_virtual(site.fd).
int virtual_pipe(int (&ends)[2], int flags, const void* pc);
int virtual_socketpair(int type, int (&ends)[2], const void* pc);
int virtual_socket(int family, int type, const void* pc);
int virtual_eventfd(unsigned count, int flags, const void* pc);

long virtual_receive(const CallSite& site, const iovec* parts,
                     std::size_t count, int flags);
long virtual_send(const CallSite& site, const iovec* parts, std::size_t count,
                  int flags);

int virtual_bind(const CallSite& site, const sockaddr* name, socklen_t length);
int virtual_listen(const CallSite& site, int backlog);
int virtual_connect(const CallSite& site, const sockaddr* name,
                    socklen_t length);
int virtual_accept(const CallSite& site, sockaddr* name, socklen_t* length,
                   int flags);
int virtual_shutdown(const CallSite& site, int how);
int virtual_name(const CallSite& site, bool of_peer, sockaddr* name,
                 socklen_t* length);
int virtual_set_option(const CallSite& site, int level, int option,
                       const void* value, socklen_t length);
int virtual_get_option(const CallSite& site, int level, int option, void* value,
                       socklen_t* length);

int virtual_epoll(const CallSite& site, int flags);  // fd is -1
// `fd` may be anything.
int virtual_epoll_control(const CallSite& site, int operation, int fd,
                          const epoll_event* event);
// timeout in ns; negative: for ever.
int virtual_epoll_wait(const CallSite& site, epoll_event* events, int most,
                       std::int64_t timeout);

int virtual_close(const CallSite& site);
// The lowest number from `from` on, or, if `exactly`, that one.
int virtual_duplicate(const CallSite& site, int from, bool exactly, int flags);
int virtual_control(const CallSite& site, int command, long argument);
int virtual_unread(const CallSite& site, int* bytes);

// Whether the scheduler plays this poll: it has a virtual descriptor, or none
// at all and is a way to sleep.
bool is_virtual_poll(pollfd* entries, nfds_t count);
// timeout in ns; negative: for ever.
int virtual_poll(const char* name, pollfd* entries, nfds_t count,
                 std::int64_t timeout, const void* pc);
bool is_virtual_select(int count, fd_set* const (&sets)[3]);
int virtual_select(int count, fd_set* const (&sets)[3], std::int64_t timeout,
                   const void* pc);

}  // namespace pots::adv
