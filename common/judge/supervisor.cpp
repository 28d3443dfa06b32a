// A process per case that watches it.
#include "common/judge/supervisor.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "absl/status/status.h"
#include "common/judge/reap.hpp"

namespace pots::judge {
namespace {

// Both ends are the same program: numbers travel as they lie in memory.
template <class T>
void put(std::string& bytes, const T& value) {
  bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}
void put_text(std::string& bytes, const std::string& text) {
  put(bytes, text.size());
  bytes += text;
}

template <class T>
bool get(std::string_view& bytes, T& value) {
  if (bytes.size() < sizeof value) return false;
  std::memcpy(&value, bytes.data(), sizeof value);
  bytes.remove_prefix(sizeof value);
  return true;
}
bool get_text(std::string_view& bytes, std::string& text) {
  std::size_t size = 0;
  if (!get(bytes, size) || bytes.size() < size) return false;
  text = bytes.substr(0, size);
  bytes.remove_prefix(size);
  return true;
}

std::string pack(const CaseResult& result) {
  std::string bytes;
  put(bytes, result.outcome);
  put(bytes, result.number);
  put(bytes, result.sleeps);
  put(bytes, result.cpu_seconds);
  for (const auto* text : {&result.output, &result.threads, &result.trouble}) {
    put_text(bytes, *text);
  }
  return bytes;
}

bool unpack(std::string_view bytes, CaseResult& result) {
  bool complete = get(bytes, result.outcome) && get(bytes, result.number) &&
                  get(bytes, result.sleeps) && get(bytes, result.cpu_seconds);
  for (auto* text : {&result.output, &result.threads, &result.trouble}) {
    complete = complete && get_text(bytes, *text);
  }
  return complete;
}

// The supervisor's whole life.
[[noreturn]] void supervise(const CaseRequest& request, int life_line, int to) {
  // Its own group and deaf to the terminal: Ctrl-C ends the judge, which the
  // supervisor sees, and then cleans up.
  ::setpgid(0, 0);
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE}) {
    ::signal(number, SIG_IGN);
  }
  sigset_t child;
  sigemptyset(&child);
  sigaddset(&child, SIGCHLD);
  ::sigprocmask(SIG_BLOCK, &child, nullptr);
  ::signal(SIGCHLD, SIG_DFL);
  CaseResult result;
  if (adopt_orphans()) {
    result = run_case_here(request, life_line);
  } else {
    result.trouble = "orphans cannot be adopted on this system";
  }
  const std::string bytes = pack(result);
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t n = ::write(to, &bytes[done], bytes.size() - done);
    if (n < 0 && errno != EINTR) break;
    if (n > 0) done += static_cast<std::size_t>(n);
  }
  ::_exit(0);
}

}  // namespace

absl::StatusOr<RunningCase> RunningCase::start(const CaseRequest& request) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) {
    return absl::InternalError(std::string("no pipe: ") + std::strerror(errno));
  }
  Fd reader(ends[0]), writer(ends[1]);
  Fd judge(static_cast<int>(::syscall(SYS_pidfd_open, ::getpid(), 0)));
  const pid_t pid = judge.get() < 0 ? -1 : ::fork();
  if (pid < 0) {
    return absl::InternalError(std::string("no process: ") +
                               std::strerror(errno));
  }
  if (pid == 0) supervise(request, judge.get(), writer.get());
  return RunningCase(pid, std::move(reader));
}

bool RunningCase::advance() {
  char buffer[1 << 16];
  const ssize_t n = ::read(from_.get(), buffer, sizeof buffer);
  if (n > 0) bytes_.append(buffer, static_cast<std::size_t>(n));
  return n == 0 || (n < 0 && errno != EINTR);
}

CaseResult RunningCase::result() {
  while (!advance()) {
  }
  while (::waitpid(supervisor_, nullptr, 0) < 0 && errno == EINTR) {
  }
  CaseResult result;
  if (!unpack(bytes_, result)) {
    result = CaseResult();
    result.trouble = "the process that watched the case was killed";
  }
  return result;
}

CaseResult run_case(const CaseRequest& request) {
  absl::StatusOr<RunningCase> running = RunningCase::start(request);
  if (running.ok()) return running->result();
  CaseResult result;
  result.trouble = std::string(running.status().message());
  return result;
}

}  // namespace pots::judge
