// Keeps a case away from the rest of the machine, with bubblewrap.
#include "common/judge/sandbox.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

namespace pots::judge {
namespace {

bool below_tmp(const std::string& path) {
  return path == "/tmp" || path.starts_with("/tmp/");
}

// Runs `true` behind the wall; bubblewrap brings the loopback up, or fails.
bool works(Isolation isolation) {
  const std::vector<std::string> words = wrap(isolation, {"true"}, {});
  std::vector<char*> argv;
  for (const std::string& word : words) {
    argv.push_back(const_cast<char*>(word.c_str()));
  }
  argv.push_back(nullptr);
  posix_spawn_file_actions_t quiet;
  posix_spawn_file_actions_init(&quiet);
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    posix_spawn_file_actions_addopen(&quiet, fd, "/dev/null", O_RDWR, 0);
  }
  pid_t pid = -1;
  const bool started =
      ::posix_spawnp(&pid, argv[0], &quiet, nullptr, argv.data(), environ) == 0;
  posix_spawn_file_actions_destroy(&quiet);
  if (!started) return false;
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

Isolation isolation() {
  static const Isolation found = [] {
    for (const Isolation one :
         {Isolation::kBubblewrap, Isolation::kBubblewrapHostNet}) {
      if (works(one)) return one;
    }
    return Isolation::kProcessesOnly;
  }();
  return found;
}

std::string isolation_level() {
  switch (isolation()) {
    case Isolation::kBubblewrap:
      return "bubblewrap";
    case Isolation::kBubblewrapHostNet:
      return "bubblewrap, shared network";
    case Isolation::kProcessesOnly:
      break;
  }
  return "processes only";
}

std::vector<std::string> wrap(Isolation isolation,
                              const std::vector<std::string>& argv,
                              const std::vector<std::string>& visible) {
  if (isolation == Isolation::kProcessesOnly) return argv;
  // --dev also gives a private /dev/shm. Not --as-pid-1: process 1 must be
  // bubblewrap's own, which takes away dead orphans.
  std::vector<std::string> all = {"bwrap",   "--ro-bind", "/",      "/",
                                  "--dev",   "/dev",      "--proc", "/proc",
                                  "--tmpfs", "/tmp"};
  for (const std::string& folder : visible) {
    if (below_tmp(folder)) {
      all.insert(all.end(), {"--ro-bind", folder, folder});
    }
  }
  all.insert(all.end(), {"--chdir", "/tmp", "--unshare-pid", "--unshare-ipc",
                         "--die-with-parent"});
  if (isolation == Isolation::kBubblewrap) all.push_back("--unshare-net");
  all.push_back("--");
  all.insert(all.end(), argv.begin(), argv.end());
  return all;
}

}  // namespace pots::judge
