// Says in words what a sleeping thread waits for.
#include <dirent.h>
#include <sys/syscall.h>

#include <cctype>
#include <cstdlib>
#include <memory>

#include "common/judge/sleep.hpp"

namespace pots::judge {
namespace {

// What a call that takes a descriptor first waits for there.
struct Call {
  long number;
  const char* name;
  enum Way { kIn, kOut, kOther } way;
};
constexpr Call kCalls[] = {
    {SYS_read, "read", Call::kIn},
    {SYS_readv, "readv", Call::kIn},
    {SYS_recvfrom, "recv", Call::kIn},
    {SYS_recvmsg, "recvmsg", Call::kIn},
    {SYS_write, "write", Call::kOut},
    {SYS_writev, "writev", Call::kOut},
    {SYS_sendto, "send", Call::kOut},
    {SYS_sendmsg, "sendmsg", Call::kOut},
    {SYS_accept, "accept", Call::kOther},
    {SYS_accept4, "accept", Call::kOther},
    {SYS_connect, "connect", Call::kOther},
    {SYS_flock, "flock", Call::kOther},
    {SYS_fcntl, "fcntl", Call::kOther},
};

// A descriptor on which the wanted end of `pipe` is open, in process `pid`.
int open_end(pid_t pid, const std::string& pipe, bool writing) {
  const std::string folder = "/proc/" + std::to_string(pid);
  const std::unique_ptr<DIR, int (*)(DIR*)> dir(
      ::opendir((folder + "/fd").c_str()), ::closedir);
  int found = -1;
  while (const dirent* entry = dir ? ::readdir(dir.get()) : nullptr) {
    if (!std::isdigit(static_cast<unsigned char>(entry->d_name[0]))) continue;
    const int number = std::atoi(entry->d_name);
    if (descriptor_of(pid, number) != pipe) continue;
    const std::string info = read_proc(folder + "/fdinfo/" + entry->d_name);
    const std::size_t at = info.find("flags:");
    if (at == std::string::npos) continue;
    const long flags = std::strtol(&info[at + 6], nullptr, 8);
    const bool writes = (flags & 3) != 0;  // O_WRONLY or O_RDWR
    if (writes == writing && (found < 0 || number < found)) found = number;
  }
  return found;
}

std::string pipe_words(const ThreadState& thread, const std::string& pipe,
                       bool reads, const std::vector<pid_t>& everybody) {
  std::string words = reads ? ": a pipe into which nobody writes"
                            : ": a full pipe from which nobody reads";
  const char* const end = reads ? "writing" : "reading";
  const int here = open_end(thread.pid, pipe, reads);
  if (here >= 0) {
    return words + "; its " + end + " end is fd " + std::to_string(here) +
           " of the same process";
  }
  for (const pid_t pid : everybody) {
    if (open_end(pid, pipe, reads) >= 0) {
      return words + "; its " + end + " end is open in another process";
    }
  }
  return words;
}

std::string descriptor_words(const Call& call, const ThreadState& thread,
                             const std::vector<pid_t>& everybody) {
  const int fd = static_cast<int>(thread.args[0]);
  const std::string what = descriptor_of(thread.pid, fd);
  std::string words =
      std::string(call.name) + "(fd " + std::to_string(fd) + ")";
  if (what.starts_with("pipe:") && call.way != Call::kOther) {
    return words + pipe_words(thread, what, call.way == Call::kIn, everybody);
  }
  if (call.number == SYS_accept || call.number == SYS_accept4) {
    return words + ": nobody connects";
  }
  if (!what.starts_with("socket:")) return words;
  if (call.way == Call::kIn)
    return words + ": a socket whose peer sends nothing";
  if (call.way == Call::kOut)
    return words + ": a socket whose peer reads nothing";
  return words;
}

}  // namespace

std::string in_words(const ThreadState& thread,
                     const std::vector<pid_t>& everybody) {
  if (thread.state == 'Z') return "has ended; nobody has waited for it";
  if (thread.state == 'T') return "stopped by a signal";
  if (thread.state != 'S' && thread.state != 'D') return "runs";
  for (const Call& call : kCalls) {
    if (call.number == thread.call) {
      return descriptor_words(call, thread, everybody);
    }
  }
  const bool timed = sleep_of(thread) == Sleep::kTimed;
  switch (thread.call) {
    case SYS_futex:
      return timed ? "a lock or condition variable, with a timeout"
                   : "futex: a lock, a condition variable or a thread's end";
    case SYS_wait4:
    case SYS_waitid:
      return "wait: the end of a child process";
    case SYS_nanosleep:
    case SYS_clock_nanosleep:
      return "sleeps for a time";
#ifdef SYS_poll
    case SYS_poll:
    case SYS_select:
    case SYS_epoll_wait:
#endif
    case SYS_ppoll:
    case SYS_pselect6:
    case SYS_epoll_pwait:
      return timed ? "poll, with a timeout" : "poll without a timeout";
#ifdef SYS_pause
    case SYS_pause:
#endif
    case SYS_rt_sigsuspend:
    case SYS_rt_sigtimedwait:
      return "a signal";
#ifdef SYS_open
    case SYS_open:
#endif
    case SYS_openat:
      return "open: nobody opens the other end";
    default:
      return timed ? "sleeps"
                   : "sleeps in system call " + std::to_string(thread.call);
  }
}

}  // namespace pots::judge
