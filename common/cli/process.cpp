#include "common/cli/process.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "common/judge/build.hpp"

extern char** environ;

namespace pots::cli {
namespace {

// Without a terminal a shorter build says nothing, a longer one this seldom.
constexpr int kShortBuild = 20;

// Starts `command`; if `out` >= 0 both of its streams go there and it has no
// input.
absl::StatusOr<pid_t> start(const std::vector<std::string>& command, int out) {
  std::vector<char*> argv;
  for (const std::string& word : command) {
    argv.push_back(const_cast<char*>(word.c_str()));
  }
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  if (out >= 0) {
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, out, 1);
    posix_spawn_file_actions_adddup2(&actions, out, 2);
  }
  pid_t pid = -1;
  const int error =
      posix_spawnp(&pid, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) return absl::ErrnoToStatus(error, "cannot run " + command[0]);
  return pid;
}

int wait_for(pid_t pid) {
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

BuildProgress::BuildProgress(std::string_view what)
    : what_(what), terminal_(::isatty(2) == 1) {}

BuildProgress::~BuildProgress() {
  if (drawn_) std::fputs("\r\033[K", stderr);
}

void BuildProgress::say(const std::string& text) {
  if (!terminal_) return;
  drawn_ = true;
  std::fprintf(stderr, "\r\033[K%s: %s", what_.c_str(), text.c_str());
}

void BuildProgress::take(std::string_view output) {
  pending_ += output;
  std::size_t end;
  while ((end = pending_.find('\n')) != std::string::npos) {
    int at = 0, of = 0;
    if (std::sscanf(pending_.c_str(), "[%d/%d]", &at, &of) == 2) {
      const std::string text =
          "building, step " + std::to_string(at) + " of " + std::to_string(of);
      say(text);
      if (!terminal_ && of > kShortBuild && at % kShortBuild == 1) {
        std::fprintf(stderr, "%s: %s\n", what_.c_str(), text.c_str());
      }
    }
    pending_.erase(0, end + 1);
  }
}

absl::StatusOr<int> run_lines(
    const std::vector<std::string>& command,
    const std::function<void(std::string_view)>& on_line) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return absl::ErrnoToStatus(errno, "pipe");
  const absl::StatusOr<pid_t> pid = start(command, ends[1]);
  ::close(ends[1]);
  if (!pid.ok()) {
    ::close(ends[0]);
    return pid.status();
  }
  std::string pending;
  char buffer[4096];
  for (;;) {
    const ssize_t n = ::read(ends[0], buffer, sizeof buffer);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;
    pending.append(buffer, static_cast<std::size_t>(n));
    std::size_t begin = 0, end;
    while ((end = pending.find('\n', begin)) != std::string::npos) {
      on_line(std::string_view(pending).substr(begin, end - begin));
      begin = end + 1;
    }
    pending.erase(0, begin);
  }
  if (!pending.empty()) on_line(pending);
  ::close(ends[0]);
  return wait_for(*pid);
}

absl::StatusOr<int> run_here(const std::vector<std::string>& command) {
  std::fflush(nullptr);
  const absl::StatusOr<pid_t> pid = start(command, -1);
  if (!pid.ok()) return pid.status();
  return wait_for(*pid);
}

absl::Status build_targets(const std::filesystem::path& build,
                           const std::vector<std::string>& targets,
                           std::string_view what) {
  judge::BuildResult result;
  {
    BuildProgress progress(what);
    judge::BuildOptions options;
    options.on_output = [&](std::string_view text) { progress.take(text); };
    result = judge::build(build.string(), targets, options);
  }
  if (result.state == judge::BuildState::kOk) return absl::OkStatus();
  return absl::FailedPreconditionError(result.output + result.trouble);
}

}  // namespace pots::cli
