#include "common/adversary/child.hpp"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace pots::adv {

std::optional<int> run_in_child(
    const std::function<void()>& work,
    const std::function<void(int)>& before_waiting) {
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child == -1) return std::nullopt;
  if (child == 0) {
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() == parent) work();
    ::_exit(0);
  }
  if (before_waiting) before_waiting(child);
  int status = 0;
  while (::waitpid(child, &status, 0) == -1 && errno == EINTR) {
  }
  ::kill(-child, SIGKILL);
  return status;
}

void be_quiet() {
  const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  ::dup2(nowhere, 1);
  ::dup2(nowhere, 2);
  ::close(nowhere);
}

}  // namespace pots::adv
