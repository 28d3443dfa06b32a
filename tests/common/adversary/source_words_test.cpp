#include "common/adversary/source_words.hpp"

#include <gtest/gtest.h>

namespace pots::adv {
namespace {

TEST(SourceWords, FindWhatIsWritten) {
  EXPECT_EQ(name_in("  total = total + 1;", StepKind::kWrite), "total");
  EXPECT_EQ(name_in("  ++n_;  // m = 2", StepKind::kWrite), "n_");
  EXPECT_EQ(name_in("  seats[i] -= 2;", StepKind::kWrite), "seats[i]");
  EXPECT_EQ(name_in("  flag_.store(true);", StepKind::kAtomicStore), "flag_");
  EXPECT_EQ(name_in("  queue_.push(value);", StepKind::kWrite), "queue_");
}

TEST(SourceWords, FindWhatIsRead) {
  EXPECT_EQ(name_in("  const int old = total + 1;", StepKind::kRead), "total");
  EXPECT_EQ(name_in("  if (!ready_) return;", StepKind::kRead), "ready_");
  EXPECT_EQ(name_in("  while (go.load()) {}", StepKind::kAtomicLoad), "go");
  EXPECT_EQ(name_in("  return hits_;", StepKind::kRead), "hits_");
}

TEST(SourceWords, FindWhatIsLocked) {
  EXPECT_EQ(name_in("  std::lock_guard lock(m_);", StepKind::kLock), "m_");
  EXPECT_EQ(name_in("  std::unique_lock<std::mutex> l{m2};", StepKind::kLock),
            "m2");
  EXPECT_EQ(name_in("  from.m.lock();", StepKind::kLock), "from.m");
  EXPECT_EQ(name_in("  free_.wait(lock);", StepKind::kWait), "free_");
  EXPECT_EQ(name_in("  free_.notify_one();", StepKind::kNotify), "free_");
}

TEST(SourceWords, SaysNothingRatherThanAnything) {
  EXPECT_EQ(name_in("}", StepKind::kUnlock), "");
  EXPECT_EQ(name_in("", StepKind::kRead), "");
}

}  // namespace
}  // namespace pots::adv
