// Starts a test binary so that it can report only through its ticket.
#include "common/judge/spawn.hpp"

#include <fcntl.h>
#include <linux/close_range.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <vector>

#include "absl/status/status.h"

namespace pots::judge {
namespace {

constexpr int kTicketIn = 3, kTicketOut = 4;

struct Pipe {
  Fd reader, writer;
};

absl::StatusOr<Pipe> make_pipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) {
    return absl::InternalError(std::string("no pipe: ") + std::strerror(errno));
  }
  return Pipe{Fd(ends[0]), Fd(ends[1])};
}

std::string make_key() {
  unsigned char bytes[16];
  if (::getrandom(bytes, sizeof bytes, 0) != sizeof bytes) return "";
  std::string key;
  for (const unsigned char byte : bytes) {
    key += "0123456789abcdef"[byte >> 4];
    key += "0123456789abcdef"[byte & 15];
  }
  return key;
}

std::vector<std::string> command(const CaseRequest& request) {
  std::vector<std::string> argv = {request.binary,
                                   "--case=" + request.case_name,
                                   "--exercise=" + request.exercise_id};
  if (!request.replay.empty()) argv.push_back("--replay=" + request.replay);
  const std::string own = std::filesystem::path(request.binary).parent_path();
  return wrap(request.isolation, argv,
              {request.source_root, request.build_root, own});
}

std::vector<std::string> environment(const std::string& folder) {
  return {"PATH=/usr/local/bin:/usr/bin:/bin",
          "HOME=" + folder,
          "TMPDIR=" + folder,
          "LANG=C.UTF-8",
          "LC_ALL=C.UTF-8",
          "TZ=UTC",
          "POTS_TICKET=" + std::to_string(kTicketIn) + "," +
              std::to_string(kTicketOut)};
}

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> out;
  for (std::string& word : words) out.push_back(word.data());
  out.push_back(nullptr);
  return out;
}

void limit(int resource, rlim_t value) {
  rlimit both = {};
  ::getrlimit(resource, &both);
  if (both.rlim_max != RLIM_INFINITY && value > both.rlim_max) return;
  both.rlim_cur = value;
  // A hard limit that is only lowered; descriptors keep theirs, since a test
  // may want more.
  if (resource != RLIMIT_NOFILE) both.rlim_max = value;
  ::setrlimit(resource, &both);
}

// In the child. Only plain system calls on memory prepared before the fork.
[[noreturn]] void become(const CaseRequest& request, char* const* argv,
                         char* const* env, const char* folder, int in, int out,
                         int output) {
  ::setsid();
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  for (int number = 1; number < NSIG; ++number) ::signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_FSIZE, request.limits.file_bytes);
  limit(RLIMIT_NOFILE, 1024);
  // First out of the way, then to their places: the numbers may overlap.
  in = ::fcntl(in, F_DUPFD, 100);
  out = ::fcntl(out, F_DUPFD, 100);
  output = ::fcntl(output, F_DUPFD, 100);
  const int nothing = ::open("/dev/null", O_RDONLY);
  ::dup2(nothing, STDIN_FILENO);
  ::dup2(output, STDOUT_FILENO);
  ::dup2(output, STDERR_FILENO);
  ::dup2(in, kTicketIn);
  ::dup2(out, kTicketOut);
  ::syscall(SYS_close_range, kTicketOut + 1, ~0U, 0);
  if (*folder != '\0' && ::chdir(folder) != 0) ::_exit(127);
  ::execvpe(argv[0], argv, env);
  ::_exit(127);
}

}  // namespace

absl::StatusOr<Spawned> spawn_case(const CaseRequest& request) {
  auto key = make_pipe(), report = make_pipe(), output = make_pipe();
  for (const auto* made : {&key, &report, &output}) {
    if (!made->ok()) return made->status();
  }
  Spawned spawned;
  spawned.key = make_key();
  if (spawned.key.empty() ||
      ::write(key->writer.get(), spawned.key.data(), spawned.key.size()) !=
          static_cast<ssize_t>(spawned.key.size())) {
    return absl::InternalError("no key could be made");
  }
  key->writer = Fd();
  ::fcntl(output->reader.get(), F_SETPIPE_SZ, 1 << 20);
  std::string inside = "/tmp";
  if (request.isolation == Isolation::kProcessesOnly) {
    char made[] = "/tmp/pots-case-XXXXXX";
    if (::mkdtemp(made) == nullptr) {
      return absl::InternalError(std::string("no folder in /tmp: ") +
                                 std::strerror(errno));
    }
    inside = spawned.folder = made;
  }
  std::vector<std::string> words = command(request), env = environment(inside);
  const std::vector<char*> argv = pointers(words), envp = pointers(env);
  spawned.pid = ::fork();
  if (spawned.pid == 0) {
    become(request, argv.data(), envp.data(), spawned.folder.c_str(),
           key->reader.get(), report->writer.get(), output->writer.get());
  }
  if (spawned.pid < 0) {
    return absl::InternalError(std::string("no process: ") +
                               std::strerror(errno));
  }
  spawned.ended =
      Fd(static_cast<int>(::syscall(SYS_pidfd_open, spawned.pid, 0)));
  if (spawned.ended.get() < 0) {
    return absl::InternalError(std::string("no pidfd: ") +
                               std::strerror(errno));
  }
  spawned.output = std::move(output->reader);
  spawned.report = std::move(report->reader);
  spawned.key_left = std::move(key->reader);
  for (const Fd* fd : {&spawned.output, &spawned.report}) {
    ::fcntl(fd->get(), F_SETFL, O_NONBLOCK);
  }
  return spawned;
}

bool never_started(const Spawned& spawned) {
  int left = 0;
  return ::ioctl(spawned.key_left.get(), FIONREAD, &left) == 0 && left > 0;
}

}  // namespace pots::judge
