// Whatever a case does, it gets its answer, and nothing of it is left.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>

#include "common/judge/proc.hpp"
#include "common/judge/reap.hpp"
#include "common/judge/supervisor.hpp"
#include "hostile.hpp"

namespace pots::judge {
namespace {

class CaseRun : public testing::TestWithParam<Isolation> {
 protected:
  void SetUp() override {
    // Asked first: what the probe leaves behind is not the case's.
    const Isolation available = isolation();
    // Survivors would become our children, and be found.
    ASSERT_TRUE(adopt_orphans());
    if (GetParam() != Isolation::kProcessesOnly && available != GetParam()) {
      GTEST_SKIP() << "bubblewrap does not work here";
    }
  }
  void TearDown() override {
    EXPECT_EQ(descendants(::getpid(), 1000), std::vector<pid_t>());
    while (::waitpid(-1, nullptr, WNOHANG) > 0) {
    }
  }
  CaseResult run(const std::string& mode) {
    return run_case(hostile_request(mode, GetParam()));
  }
};

INSTANTIATE_TEST_SUITE_P(All, CaseRun,
                         testing::Values(Isolation::kBubblewrap,
                                         Isolation::kProcessesOnly),
                         [](const auto& info) {
                           return info.param == Isolation::kBubblewrap
                                      ? "Bubblewrap"
                                      : "Processes";
                         });

TEST_P(CaseRun, PassesOnlyByItsKey) {
  EXPECT_EQ(run("Pass").outcome, Outcome::kPassed);
  EXPECT_EQ(run("Fail").outcome, Outcome::kFailed);
  EXPECT_EQ(run("ForgeWrongKey").outcome, Outcome::kSilent);
  EXPECT_EQ(run("ForgeThenReport").outcome, Outcome::kSilent);
  EXPECT_EQ(run("Scribble").outcome, Outcome::kSilent);
}

TEST_P(CaseRun, KeepsWhatWasPrinted) {
  EXPECT_EQ(run("Fail").output,
            "some print\nFAILED  01.x  Fail   it was 1\nCause: so.\n");
}

TEST_P(CaseRun, AnExitIsNoPass) {
  EXPECT_EQ(run("ExitInStaticInit").outcome, Outcome::kEndedEarly);
  EXPECT_EQ(run("ExitInStaticInit").number, 0);
  EXPECT_EQ(run("Exit3").number, 3);
  EXPECT_EQ(run("CloseAllDescriptors").outcome, Outcome::kEndedEarly);
}

TEST_P(CaseRun, NamesTheSignalOfACrash) {
  EXPECT_EQ(run("Crash").outcome, Outcome::kCrashed);
  EXPECT_EQ(run("Crash").number, SIGSEGV);
  EXPECT_EQ(run("Abort").number, SIGABRT);
}

TEST_P(CaseRun, ClosingDescriptorsDoesNotStopTheReport) {
  EXPECT_EQ(run("CloseLowDescriptors").outcome, Outcome::kPassed);
}

TEST_P(CaseRun, LeavesNoProcessBehind) {
  EXPECT_EQ(run("LeaveADaemon").outcome, Outcome::kPassed);
  EXPECT_EQ(run("DeafChildren").outcome, Outcome::kPassed);
}

TEST_P(CaseRun, StopsAForkBomb) {
  EXPECT_EQ(run("ForkForEver").outcome, Outcome::kTooManyProcesses);
}

TEST_P(CaseRun, CutsEndlessOutputAndKeepsItsEnds) {
  const CaseResult result = run("Print400MB");
  EXPECT_EQ(result.outcome, Outcome::kPassed);
  EXPECT_LT(result.output.size(), 66u << 10);
  EXPECT_NE(result.output.find("bytes more were cut"), std::string::npos);
}

TEST_P(CaseRun, SaysWhoWaitsForWhat) {
  const CaseResult result = run("ReadEmptyPipe");
  EXPECT_EQ(result.outcome, Outcome::kHung);
  EXPECT_NE(result.threads.find(
                "thread 1 (main): read(fd 3): a pipe into which nobody writes"),
            std::string::npos)
      << result.threads;
  EXPECT_NE(result.threads.find("tests/common/judge/hostile.cpp:"),
            std::string::npos)
      << result.threads;
  EXPECT_NE(result.threads.find("in read_an_empty_pipe"), std::string::npos)
      << result.threads;
}

TEST_P(CaseRun, SeesADeadlockOfThreads) {
  const CaseResult result = run("Deadlock");
  EXPECT_EQ(result.outcome, Outcome::kHung);
  EXPECT_NE(result.threads.find("thread 3: futex"), std::string::npos)
      << result.threads;
}

TEST_P(CaseRun, SeesAHangingChild) {
  EXPECT_EQ(run("WaitForHangingChild").outcome, Outcome::kHung);
  EXPECT_EQ(run("PollForEver").outcome, Outcome::kHung);
}

TEST_P(CaseRun, WaitsForClocksThatOnlyTheKernelSees) {
  EXPECT_EQ(run("TimerFd").outcome, Outcome::kPassed);
  EXPECT_EQ(run("SocketTimeout").outcome, Outcome::kPassed);
}

TEST_P(CaseRun, CountsProcessorTime) {
  CaseRequest request = hostile_request("Burn", GetParam());
  request.limits.cpu_seconds = 1;
  const CaseResult result = run_case(request);
  EXPECT_EQ(result.outcome, Outcome::kTooMuchCpu);
  EXPECT_NE(result.threads.find("hostile.cpp:"), std::string::npos)
      << result.threads;
}

TEST_P(CaseRun, CountsMemory) {
  // Fresh memory costs processor time, on some machines a lot of it.
  CaseRequest request = hostile_request("EatMemory", GetParam());
  request.limits.memory_bytes = std::uint64_t{256} << 20;
  request.limits.cpu_seconds = 30;
  EXPECT_EQ(run_case(request).outcome, Outcome::kTooMuchMemory);
}

TEST_P(CaseRun, SleepingOnAndOnEndsAtTheWall) {
  CaseRequest request = hostile_request("SleepOn", GetParam());
  request.limits.wall_seconds = 5;  // it must have begun to sleep by then
  const CaseResult result = run_case(request);
  EXPECT_EQ(result.outcome, Outcome::kHung);
  EXPECT_TRUE(result.sleeps);
}

TEST_P(CaseRun, HandsOnNothingButTheTicket) {
  EXPECT_EQ(run("Environment").outcome, Outcome::kPassed);
}

TEST_P(CaseRun, ATestThatCannotStartIsOurFault) {
  CaseRequest request = hostile_request("Pass", GetParam());
  request.binary = "/nowhere/at/all";
  const CaseResult result = run_case(request);
  EXPECT_EQ(result.outcome, Outcome::kGraderError);
  EXPECT_NE(result.trouble.find("did not start"), std::string::npos);
}

TEST(Sandbox, WritesOnlyToItsOwnTmp) {
  if (isolation() == Isolation::kProcessesOnly) GTEST_SKIP();
  EXPECT_EQ(run_case(hostile_request("WriteAFile", isolation())).outcome,
            Outcome::kPassed);
}

}  // namespace
}  // namespace pots::judge
