#include "common/judge/hang.hpp"

#include <gtest/gtest.h>
#include <sys/syscall.h>

#include "common/judge/sleep.hpp"

namespace pots::judge {
namespace {

ThreadState asleep(long call, std::array<std::uint64_t, 6> args = {}) {
  return {.pid = 999999999,
          .tid = 1,
          .state = 'S',
          .switches = 5,
          .call = call,
          .args = args};
}

TEST(Sleep, ReadsTheTimeoutFromTheArguments) {
  EXPECT_EQ(sleep_of(asleep(SYS_read)), Sleep::kForever);
  EXPECT_EQ(sleep_of(asleep(SYS_futex, {1, 0x80, 2, 0})), Sleep::kForever);
  EXPECT_EQ(sleep_of(asleep(SYS_futex, {1, 0x89, 2, 7})), Sleep::kTimed);
  EXPECT_EQ(sleep_of(asleep(SYS_ppoll, {1, 1, 0})), Sleep::kForever);
  EXPECT_EQ(sleep_of(asleep(SYS_ppoll, {1, 1, 7})), Sleep::kTimed);
  EXPECT_EQ(sleep_of(asleep(SYS_clock_nanosleep)), Sleep::kTimed);
  EXPECT_EQ(sleep_of(asleep(SYS_epoll_pwait, {1, 1, 1, 0xffffffff})),
            Sleep::kForever);
#ifdef SYS_poll
  EXPECT_EQ(sleep_of(asleep(SYS_poll, {1, 1, 0xffffffff})), Sleep::kForever);
  EXPECT_EQ(sleep_of(asleep(SYS_poll, {1, 1, 0})), Sleep::kTimed);
#endif
}

TEST(Sleep, BuildsNoVerdictOnWhatItDoesNotKnow) {
  EXPECT_EQ(sleep_of(asleep(-1)), Sleep::kTimed);
  EXPECT_EQ(sleep_of(asleep(9999)), Sleep::kTimed);
}

TEST(Sleep, KnowsTheStates) {
  ThreadState thread = asleep(SYS_read);
  thread.state = 'R';
  EXPECT_EQ(sleep_of(thread), Sleep::kAwake);
  thread.state = 'D';  // the disk will answer
  EXPECT_EQ(sleep_of(thread), Sleep::kAwake);
  thread.state = 'Z';
  EXPECT_EQ(sleep_of(thread), Sleep::kForever);
  thread.state = 'T';
  EXPECT_EQ(sleep_of(thread), Sleep::kForever);
}

class Hang : public testing::Test {
 protected:
  // `n` looks at the same threads, a tenth of a second apart.
  bool looks(int n, const std::vector<ThreadState>& threads) {
    bool hung = false;
    for (int i = 0; i < n; ++i, now_ += 0.1) {
      TreeState tree;
      tree.threads = threads;
      hung = detector_.look(tree, now_);
    }
    return hung;
  }
  HangDetector detector_{{.looks = 10, .seconds = 0.95}};
  double now_ = 0;
};

TEST_F(Hang, IsTenLooksWithoutAMove) {
  EXPECT_FALSE(looks(10, {asleep(SYS_read)}));
  EXPECT_TRUE(looks(1, {asleep(SYS_read)}));
}

TEST_F(Hang, NeedsEveryThread) {
  ThreadState runs = asleep(SYS_read);
  runs.state = 'R';
  EXPECT_FALSE(looks(50, {asleep(SYS_read), runs}));
  EXPECT_FALSE(looks(50, {asleep(SYS_read), asleep(SYS_nanosleep)}));
  EXPECT_FALSE(looks(50, {}));
}

TEST_F(Hang, StartsAgainWithEveryMove) {
  ThreadState thread = asleep(SYS_read);
  for (int i = 0; i < 10; ++i) {
    ++thread.switches;
    EXPECT_FALSE(looks(9, {thread}));
  }
  EXPECT_TRUE(looks(12, {thread}));
}

TEST_F(Hang, RemembersHowMuchItSlept) {
  looks(5, {asleep(SYS_nanosleep)});
  EXPECT_TRUE(detector_.mostly_asleep());
  ThreadState runs = asleep(SYS_read);
  runs.state = 'R';
  looks(6, {runs});
  EXPECT_FALSE(detector_.mostly_asleep());
}

}  // namespace
}  // namespace pots::judge
