// How many schedules there are, what passes say of them, and that both engines
// walk the same ones.
#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/common/adversary/both_engines.hpp"

namespace pots::adv {
namespace {

class Schedule : public BothEngines {};
INSTANTIATE_TEST_SUITE_P(Engines, Schedule, testing::Bool(), engine_name);

// Only partial order reduction: one execution for each Mazurkiewicz trace.
constexpr Schedules kOnlyDpor{
    .pauses = 0, .random = 0, .priorities = 0, .dpor = 100'000};

void lock_sections(int threads, int sections) {
  std::mutex mutex;
  std::vector<std::thread> all;
  for (int t = 0; t < threads; ++t) {
    all.emplace_back([&] {
      for (int i = 0; i < sections; ++i) std::lock_guard lock(mutex);
    });
  }
  for (std::thread& thread : all) thread.join();
}

TEST_P(Schedule, ThreeTimesTwoLockSectionsAreNinety) {
  // 6! / (2! 2! 2!) orders of the six sections.
  const Verdict verdict = verdict_of([] { lock_sections(3, 2); }, kOnlyDpor);
  EXPECT_TRUE(verdict.passed);
  EXPECT_NE(verdict.report.find("complete (90 "), std::string::npos)
      << verdict.report;
}

TEST_P(Schedule, TwoTimesFourAdditionsAreSeventy) {
  // 8! / (4! 4!) orders.
  const Verdict verdict = verdict_of(
      [] {
        std::atomic<int> n{0};
        auto add = [&] {
          for (int i = 0; i < 4; ++i) n.fetch_add(1);
        };
        std::thread a(add), b(add);
        a.join();
        b.join();
      },
      kOnlyDpor);
  EXPECT_TRUE(verdict.passed);
  EXPECT_NE(verdict.report.find("complete (70 "), std::string::npos)
      << verdict.report;
}

TEST(ScheduleOfFibers, FourTimesTwoLockSectionsAre2520) {
  const Verdict verdict = verdict_of([] { lock_sections(4, 2); }, kOnlyDpor);
  EXPECT_TRUE(verdict.passed);
  EXPECT_NE(verdict.report.find("complete (2,520 "), std::string::npos)
      << verdict.report;
}

// A queue with room for `Room` items, as lesson 06 will have it.
template <int kRoom>
class Queue {
 public:
  void put(int item) {
    std::unique_lock lock(mutex_);
    while (items_.size() == kRoom) not_full_.wait(lock);
    items_.push_back(item);
    not_empty_.notify_one();
  }
  int take() {
    std::unique_lock lock(mutex_);
    while (items_.empty()) not_empty_.wait(lock);
    const int item = items_.front();
    items_.pop_front();
    not_full_.notify_one();
    return item;
  }

 private:
  std::mutex mutex_;
  std::condition_variable not_empty_, not_full_;
  std::deque<int> items_;
};

void queue_for_two() {
  Queue<1> queue;
  std::thread a([&] {
    queue.put(1);
    queue.put(2);
  });
  std::thread b([&] {
    EXPECT_EQ(queue.take(), 1);
    EXPECT_EQ(queue.take(), 2);
  });
  a.join();
  b.join();
}

void queue_for_four() {
  Queue<1> queue;
  int taken[2] = {};
  std::thread a([&] { queue.put(1); });
  std::thread b([&] { queue.put(2); });
  std::thread c([&] { taken[0] = queue.take(); });
  std::thread d([&] { taken[1] = queue.take(); });
  a.join();
  b.join();
  c.join();
  d.join();
  EXPECT_EQ(taken[0] + taken[1], 3);
}

TEST_P(Schedule, BoundedQueueIsCleanAndComplete) {
  const Verdict verdict =
      verdict_of(queue_for_two, {.random = 0, .priorities = 0, .dpor = 0});
  EXPECT_TRUE(verdict.passed) << verdict.report;
  EXPECT_LE(verdict.complete, 6'000u);
}

TEST(ScheduleOfFibers, BoundedQueueForFour) {
  const Verdict verdict =
      verdict_of(queue_for_four, {.random = 0, .priorities = 0, .dpor = 2'000});
  EXPECT_TRUE(verdict.passed) << verdict.report;
  EXPECT_NE(verdict.report.find("complete ("), std::string::npos);
  EXPECT_LE(verdict.executions - verdict.complete, 100u) << "by reduction";
  EXPECT_LE(verdict.complete, 6'000u) << "with up to 2 pauses";
}

TEST_P(Schedule, BoundedQueueNeedsFewSchedulesWithReduction) {
  const Verdict verdict = verdict_of(queue_for_two, kOnlyDpor);
  EXPECT_TRUE(verdict.passed) << verdict.report;
  EXPECT_NE(verdict.report.find("complete ("), std::string::npos);
  EXPECT_LE(verdict.executions, 100u + verdict.complete);
}

// What a failing program prints must be the same, whoever runs it.
const std::function<void()> kBroken[] = {
    [] {
      int total = 0;
      std::thread a([&] { total = total + 1; });
      total = total + 1;
      a.join();
      EXPECT_EQ(total, 2);
    },
    [] {
      std::mutex left, right;
      std::thread a([&] { std::scoped_lock both(left, right); });
      std::thread b([&] {
        std::lock_guard first(right);
        std::lock_guard second(left);
      });
      std::thread c([&] {
        std::lock_guard first(left);
        std::lock_guard second(right);
      });
      a.join();
      b.join();
      c.join();
    },
    [] {
      std::mutex mutex;
      std::condition_variable filled;
      int loaves = 0;
      auto take = [&] {
        std::unique_lock lock(mutex);
        if (loaves == 0) filled.wait(lock);
        EXPECT_GT(loaves, 0);
        --loaves;
      };
      std::thread a(take), b(take);
      for (int i = 0; i < 2; ++i) {
        std::lock_guard lock(mutex);
        ++loaves;
        filled.notify_one();
      }
      a.join();
      b.join();
    },
};

// The report without the number of the exploration in its key.
std::string report_of(const std::function<void()>& body, bool real_threads) {
  setting().real_threads = real_threads;
  setting().explorations = 0;
  const std::string report = explore_schedules({}, body).report;
  setting().real_threads = false;
  return report;
}

TEST(SomeInterleaving, IsFoundWhereThereIsOne) {
  for_some_interleaving("nobody was first", {}, [] {
    std::atomic<int> first{0};
    std::thread a([&] {
      int nobody = 0;
      first.compare_exchange_strong(nobody, 1);
    });
    std::thread b([&] {
      int nobody = 0;
      first.compare_exchange_strong(nobody, 2);
    });
    a.join();
    b.join();
    return first == 2;
  });
}

TEST(SomeInterleaving, IsMissedWhereThereIsNone) {
  EXPECT_NONFATAL_FAILURE(for_some_interleaving("never more than one", {},
                                                [] {
                                                  std::atomic<int> n{0};
                                                  std::thread a([&] { ++n; });
                                                  a.join();
                                                  return n > 1;
                                                }),
                          "never more than one");
}

TEST(Engines, TellTheSameCounterexample) {
  for (const auto& body : kBroken) {
    EXPECT_EQ(report_of(body, false), report_of(body, true));
  }
}

TEST(Engines, TellTheSameEveryTime) {
  for (const auto& body : kBroken) {
    const std::string first = report_of(body, false);
    for (int i = 0; i < 10; ++i) EXPECT_EQ(report_of(body, false), first);
  }
}

}  // namespace
}  // namespace pots::adv
