// Runs one case and watches it until it has ended or has to be ended.
#include "common/judge/case_run.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <system_error>

#include "common/judge/capped_text.hpp"
#include "common/judge/hang.hpp"
#include "common/judge/proc.hpp"
#include "common/judge/reap.hpp"
#include "common/judge/spawn.hpp"
#include "common/judge/stacks.hpp"

namespace pots::judge {
namespace {

using Clock = std::chrono::steady_clock;

// Looks come quickly at first, because a program that multiplies does not
// wait for us, and then every 50 ms.
constexpr double kFirstLook = 0.002, kSlowestLook = 0.05;

class Watch {
 public:
  Watch(const CaseRequest& request, Spawned spawned)
      : request_(request),
        spawned_(std::move(spawned)),
        output_(request.limits.output_bytes),
        hang_({request.limits.still_looks, request.limits.still_seconds}) {}

  CaseResult run(int life_line) {
    const bool ended = wait_for_end(life_line);
    int status = 0;
    if (ended && ::waitpid(spawned_.pid, &status, 0) != spawned_.pid) {
      stop(Outcome::kGraderError).trouble = "the case's end was lost";
    }
    kill_descendants();
    take(spawned_.output, [&](auto bytes) { output_.append(bytes); });
    take_report();
    result_.output = output_.str();
    if (!stopped_) judge_end(status);
    if (!spawned_.folder.empty()) {
      std::error_code ignored;  // it may hold files that are not ours to remove
      std::filesystem::remove_all(spawned_.folder, ignored);
    }
    return std::move(result_);
  }

 private:
  double now() const {
    return std::chrono::duration<double>(Clock::now() - start_).count();
  }

  // True: the case's process has ended; false: it has to be ended.
  bool wait_for_end(int life_line) {
    double pause = kFirstLook, next = kFirstLook;
    for (;;) {
      pollfd fds[] = {{spawned_.ended.get(), POLLIN, 0},
                      {spawned_.output.get(), POLLIN, 0},
                      {spawned_.report.get(), POLLIN, 0},
                      {life_line, POLLIN, 0}};
      const double left = std::max(next - now(), 0.0);
      ::poll(fds, std::size(fds), static_cast<int>(left * 1000) + 1);
      if (fds[1].revents != 0 &&
          !take(spawned_.output, [&](auto bytes) { output_.append(bytes); })) {
        spawned_.output = Fd();  // closed by everybody: no longer polled
      }
      if (fds[2].revents != 0 && !take_report()) spawned_.report = Fd();
      if (fds[0].revents != 0) return true;
      if (fds[3].revents != 0) {
        stop(Outcome::kGraderError).trouble = "the judge was stopped";
        return false;
      }
      if (now() < next) continue;
      if (!look()) return false;
      pause = std::min(pause * 2, kSlowestLook);
      next = now() + pause;
    }
  }

  // One look at all processes; false: enough.
  bool look() {
    const Limits& limits = request_.limits;
    reap_orphans(spawned_.pid);
    const bool wrapped = request_.isolation != Isolation::kProcessesOnly;
    std::vector<pid_t> processes =
        descendants(::getpid(), limits.processes + 3);
    // Bubblewrap's own two come first: the one outside, and process 1 inside.
    processes.erase(
        processes.begin(),
        processes.begin() +
            std::min<std::ptrdiff_t>(wrapped ? 2 : 0,
                                     static_cast<int>(processes.size())));
    const TreeState tree = look_at(processes);
    result_.cpu_seconds = std::max(result_.cpu_seconds, tree.cpu_seconds);
    if (processes.size() > limits.processes) {
      stop(Outcome::kTooManyProcesses);
    } else if (tree.resident_bytes > limits.memory_bytes) {
      stop(Outcome::kTooMuchMemory);
    } else if (result_.cpu_seconds > limits.cpu_seconds) {
      stop(Outcome::kTooMuchCpu);
    } else if (hang_.look(tree, now())) {
      stop(Outcome::kHung);
    } else if (now() > limits.wall_seconds) {
      result_.sleeps = hang_.mostly_asleep();
      stop(result_.sleeps ? Outcome::kHung : Outcome::kGraderError).trouble =
          "no end in " + std::to_string(static_cast<int>(limits.wall_seconds)) +
          " s, and the machine was too busy to say why";
    }
    if (result_.outcome == Outcome::kHung ||
        result_.outcome == Outcome::kTooMuchCpu) {
      result_.threads = describe_threads(processes, request_.source_root);
    }
    return !stopped_;
  }

  CaseResult& stop(Outcome outcome) {
    stopped_ = true;
    result_.outcome = outcome;
    return result_;
  }

  void judge_end(int status) {
    if (report_ == spawned_.key + " passed\n") {
      result_.outcome = Outcome::kPassed;
    } else if (report_ == spawned_.key + " failed\n") {
      result_.outcome = Outcome::kFailed;
    } else if (never_started(spawned_)) {
      result_.trouble = "the test did not start: " + result_.output;
    } else if (!report_.empty()) {
      result_.outcome = Outcome::kSilent;
    } else if (WIFSIGNALED(status)) {
      result_.outcome = Outcome::kCrashed;
      result_.number = WTERMSIG(status);
    } else if (by_signal_inside(WEXITSTATUS(status))) {
      result_.outcome = Outcome::kCrashed;
      result_.number = WEXITSTATUS(status) - 128;
    } else {
      result_.outcome = Outcome::kEndedEarly;
      result_.number = WEXITSTATUS(status);
    }
  }

  // Bubblewrap, like a shell, turns a signal into the exit code 128 + signal.
  bool by_signal_inside(int code) const {
    return request_.isolation != Isolation::kProcessesOnly && code > 128 &&
           code < 128 + NSIG;
  }

  // Reads what is there; false once the other end is closed.
  template <class Keep>
  static bool take(const Fd& fd, Keep keep) {
    static char buffer[1 << 16];
    // Bounded, so that an endless printer cannot keep us from looking.
    for (int i = 0; i < 64; ++i) {
      const ssize_t n = ::read(fd.get(), buffer, sizeof buffer);
      if (n == 0) return false;
      if (n < 0) return true;
      keep(std::string_view(buffer, static_cast<std::size_t>(n)));
    }
    return true;
  }

  bool take_report() {
    return take(spawned_.report, [&](std::string_view bytes) {
      // Longer than any report: enough to know that it is none.
      report_.append(
          bytes.substr(0, 256 - std::min<std::size_t>(report_.size(), 256)));
    });
  }

  const CaseRequest& request_;
  Spawned spawned_;
  CappedText output_;
  HangDetector hang_;
  const Clock::time_point start_ = Clock::now();
  std::string report_;
  CaseResult result_;
  bool stopped_ = false;
};

}  // namespace

CaseResult run_case_here(const CaseRequest& request, int life_line) {
  absl::StatusOr<Spawned> spawned = spawn_case(request);
  if (!spawned.ok()) {
    kill_descendants();
    CaseResult result;
    result.trouble = std::string(spawned.status().message());
    return result;
  }
  return Watch(request, std::move(*spawned)).run(life_line);
}

}  // namespace pots::judge
