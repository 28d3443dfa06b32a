// Tells from a thread's system call whether it may ever wake up by itself.
#include "common/judge/sleep.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include <cctype>
#include <cstdlib>
#include <memory>

#include "pots/fd.hpp"

namespace pots::judge {
namespace {

// A poll-like timeout in milliseconds: negative is "for ever".
Sleep by_milliseconds(std::uint64_t arg) {
  return static_cast<int>(arg) < 0 ? Sleep::kForever : Sleep::kTimed;
}

// A pointer to a timeout: null is "for ever".
Sleep by_pointer(std::uint64_t arg) {
  return arg == 0 ? Sleep::kForever : Sleep::kTimed;
}

std::string folder_of(pid_t pid, const char* name) {
  return "/proc/" + std::to_string(pid) + "/" + name;
}

bool armed_timer(const std::string& fdinfo) {
  const std::size_t at = fdinfo.find("it_value: (");
  return at != std::string::npos &&
         fdinfo.compare(at, 17, "it_value: (0, 0)\n") != 0;
}

bool socket_with_timeout(int pidfd, int number) {
#ifdef SYS_pidfd_getfd
  Fd copy(static_cast<int>(::syscall(SYS_pidfd_getfd, pidfd, number, 0)));
  if (copy.get() < 0) return false;
  for (const int option : {SO_RCVTIMEO, SO_SNDTIMEO}) {
    timeval value = {};
    socklen_t size = sizeof value;
    if (::getsockopt(copy.get(), SOL_SOCKET, option, &value, &size) == 0 &&
        (value.tv_sec != 0 || value.tv_usec != 0)) {
      return true;
    }
  }
#endif
  return false;
}

}  // namespace

Sleep sleep_of(const ThreadState& thread) {
  switch (thread.state) {
    case 'Z':
    case 'X':
    case 'T':  // stopped by a signal; only another process can go on with it
      return Sleep::kForever;
    case 'S':
      break;
    default:
      return Sleep::kAwake;
  }
  const auto& args = thread.args;
  switch (thread.call) {
    case SYS_futex: {
      const auto op = static_cast<int>(args[1]) & FUTEX_CMD_MASK;
      if (op == FUTEX_WAIT || op == FUTEX_WAIT_BITSET || op == FUTEX_LOCK_PI ||
          op == FUTEX_WAIT_REQUEUE_PI) {
        return by_pointer(args[3]);
      }
      return Sleep::kTimed;
    }
#ifdef SYS_poll
    case SYS_poll:
      return by_milliseconds(args[2]);
    case SYS_select:
      return by_pointer(args[4]);
    case SYS_epoll_wait:
      return by_milliseconds(args[3]);
    case SYS_accept:
    case SYS_pause:
    case SYS_open:  // of a FIFO
#else
    case SYS_accept:
#endif
    case SYS_read:
    case SYS_readv:
    case SYS_write:
    case SYS_writev:
    case SYS_recvfrom:
    case SYS_recvmsg:
    case SYS_sendto:
    case SYS_sendmsg:
    case SYS_accept4:
    case SYS_connect:
    case SYS_openat:
    case SYS_splice:
    case SYS_sendfile:
    case SYS_wait4:
    case SYS_waitid:
    case SYS_rt_sigsuspend:
    case SYS_flock:
    case SYS_fcntl:
    case SYS_semop:
    case SYS_msgrcv:
    case SYS_msgsnd:
      return Sleep::kForever;
    case SYS_ppoll:
    case SYS_rt_sigtimedwait:
      return by_pointer(args[2]);
    case SYS_pselect6:
      return by_pointer(args[4]);
    case SYS_epoll_pwait:
      return by_milliseconds(args[3]);
    case SYS_recvmmsg:
    case SYS_mq_timedreceive:
    case SYS_mq_timedsend:
      return by_pointer(args[4]);
    case SYS_semtimedop:
      return by_pointer(args[3]);
    default:
      // Everything unknown may have a clock: no verdict is built on it.
      return Sleep::kTimed;
  }
}

bool has_hidden_clock(pid_t pid) {
  if (!read_proc(folder_of(pid, "timers")).empty()) return true;
#ifdef SYS_pidfd_open
  Fd pidfd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
#else
  Fd pidfd;
#endif
  const std::string folder = folder_of(pid, "fd");
  const std::unique_ptr<DIR, int (*)(DIR*)> dir(::opendir(folder.c_str()),
                                                ::closedir);
  while (const dirent* entry = dir ? ::readdir(dir.get()) : nullptr) {
    if (!std::isdigit(static_cast<unsigned char>(entry->d_name[0]))) continue;
    const int number = std::atoi(entry->d_name);
    const std::string what = descriptor_of(pid, number);
    if (what == "anon_inode:[timerfd]" &&
        armed_timer(read_proc(folder_of(pid, "fdinfo/") + entry->d_name))) {
      return true;
    }
    if (what.starts_with("socket:") && pidfd.get() >= 0 &&
        socket_with_timeout(pidfd.get(), number)) {
      return true;
    }
  }
  return false;
}

}  // namespace pots::judge
