// Published numbers of executions (published_counts_test.cpp says whose), for
// real programs: starting and joining threads must not add to them, and both
// engines must count alike.
//
// Two kinds of programs are left to the model. The engine cannot see beforehand
// that a compare_exchange will fail, so it takes it for a write: casrot needs
// 590 executions for 144 traces. And it counts each execution that it began,
// those too that turned out to be known (lastzero: 97 for 64).
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tests/common/adversary/both_engines.hpp"

namespace pots::adv {
namespace {

class PublishedPrograms : public BothEngines {};
INSTANTIATE_TEST_SUITE_P(Engines, PublishedPrograms, testing::Bool(),
                         engine_name);

// Only partial order reduction: one execution for each Mazurkiewicz trace. The
// search by pauses that would follow is cut short.
constexpr Schedules kOnlyDpor{
    .pauses = 0, .random = 0, .priorities = 0, .dpor = 100'000, .most = 1};

using Work = std::function<void()>;

void run(const std::vector<Work>& works) {
  std::vector<std::thread> threads;
  for (const Work& work : works) threads.emplace_back(work);
  for (std::thread& thread : threads) thread.join();
}

void expect(const std::string& published, const char* name,
            const std::function<void()>& body) {
  const Verdict verdict = explore_schedules(kOnlyDpor, body);
  EXPECT_TRUE(verdict.passed) << name;
  EXPECT_NE(verdict.report.find("complete (" + published + " "),
            std::string::npos)
      << name << "\n"
      << verdict.report;
}

// GenMC, tests/correct/litmus.

TEST_P(PublishedPrograms, OfLitmusPrograms) {
  expect("3", "SB", [] {
    std::atomic<int> x{0}, y{0};
    run({[&] { x = 1, y.load(); }, [&] { y = 1, x.load(); }});
  });
  expect("3", "MP", [] {
    std::atomic<int> x{0}, y{0};
    run({[&] { x = 1, y = 1; }, [&] { y.load(), x.load(); }});
  });
  expect("7", "LB3", [] {
    std::atomic<int> x{0}, y{0}, z{0};
    run({[&] { x.load(), y = 1; }, [&] { y.load(), z = 1; },
         [&] { z.load(), x = 1; }});
  });
  expect("15", "IRIW-acq-sc", [] {
    std::atomic<int> x{0}, y{0};
    run({[&] { x = 1; }, [&] { x.load(), y.load(); },
         [&] { y.load(), x.load(); }, [&] { y = 1; }});
  });
  expect("72", "CoRR2", [] {
    std::atomic<int> x{0};
    const Work look = [&] { x.load(), x.load(); };
    run({[&] { x = 1; }, [&] { x = 2; }, look, look});
  });
  expect("24", "wcii", [] {
    std::atomic<int> x{0};
    const Work add = [&] { ++x; };
    run({[&] { x = 5; },
         [&] {
           int one = 1;
           x.compare_exchange_strong(one, 2);
         },
         add, add});
  });
}

// GenMC, tests/correct/synthetic.

TEST_P(PublishedPrograms, OfUpdates) {
  expect("120", "ainc, N = 5", [] {
    std::atomic<int> x{0};
    run(std::vector<Work>(5, [&] { ++x; }));
    EXPECT_EQ(x, 5);
  });
  expect("36", "binc, N = 3", [] {
    std::atomic<int> x{0}, y{0};
    run(std::vector<Work>(3, [&] { ++x, ++y; }));
  });
  expect("36", "inc, N = 3", [] {
    std::atomic<int> x{0};
    run(std::vector<Work>(3, [&] { x = x + 1; }));
  });
}

TEST_P(PublishedPrograms, OfLocks) {
  expect("120", "lock2inc, N = 5", [] {
    std::mutex mutex;
    int x = 0;
    std::atomic<int> y{0};
    run(std::vector<Work>(5, [&] {
      std::lock_guard lock(mutex);
      ++x, y = y + 1;
    }));
    EXPECT_EQ(x + y, 10);
  });
  expect("8", "lockrev-in-place", [] {
    std::mutex mutex;
    std::atomic<int> x{0};
    run({[&] { x = 42; },
         [&] {
           std::lock_guard lock(mutex);
           x = 1;
         },
         [&] {
           std::lock_guard lock(mutex);
           x = 2, x.load();
         }});
  });
}

TEST_P(PublishedPrograms, OfReadersAndAWriter) {
  for (const auto& [readers, published] : {std::pair{2, "4"}, {8, "256"}}) {
    expect(published, "readers", [readers = readers] {
      std::atomic<int> x{0};
      std::vector<Work> works(static_cast<std::size_t>(readers),
                              [&] { x.load(); });
      works.push_back([&] { x = 42; });
      run(works);
    });
  }
}

TEST_P(PublishedPrograms, OfTheIndexer) {
  // Twelve threads put four messages each into a table of 128 places.
  expect("8", "indexer, N = 12", [] {
    std::array<std::atomic<int>, 128> table{};
    std::vector<Work> works;
    for (int thread = 0; thread < 12; ++thread) {
      works.push_back([&table, thread] {
        for (int i = 0; i < 4; ++i) {
          const int message = i * 11 + thread;
          auto place = static_cast<std::size_t>(message * 7 % 128);
          int empty = 0;
          while (!table[place].compare_exchange_strong(empty, message)) {
            place = (place + 1) % 128;
            empty = 0;
          }
        }
      });
    }
    run(works);
  });
}

// Nidhugg, src/SC_test.cpp. The body is one of the threads.

TEST_P(PublishedPrograms, OfStoresByTheBodyToo) {
  expect("1,680", "Intrinsic_2", [] {
    std::atomic<int> x{0};
    const Work store_thrice = [&] { x = 1, x = 2, x = 3; };
    std::thread a(store_thrice), b(store_thrice);
    store_thrice();
    a.join();
    b.join();
  });
  expect("19", "fib_simple_n2_sc", [] {
    std::atomic<int> i{1}, j{1};
    run({[&] {
           for (int k = 0; k < 2; ++k) i = i + j;
         },
         [&] {
           for (int k = 0; k < 2; ++k) j = i + j;
         }});
  });
}

TEST_P(PublishedPrograms, OfLocksThatAreTried) {
  expect("10", "Mutex_trylock_2", [] {
    std::mutex mutex;
    const Work take = [&] { std::lock_guard lock(mutex); };
    run({take,
         [&] {
           if (mutex.try_lock()) mutex.unlock();
         },
         take});
  });
}

TEST_P(PublishedPrograms, OfAConditionVariable) {
  expect("10", "Condvar_6", [] {
    std::mutex mutex;
    std::condition_variable changed;
    int x = 0;
    const Work wait = [&] {
      std::unique_lock lock(mutex);
      if (x == 0) changed.wait(lock);
      EXPECT_EQ(x, 1);
    };
    run({[&] {
           std::lock_guard lock(mutex);
           x = 1;
           changed.notify_all();
         },
         wait, wait});
  });
}

}  // namespace
}  // namespace pots::adv
