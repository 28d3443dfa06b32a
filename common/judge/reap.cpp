// Leaves nothing alive of what this process has started.
#include "common/judge/reap.hpp"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <set>

#include "common/judge/proc.hpp"

namespace pots::judge {
namespace {

constexpr std::size_t kAll = static_cast<std::size_t>(-1) / 2;

// True as long as there are children, dead ones taken away.
bool reap_what_is_dead() {
  for (;;) {
    const pid_t pid = ::waitpid(-1, nullptr, WNOHANG | __WALL);
    if (pid == 0) return true;
    if (pid < 0 && errno != EINTR) return false;
  }
}

}  // namespace

bool adopt_orphans() { return ::prctl(PR_SET_CHILD_SUBREAPER, 1) == 0; }

void kill_descendants() {
  while (reap_what_is_dead()) {
    // A process that was listed is stopped, and starts no others; so once a
    // round finds nobody new, the list is complete.
    std::set<pid_t> stopped;
    for (bool found_new = true; found_new;) {
      found_new = false;
      for (const pid_t pid : descendants(::getpid(), kAll)) {
        if (stopped.insert(pid).second) {
          ::kill(pid, SIGSTOP);
          found_new = true;
        }
      }
    }
    for (const pid_t pid : stopped) ::kill(pid, SIGKILL);
    // Death takes a moment (memory is given back); another look after 1 ms
    // unless a child has ended before.
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    const timespec moment{.tv_sec = 0, .tv_nsec = 1'000'000};
    ::sigtimedwait(&child, nullptr, &moment);
  }
}

void reap_orphans(int except) {
  for (const pid_t pid : descendants(::getpid(), 4096)) {
    if (pid != except) ::waitpid(pid, nullptr, WNOHANG);
  }
}

}  // namespace pots::judge
