// Each kind of mistake is called what it is, and what is right passes.
#include <gtest/gtest.h>
#include <pthread.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <future>
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "tests/common/adversary/both_engines.hpp"

namespace pots::adv {
namespace {

using namespace std::chrono_literals;

class Verdicts : public BothEngines {};
INSTANTIATE_TEST_SUITE_P(Engines, Verdicts, testing::Bool(), engine_name);

// Two threads do the same.
template <class Work>
void twice(Work work) {
  std::thread a(work), b(work);
  a.join();
  b.join();
}

TEST_P(Verdicts, LostUpdateIsAFailedExpectation) {
  const Verdict verdict = verdict_of([] {
    int total = 0;
    twice([&] { total = total + 1; });
    EXPECT_EQ(total, 2);
  });
  EXPECT_EQ(verdict.kind, "expectation");
  EXPECT_NE(verdict.report.find("lost update"), std::string::npos)
      << verdict.report;
  EXPECT_NE(verdict.report.find("overwrites"), std::string::npos);
}

TEST_P(Verdicts, RaceIsOneEvenIfTheValueIsAlwaysRight) {
  EXPECT_EQ(kind_of([] {
              int ready = 0;
              std::thread a([&] { ready = 1; });
              EXPECT_GE(ready, 0);  // it is 0 or 1
              a.join();
            }),
            "race");
}

TEST_P(Verdicts, BytesNextToEachOtherDoNotRace) {
  EXPECT_EQ(kind_of([] {
              struct {
                char left = 0, right = 0;
              } pair;
              std::thread a([&] { pair.left = 1; });
              pair.right = 1;
              a.join();
            }),
            "");
}

// Copies are accesses, whoever makes them: a call, an algorithm, a container.
TEST_P(Verdicts, CopiesRace) {
  struct Recipe {
    char text[64];
  };
  Recipe flat = {}, other = {};
  // Where it is known and small, g++ -O1 copies without a call.
  const volatile std::size_t size = sizeof flat;
  std::vector<int> eggs(16), bowl(16);
  const std::function<void()> copies[] = {
      [&] { std::memcpy(&flat, &other, size); },
      [&] { std::memmove(&flat.text[8], &flat.text[4], 40); },
      [&] { std::memset(&flat, 'x', size); },
      [&] { flat = other; },
      [&] { std::copy(eggs.begin(), eggs.end(), bowl.begin()); },
      [&] { bowl = eggs; },
  };
  for (std::size_t i = 0; i < std::size(copies); ++i) {
    EXPECT_EQ(kind_of([&] {
                std::thread a(copies[i]);
                flat.text[20] = 'a';
                bowl[5] = 1;
                a.join();
              }),
              "race")
        << "copy " << i;
    EXPECT_EQ(kind_of([&] {
                std::thread a(copies[i]);
                a.join();
                flat.text[20] = 'a';
                bowl[5] = 1;
              }),
              "")
        << "copy " << i;
  }
}

TEST_P(Verdicts, BitsNextToEachOtherRace) {
  EXPECT_NE(kind_of([] {
              std::vector<bool> flags(2);
              std::thread a([&] { flags[0] = true; });
              flags[1] = true;
              a.join();
            }),
            "");
}

// A letter is written, then a flag is raised; who sees the flag reads.
std::string publish(std::memory_order raise, std::memory_order look,
                    bool fences = false) {
  return kind_of([=] {
    int letter = 0;
    std::atomic<bool> there{false};
    std::thread a([&] {
      letter = 1;
      if (fences) std::atomic_thread_fence(std::memory_order_release);
      there.store(true, raise);
    });
    if (there.load(look)) {
      if (fences) std::atomic_thread_fence(std::memory_order_acquire);
      EXPECT_EQ(letter, 1);
    }
    a.join();
  });
}

TEST_P(Verdicts, RelaxedFlagPublishesNothing) {
  EXPECT_EQ(publish(std::memory_order_relaxed, std::memory_order_relaxed),
            "race");
}

TEST_P(Verdicts, ReleaseAndAcquirePublish) {
  EXPECT_EQ(publish(std::memory_order_release, std::memory_order_acquire), "");
}

TEST_P(Verdicts, FencesPublish) {
  EXPECT_EQ(publish(std::memory_order_relaxed, std::memory_order_relaxed, true),
            "");
}

TEST_P(Verdicts, OppositeLockOrdersDeadlock) {
  const Verdict verdict = verdict_of([] {
    std::mutex left, right;
    std::thread a([&] {
      std::lock_guard first(left);
      std::lock_guard second(right);
    });
    std::thread b([&] {
      std::lock_guard first(right);
      std::lock_guard second(left);
    });
    a.join();
    b.join();
  });
  EXPECT_EQ(verdict.kind, "deadlock");
  EXPECT_NE(verdict.report.find("held by"), std::string::npos);
}

TEST_P(Verdicts, GateMakesOppositeOrdersSafe) {
  EXPECT_EQ(kind_of([] {
              std::mutex gate, left, right;
              std::thread a([&] { std::scoped_lock all(gate, left, right); });
              std::thread b([&] {
                std::lock_guard through(gate);
                std::lock_guard first(right);
                std::lock_guard second(left);
              });
              a.join();
              b.join();
            }),
            "");
}

TEST_P(Verdicts, LockingTwiceIsADeadlockOfOne) {
  EXPECT_EQ(kind_of([] {
              std::mutex mutex;
              mutex.lock();
              mutex.lock();
            }),
            "deadlock");
}

TEST_P(Verdicts, NotifyBeforeWaitIsMissed) {
  EXPECT_EQ(kind_of([] {
              std::mutex mutex;
              std::condition_variable rang;
              std::thread a([&] {
                std::unique_lock lock(mutex);
                rang.wait(lock);
              });
              rang.notify_one();
              a.join();
            }),
            "deadlock");
}

TEST_P(Verdicts, IfInsteadOfWhileLetsTwoIn) {
  EXPECT_EQ(kind_of([] {
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
            }),
            "expectation");
}

TEST_P(Verdicts, WakeUpForNothingIsABudget) {
  const auto body = [] {
    std::mutex mutex;
    std::condition_variable filled;
    bool ready = false;
    std::thread a([&] {
      std::unique_lock lock(mutex);
      if (!ready) filled.wait(lock);
      EXPECT_TRUE(ready);
    });
    {
      std::lock_guard lock(mutex);
      ready = true;
      filled.notify_one();
    }
    a.join();
  };
  EXPECT_EQ(kind_of(body), "");
  EXPECT_EQ(kind_of(body, {.spurious = 1}), "expectation");
}

TEST_P(Verdicts, TimeoutIsABudget) {
  const auto body = [] {
    std::mutex mutex;
    std::condition_variable filled;
    bool ready = false;
    std::thread a([&] {
      std::unique_lock lock(mutex);
      EXPECT_TRUE(filled.wait_for(lock, 1s, [&] { return ready; }));
    });
    {
      std::lock_guard lock(mutex);
      ready = true;
      filled.notify_one();
    }
    a.join();
  };
  EXPECT_EQ(kind_of(body), "");
  EXPECT_EQ(kind_of(body, {.timeouts = 1}), "expectation");
}

TEST_P(Verdicts, WaitThatNobodyEndsTimesOut) {
  EXPECT_EQ(kind_of([] {
              std::mutex mutex;
              std::condition_variable never;
              std::unique_lock lock(mutex);
              const auto before = std::chrono::steady_clock::now();
              EXPECT_EQ(never.wait_for(lock, 1h), std::cv_status::timeout);
              EXPECT_GE(std::chrono::steady_clock::now() - before, 1h);
            }),
            "");
}

TEST_P(Verdicts, SleepIsNoSynchronisation) {
  EXPECT_NE(kind_of([] {
              std::atomic<int> done{0};
              std::thread a([&] { done = 1; });
              std::this_thread::sleep_for(1s);
              EXPECT_EQ(done, 1);
              a.join();
            }),
            "");
}

TEST_P(Verdicts, SpinningWithoutAYieldEnds) {
  EXPECT_EQ(kind_of([] {
              std::atomic<bool> go{false};
              std::thread a([&] {
                while (!go.load()) {
                }
              });
              go = true;
              a.join();
            }),
            "");
}

TEST_P(Verdicts, SpinningForEverIsALivelock) {
  EXPECT_EQ(kind_of([] {
              std::atomic<bool> go{false};
              std::thread a([&] {
                while (!go.load()) std::this_thread::yield();
              });
              a.join();
            }),
            "livelock");
}

TEST_P(Verdicts, LoopThatCallsNothingIsEndless) {
  EXPECT_EQ(kind_of([] {
              volatile bool go = false;
              std::thread a([&] {
                while (!go) {
                }
              });
              a.join();
            }),
            "endless loop");
}

TEST_P(Verdicts, ExceptionThatLeavesAThread) {
  const Verdict verdict = verdict_of([] {
    std::thread a([] { throw std::runtime_error("burnt"); });
    a.join();
  });
  EXPECT_EQ(verdict.kind, "uncaught");
  EXPECT_NE(verdict.report.find("burnt"), std::string::npos);
}

TEST_P(Verdicts, ExceptionsCrossThreadsByFutures) {
  EXPECT_EQ(kind_of([] {
              std::promise<int> promise;
              std::future<int> future = promise.get_future();
              std::thread a([&] {
                promise.set_exception(
                    std::make_exception_ptr(std::runtime_error("burnt")));
              });
              EXPECT_THROW(future.get(), std::runtime_error);
              a.join();
            }),
            "");
}

TEST_P(Verdicts, ExceptionPointersAreNoRace) {
  EXPECT_EQ(kind_of([] {
              std::exception_ptr thrown;
              std::thread a([&] {
                try {
                  throw std::string("burnt");
                } catch (...) {
                  thrown = std::current_exception();
                }
              });
              a.join();
              std::thread b([thrown] {
                EXPECT_THROW(std::rethrow_exception(thrown), std::string);
              });
              thrown = nullptr;
              b.join();
            }),
            "");
}

TEST_P(Verdicts, ThreadThatNobodyJoins) {
  EXPECT_EQ(kind_of([] { std::thread a([] {}); }), "terminate");
}

TEST_P(Verdicts, DetachedThreadThatIsStillThere) {
  EXPECT_EQ(kind_of([] {
              static std::atomic<int> n;
              std::thread([] {
                ++n;
                ++n;
              }).detach();
            }),
            "unjoined");
}

TEST_P(Verdicts, UseAfterFree) {
  EXPECT_EQ(kind_of([] {
              auto value = std::make_unique<int>(1);
              std::atomic<bool> gone{false};
              int* raw = value.get();
              std::thread a([&] {
                if (gone) *raw = 2;
              });
              value.reset();
              gone = true;
              a.join();
            }),
            "use after free");
}

TEST_P(Verdicts, DoubleFree) {
  EXPECT_EQ(kind_of([] {
              int* volatile raw = new int(1);  // which no compiler sees through
              std::thread a([] {});
              a.join();
              delete raw;
              delete raw;
            }),
            "double free");
}

TEST_P(Verdicts, Leak) {
  EXPECT_EQ(kind_of([] {
              std::atomic<int*> kept{nullptr};
              std::thread a([&] { kept = new int(1); });
              a.join();
            }),
            "leak");
}

TEST_P(Verdicts, UnlockingWhatAnotherHolds) {
  EXPECT_EQ(kind_of([] {
              std::mutex mutex;
              mutex.lock();
              std::thread a([&] { mutex.unlock(); });
              a.join();
            }),
            "not the holder");
}

TEST_P(Verdicts, WaitingWithoutTheMutex) {
  EXPECT_EQ(kind_of([] {
              pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
              pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
              pthread_cond_wait(&condition, &mutex);
            }),
            "wait without mutex");
}

TEST_P(Verdicts, Crash) {
  EXPECT_EQ(kind_of([] {
              std::atomic<int*> nowhere{nullptr};
              std::thread a([&] { *nowhere.load() = 1; });
              a.join();
            }),
            "crash");
}

// NOLINTNEXTLINE(misc-no-recursion)
int deeper(int depth) {
  volatile char room[4096];
  room[0] = static_cast<char>(depth);
  return depth < 0 ? 0 : deeper(depth + 1) + room[0];
}

TEST_P(Verdicts, RecursionForEver) {
  EXPECT_EQ(kind_of([] {
              std::thread a([] { deeper(0); });
              a.join();
            }),
            "crash");
}

TEST_P(Verdicts, LeavingTheProgram) {
  EXPECT_EQ(kind_of([] {
              std::thread a([] { std::exit(0); });
              a.join();
            }),
            "exit");
  EXPECT_EQ(kind_of([] {
              std::thread a([] { ::_exit(0); });
              a.join();
            }),
            "exit");
  EXPECT_EQ(kind_of([] {
              std::thread a([] { std::abort(); });
              a.join();
            }),
            "exit");
}

TEST_P(Verdicts, ThreadsMayEndByPthreadExit) {
  EXPECT_EQ(kind_of([] {
              auto ended = std::make_shared<std::atomic<int>>(0);
              struct Counted {
                std::shared_ptr<std::atomic<int>> ended;
                ~Counted() { ++*ended; }
              };
              std::thread a([&] {
                Counted counted{ended};
                pthread_exit(nullptr);
              });
              a.join();
              EXPECT_EQ(*ended, 1);
            }),
            "");
}

TEST_P(Verdicts, TooManyThreadsIsSaid) {
  const Verdict verdict = verdict_of([] {
    std::vector<std::thread> crowd;
    for (int i = 0; i < 10'000; ++i) crowd.emplace_back([] {});
    for (std::thread& thread : crowd) thread.join();
  });
  EXPECT_EQ(verdict.kind, "not driven");
  EXPECT_NE(verdict.report.find("63 threads"), std::string::npos);
}

TEST_P(Verdicts, NothingToDecideIsSaid) {
  EXPECT_EQ(kind_of([] { EXPECT_EQ(1 + 1, 2); }), "not driven");
  EXPECT_EQ(kind_of([] { EXPECT_EQ(1 + 1, 2); }, {.may_be_sequential = true}),
            "");
  // A stream asks for the C locale: through pthread_once, but not for the
  // program.
  EXPECT_EQ(kind_of([] { std::ostringstream() << 2; }), "not driven");
}

TEST_P(Verdicts, ThreadThatCannotBeStarted) {
  const auto body = [] {
    std::optional<std::thread> a;
    const Scarcity here;
    try {
      a.emplace([] {});
    } catch (const std::system_error& error) {
      EXPECT_EQ(error.code().value(), EAGAIN);
      note("refused");
    }
    EXPECT_TRUE(a.has_value());
    if (a) a->join();
  };
  EXPECT_EQ(kind_of(body), "");
  EXPECT_EQ(kind_of(body, {.failing_threads = 1}), "expectation");
}

TEST_P(Verdicts, AllocationThatFails) {
  const auto body = [] {
    std::thread a([] {});
    a.join();
    const Scarcity here;
    EXPECT_NO_THROW({
      int* volatile raw = new int(1);  // which no compiler leaves out
      delete raw;
    });
  };
  EXPECT_EQ(kind_of(body), "");
  EXPECT_EQ(kind_of(body, {.failing_allocations = 1}), "expectation");
}

int calls_so_far = 0;  // NOLINT: a student's global

TEST_P(Verdicts, GlobalsAreAsNewInEveryExecution) {
  EXPECT_EQ(kind_of([] {
              static std::string log;
              static std::mutex never_unlocked;
              EXPECT_EQ(calls_so_far, 0);
              EXPECT_EQ(log, "");
              std::thread a([] {
                std::lock_guard lock(never_unlocked);
                ++calls_so_far;
                log += "a line that does not fit into the object itself";
              });
              a.join();
              never_unlocked.lock();
            }),
            "");
  EXPECT_EQ(calls_so_far, 0);
}

std::atomic<int> destroyed;
struct Own {
  int value = 7;
  ~Own() { ++destroyed; }
};
thread_local Own own;

TEST_P(Verdicts, ThreadLocalsAreEachThreadsOwn) {
  EXPECT_EQ(kind_of([] {
              EXPECT_EQ(own.value, 7);
              own.value = 1;
              twice([] {
                EXPECT_EQ(own.value, 7);
                own.value = 2;
                std::this_thread::yield();
                EXPECT_EQ(own.value, 2);
              });
              EXPECT_EQ(own.value, 1);
              EXPECT_EQ(destroyed, 2);
            }),
            "");
}

TEST_P(Verdicts, ErrnoIsEachThreadsOwn) {
  EXPECT_EQ(kind_of([] {
              std::mutex mutex;
              twice([&] {
                errno = 11;
                std::lock_guard lock(mutex);
                EXPECT_EQ(errno, 11);
                errno = 12;
              });
            }),
            "");
}

}  // namespace
}  // namespace pots::adv
