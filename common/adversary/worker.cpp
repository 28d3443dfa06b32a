#include "common/adversary/worker.hpp"

#include <gtest/gtest-spi.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <ctime>
#include <exception>
#include <optional>
#include <string>
#include <typeinfo>

#include "common/adversary/child.hpp"
#include "common/adversary/demangle.hpp"
#include "common/adversary/expectations.hpp"
#include "common/adversary/fatal_signals.hpp"
#include "common/adversary/setting.hpp"
#include "common/adversary/watched_descriptors.hpp"

namespace pots::adv {
namespace {

// Ends the process with SIGXCPU when one run has used up its CPU time.
class RunClock {
 public:
  RunClock() {
    sigevent event{};
    event.sigev_notify = SIGEV_SIGNAL;
    event.sigev_signo = SIGXCPU;
    ::timer_create(CLOCK_PROCESS_CPUTIME_ID, &event, &timer_);
  }
  void start() {
    itimerspec limit{};
    limit.it_value.tv_sec = kRunCpuSeconds;
    ::timer_settime(timer_, 0, &limit, nullptr);
  }

 private:
  timer_t timer_{};
};

// In a run that is told: the row that says where the program died.
void tell_death(int signal) {
  if (Run* run = Run::current()) {
    run->note("you", signal == SIGXCPU ? "still busy here" : "dies here");
  }
  ::signal(signal, SIG_DFL);
  ::raise(signal);
}

// One run, from the start; the ledger says kFailed if it broke.
void run_once(const Plan& plan, const std::function<void(Run&)>& body,
              ChoiceTree& tree, const Errand& errand, Ledger& ledger) {
  const pid_t self = ::getpid();
  const WatchedDescriptors before;
  Run run(&tree, errand.replay, &ledger, errand.telling, plan.actors,
          plan.one_a_row);
  std::string wrong;
  {
    testing::TestPartResultArray results;
    testing::ScopedFakeTestPartResultReporter reporter(
        testing::ScopedFakeTestPartResultReporter::INTERCEPT_ALL_THREADS,
        &results);
    try {
      body(run);
    } catch (const std::exception& error) {
      wrong = "threw " + demangled(typeid(error).name()) + ": " + error.what();
    } catch (...) {
      wrong = "threw something that is not a std::exception";
    }
    for (int i = 0; wrong.empty() && i < results.size(); ++i) {
      if (results.GetTestPartResult(i).failed()) {
        wrong = headline(results.GetTestPartResult(i));
      }
    }
  }
  // A fork() of the student's comes back here twice.
  if (::getpid() != self) ::_exit(0);
  if (wrong.empty()) wrong = before.difference();
  if (wrong.empty() && ::waitpid(-1, nullptr, WNOHANG) != -1) {
    wrong = "a child process was started and never waited for";
  }
  if (wrong.empty() && tree.diverged()) {
    wrong = "the same choices led to something else this time";
    run.explain(
        "your program itself is not deterministic: does it use the "
        "time, random numbers, or something left from an earlier run?");
  }
  if (wrong.empty()) return;
  put_text(ledger.what, wrong);
  ledger.outcome = Outcome::kFailed;
}

// What the worker does; it does not return from a failing run.
void work(const Plan& plan, const std::function<void(Run&)>& body,
          const Errand& errand, Ledger& ledger) {
  if (setting().replay.empty()) be_quiet();
  release_fatal_signals();
  if (errand.telling) catch_fatal_signals(tell_death);
  RunClock clock;
  const auto run = [&](ChoiceTree& tree) {
    clock.start();
    run_once(plan, body, tree, errand, ledger);
    if (ledger.outcome == Outcome::kFailed) ::_exit(0);
    if (tree.is_new()) ++ledger.runs;
  };
  if (errand.replay != nullptr) {
    ChoiceTree tree = ChoiceTree::complete(0);
    tree.next();
    run(tree);
  } else if (errand.seed) {
    for (int i = errand.from; i < errand.to; ++i) {
      ledger.level = i;
      ChoiceTree tree =
          ChoiceTree::random(*errand.seed + static_cast<std::uint64_t>(i));
      tree.next();
      run(tree);
    }
  } else {
    ChoiceTree tree = *errand.tree;
    while (tree.next()) {
      ledger.level = tree.level();
      run(tree);
    }
  }
  ledger.outcome = Outcome::kFinished;
}

std::string words_for_death(int status) {
  if (WIFEXITED(status)) {
    return "the program left by itself: exit code " +
           std::to_string(WEXITSTATUS(status));
  }
  const int signal = WTERMSIG(status);
  if (signal == SIGXCPU) {
    return "an endless loop: " + std::to_string(kRunCpuSeconds) +
           " s of CPU time in one run";
  }
  return std::string("the program crashed: ") + ::strsignal(signal);
}

}  // namespace

bool do_errand(const Plan& plan, const std::function<void(Run&)>& body,
               const Errand& errand, Ledger& ledger) {
  ledger.outcome = Outcome::kRunning;
  ledger.rows = 0;
  ledger.steps = 0;
  const std::optional<int> status =
      run_in_child([&] { work(plan, body, errand, ledger); });
  if (!status) {
    put_text(ledger.what, "fork: " + std::string(std::strerror(errno)));
    ledger.outcome = Outcome::kFailed;
    return true;
  }
  if (ledger.outcome == Outcome::kRunning) {
    put_text(ledger.what, words_for_death(*status));
    ledger.outcome = Outcome::kFailed;
  }
  return ledger.outcome == Outcome::kFailed;
}

}  // namespace pots::adv
