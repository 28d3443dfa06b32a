// The classic small programs that tell memory models apart: which outcomes
// exist with `weak_memory`, and which must not.
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>

#include "tests/common/adversary/both_engines.hpp"

namespace pots::adv {
namespace {

class WeakMemory : public BothEngines {};
INSTANTIATE_TEST_SUITE_P(Engines, WeakMemory, testing::Bool(), engine_name);

constexpr Schedules kWeak{.weak_memory = true};

// Whether an outcome that the body denies exists.
bool exists(const std::function<void()>& body, bool weak = true) {
  return kind_of(body, weak ? kWeak : Schedules{}) == "expectation";
}

// Each thread raises its flag and then looks for the other's.
void store_buffering(std::memory_order store, std::memory_order load,
                     bool fences = false) {
  std::atomic<int> x{0}, y{0};
  int a = -1, b = -1;
  const auto fence = [&] {
    if (fences) std::atomic_thread_fence(std::memory_order_seq_cst);
  };
  std::thread left([&] {
    x.store(1, store);
    fence();
    a = y.load(load);
  });
  std::thread right([&] {
    y.store(1, store);
    fence();
    b = x.load(load);
  });
  left.join();
  right.join();
  EXPECT_FALSE(a == 0 && b == 0);
}

TEST_P(WeakMemory, StoresMayBeBufferedUnlessSequential) {
  EXPECT_TRUE(exists([] {
    store_buffering(std::memory_order_release, std::memory_order_acquire);
  }));
  EXPECT_TRUE(exists([] {
    store_buffering(std::memory_order_relaxed, std::memory_order_relaxed);
  }));
  EXPECT_FALSE(exists([] {
    store_buffering(std::memory_order_seq_cst, std::memory_order_seq_cst);
  }));
  EXPECT_FALSE(exists([] {
    store_buffering(std::memory_order_relaxed, std::memory_order_relaxed, true);
  }));
}

TEST_P(WeakMemory, IsAnOption) {
  EXPECT_FALSE(exists(
      [] {
        store_buffering(std::memory_order_relaxed, std::memory_order_relaxed);
      },
      false));
}

void message_passing(std::memory_order store, std::memory_order load) {
  std::atomic<int> letter{0}, flag{0};
  std::thread writer([&] {
    letter.store(1, std::memory_order_relaxed);
    flag.store(1, store);
  });
  if (flag.load(load) == 1) {
    EXPECT_EQ(letter.load(std::memory_order_relaxed), 1);
  }
  writer.join();
}

TEST_P(WeakMemory, MessagesNeedReleaseAndAcquire) {
  EXPECT_FALSE(exists([] {
    message_passing(std::memory_order_release, std::memory_order_acquire);
  }));
  EXPECT_TRUE(exists([] {
    message_passing(std::memory_order_relaxed, std::memory_order_acquire);
  }));
  EXPECT_TRUE(exists([] {
    message_passing(std::memory_order_release, std::memory_order_relaxed);
  }));
}

TEST_P(WeakMemory, FencesPassMessagesToo) {
  EXPECT_FALSE(exists([] {
    std::atomic<int> letter{0}, flag{0};
    std::thread writer([&] {
      letter.store(1, std::memory_order_relaxed);
      std::atomic_thread_fence(std::memory_order_release);
      flag.store(1, std::memory_order_relaxed);
    });
    if (flag.load(std::memory_order_relaxed) == 1) {
      std::atomic_thread_fence(std::memory_order_acquire);
      EXPECT_EQ(letter.load(std::memory_order_relaxed), 1);
    }
    writer.join();
  }));
}

TEST_P(WeakMemory, UpdatesKeepAReleaseSequence) {
  EXPECT_FALSE(exists([] {
    std::atomic<int> letter{0}, flag{0};
    std::thread writer([&] {
      letter.store(1, std::memory_order_relaxed);
      flag.store(1, std::memory_order_release);
    });
    std::thread middle([&] { flag.fetch_add(1, std::memory_order_relaxed); });
    if (flag.load(std::memory_order_acquire) == 2) {
      EXPECT_EQ(letter.load(std::memory_order_relaxed), 1);
    }
    writer.join();
    middle.join();
  }));
}

TEST_P(WeakMemory, OneVariableNeverRunsBackwards) {
  EXPECT_FALSE(exists([] {
    std::atomic<int> x{0};
    std::thread writer([&] {
      x.store(1, std::memory_order_relaxed);
      x.store(2, std::memory_order_relaxed);
    });
    const int first = x.load(std::memory_order_relaxed);
    const int second = x.load(std::memory_order_relaxed);
    EXPECT_LE(first, second);
    writer.join();
    EXPECT_EQ(x.load(std::memory_order_relaxed), 2);
  }));
}

TEST_P(WeakMemory, UpdatesAreNeverLost) {
  EXPECT_FALSE(exists([] {
    std::atomic<int> n{0};
    auto add = [&] { n.fetch_add(1, std::memory_order_relaxed); };
    std::thread a(add), b(add);
    a.join();
    b.join();
    EXPECT_EQ(n.load(std::memory_order_relaxed), 2);
  }));
}

void independent_readers(std::memory_order order) {
  std::atomic<int> x{0}, y{0};
  int seen[4] = {};
  std::thread left([&] { x.store(1, order); });
  std::thread right([&] { y.store(1, order); });
  std::thread third([&] {
    seen[0] = x.load(order);
    seen[1] = y.load(order);
  });
  seen[2] = y.load(order);
  seen[3] = x.load(order);
  left.join();
  right.join();
  third.join();
  EXPECT_FALSE(seen[0] == 1 && seen[1] == 0 && seen[2] == 1 && seen[3] == 0);
}

TEST_P(WeakMemory, ReadersMayDisagreeUnlessSequential) {
  EXPECT_TRUE(exists([] { independent_readers(std::memory_order_relaxed); }));
  EXPECT_FALSE(exists([] { independent_readers(std::memory_order_seq_cst); }));
}

TEST_P(WeakMemory, WaitingForAFlagEnds) {
  EXPECT_EQ(kind_of(
                [] {
                  std::atomic<bool> flag{false};
                  std::thread writer(
                      [&] { flag.store(true, std::memory_order_relaxed); });
                  while (!flag.load(std::memory_order_relaxed)) {
                  }
                  writer.join();
                },
                kWeak),
            "");
}

}  // namespace
}  // namespace pots::adv
