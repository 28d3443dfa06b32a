// Builds targets with ninja, with bounds on time, memory and output.
#include "common/judge/build.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "common/judge/capped_text.hpp"
#include "common/judge/file_lock.hpp"
#include "common/judge/proc.hpp"
#include "pots/fd.hpp"

namespace pots::judge {
namespace {

constexpr int kLookEveryMs = 100;
// Ninja keeps a compiler's messages in memory until that compiler has ended.
constexpr std::uint64_t kMostNinjaMemory = std::uint64_t{512} << 20;

struct Run {
  pid_t pid = -1;
  Fd output;
};

[[noreturn]] void become_ninja(char* const* argv, const BuildOptions& options,
                               int output) {
  ::setpgid(0, 0);
  // If we are killed, ninja stops as after Ctrl-C: half-written files removed.
  ::prctl(PR_SET_PDEATHSIG, SIGINT);
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGCHLD}) {
    ::signal(number, SIG_DFL);
  }
  const auto seconds = static_cast<rlim_t>(options.cpu_seconds);
  const rlimit cpu{seconds, seconds + 2};
  ::setrlimit(RLIMIT_CPU, &cpu);
  ::dup2(::open("/dev/null", O_RDONLY | O_CLOEXEC), STDIN_FILENO);
  ::dup2(output, STDOUT_FILENO);
  ::dup2(output, STDERR_FILENO);
  // The same words on every machine; no colours, no status line of one's own.
  ::setenv("LC_ALL", "C", 1);
  for (const char* name : {"NINJA_STATUS", "CLICOLOR_FORCE", "LANGUAGE"}) {
    ::unsetenv(name);
  }
  ::execvp(argv[0], argv);
  ::_exit(127);
}

Run start(const std::vector<std::string>& words, const BuildOptions& options) {
  std::vector<char*> argv;
  for (const std::string& word : words) {
    argv.push_back(const_cast<char*>(word.c_str()));
  }
  argv.push_back(nullptr);
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return {};
  Run run{-1, Fd(ends[0])};
  const Fd writer(ends[1]);
  run.pid = ::fork();
  if (run.pid == 0) become_ninja(argv.data(), options, writer.get());
  return run;
}

// Ends what uses too much; returns a sentence if it did, or "".
std::string guard(pid_t ninja, const BuildOptions& options, double& most_cpu) {
  if (look_at({ninja}).resident_bytes > kMostNinjaMemory) {
    for (const pid_t pid : descendants(ninja, 4096)) ::kill(pid, SIGKILL);
    ::kill(ninja, SIGKILL);
    return "The compiler's messages do not end; it was stopped.";
  }
  for (const pid_t pid : descendants(ninja, 4096)) {
    const TreeState one = look_at({pid});
    most_cpu = std::max(most_cpu, one.cpu_seconds);
    if (one.resident_bytes > options.memory_bytes) {
      ::kill(pid, SIGKILL);
      return "The compiler needed more than " +
             std::to_string(options.memory_bytes >> 20) +
             " MiB of memory; it was stopped. A template without an end does "
             "that.";
    }
  }
  return "";
}

bool has(const std::string& text, const char* part) {
  return text.find(part) != std::string::npos;
}

void judge_failure(BuildResult& result, const BuildOptions& options,
                   double most_cpu) {
  if (!result.trouble.empty()) return;  // the guard has spoken
  const std::string& text = result.output;
  if (has(text, "CPU time limit exceeded") ||
      most_cpu > options.cpu_seconds * 0.95) {
    result.trouble = "The compiler needed more than " +
                     std::to_string(options.cpu_seconds) +
                     " s of processor time; it was stopped. A template or a "
                     "constexpr loop without an end does that.";
    return;
  }
  const auto broken = [&](const std::string& sentence) {
    result.state = BuildState::kBroken;
    result.trouble = sentence;
  };
  if (has(text, "No space left on device")) {
    broken("The disk is full.");
  } else if (has(text, "Read-only file system")) {
    broken("The build folder cannot be written to.");
  } else if (has(text, "Killed signal terminated program")) {
    broken("The machine ran out of memory while compiling.");
  } else if (has(text, "ninja: error:") || has(text, "ninja: fatal:") ||
             has(text, "FAILED: build.ninja")) {
    broken("The build folder does not fit the course.");
  }
}

}  // namespace

BuildResult build(const std::string& build_root,
                  const std::vector<std::string>& targets,
                  const BuildOptions& options) {
  BuildResult result;
  if (::access((build_root + "/build.ninja").c_str(), R_OK) != 0) {
    result.trouble = build_root + " is not set up.";
    return result;
  }
  const absl::StatusOr<FileLock> lock =
      FileLock::take(build_root + "/.pots.lock");
  if (!lock.ok()) {
    result.trouble = std::string(lock.status().message()) + ".";
    return result;
  }
  std::vector<std::string> words = {options.ninja, "-C", build_root, "-k", "0"};
  words.insert(words.end(), targets.begin(), targets.end());
  Run run = start(words, options);
  if (run.pid < 0) {
    result.trouble =
        std::string("No process for ninja: ") + std::strerror(errno) + ".";
    return result;
  }
  CappedText output(options.output_bytes);
  double most_cpu = 0;
  char buffer[1 << 16];
  for (;;) {
    pollfd from{run.output.get(), POLLIN, 0};
    if (::poll(&from, 1, kLookEveryMs) <= 0) {
      const std::string trouble = guard(run.pid, options, most_cpu);
      if (!trouble.empty()) result.trouble = trouble;
      continue;
    }
    const ssize_t n = ::read(run.output.get(), buffer, sizeof buffer);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;  // ninja and all that it started have closed it
    const std::string_view bytes(buffer, static_cast<std::size_t>(n));
    output.append(bytes);
    if (options.on_output) options.on_output(bytes);
  }
  int status = 0;
  while (::waitpid(run.pid, &status, 0) < 0 && errno == EINTR) {
  }
  result.output = output.str();
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
    result.state = BuildState::kOk;
    result.trouble.clear();
  } else if (WIFEXITED(status) && WEXITSTATUS(status) == 127) {
    result.trouble = "ninja is not installed.";
  } else {
    result.state = BuildState::kFailed;
    judge_failure(result, options, most_cpu);
  }
  return result;
}

}  // namespace pots::judge
