// Programs that leave the path that the scheduler expects: each is refused
// with the right words, or passes if it is right; none hangs.
#include <gtest/gtest.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <exception>
#include <future>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "tests/common/adversary/both_engines.hpp"

namespace pots::adv {
namespace {

using namespace std::chrono_literals;

class HostilePrograms : public BothEngines {};
INSTANTIATE_TEST_SUITE_P(Engines, HostilePrograms, testing::Bool(),
                         engine_name);

// A thread that does only this.
template <class Work>
std::string kind_in_thread(Work work) {
  return kind_of([&] {
    std::thread a(work);
    a.join();
  });
}

template <class Work>
std::string kind_of_twice(Work work) {
  return kind_of([&] {
    std::thread a(work), b(work);
    a.join();
    b.join();
  });
}

TEST_P(HostilePrograms, SpinOnAnAtomicPasses) {
  EXPECT_EQ(kind_of([] {
              std::atomic<bool> go{false};
              std::thread a([&] { go.store(true); });
              while (!go.load()) {
              }
              a.join();
            }),
            "");
}

TEST_P(HostilePrograms, SpinOnAPlainFlagIsARace) {
  EXPECT_EQ(kind_of([] {
              volatile bool go = false;
              std::thread a([&] {
                while (!go) {
                }
              });
              go = true;
              a.join();
            }),
            "race");
}

TEST_P(HostilePrograms, LoopInTheBodyIsEndless) {
  EXPECT_EQ(kind_of([] {
              std::thread a([] {});
              while (true) asm volatile("");
              a.join();
            }),
            "endless loop");
}

TEST_P(HostilePrograms, SpinlockOfAssemblerIsNotCalledClean) {
  EXPECT_NE(
      kind_of([] {
        int lock = 0, n = 0;
        const auto work = [&] {
          int taken = 1;
          do {
            taken = 1;
            asm volatile("xchgl %0, %1" : "+r"(taken), "+m"(lock)::"memory");
          } while (taken != 0);
          n = n + 1;
          asm volatile("movl $0, %0" : "=m"(lock)::"memory");
        };
        std::thread a(work), b(work);
        a.join();
        b.join();
      }),
      "");
}

TEST_P(HostilePrograms, ChildrenAreNotPlayed) {
  EXPECT_EQ(kind_in_thread([] {
              const pid_t child = ::fork();
              if (child == 0) ::_exit(0);
              ::waitpid(child, nullptr, 0);
            }),
            "not driven");
}

TEST_P(HostilePrograms, ExplorationInsideAnotherIsNotPlayed) {
  EXPECT_EQ(kind_of([] {
              for_every_interleaving([] {
                std::thread a([] {});
                a.join();
              });
            }),
            "not driven");
}

TEST_P(HostilePrograms, SignalsEndTheRun) {
  EXPECT_EQ(kind_in_thread([] { ::raise(SIGTERM); }), "crash");
  EXPECT_EQ(kind_in_thread([] { ::raise(SIGKILL); }), "crash");
}

TEST_P(HostilePrograms, TooManyThreadsIsSaidAtOnce) {
  EXPECT_EQ(kind_of([] {
              std::vector<std::thread> threads;
              for (int i = 0; i < 10'000; ++i) threads.emplace_back([] {});
              for (std::thread& thread : threads) thread.join();
            }),
            "not driven");
}

TEST_P(HostilePrograms, ThreadMayBeBoundToAProcessor) {
  EXPECT_EQ(kind_in_thread([] {
              cpu_set_t set;
              CPU_ZERO(&set);
              CPU_SET(0, &set);
              ::sched_setaffinity(0, sizeof set, &set);
            }),
            "");
}

TEST_P(HostilePrograms, JumpsWithinAThreadPass) {
  EXPECT_EQ(kind_of_twice([] {
              jmp_buf here;
              volatile int n = 0;
              if (setjmp(here) == 0) {
                n = 1;
                longjmp(here, 1);
              }
              EXPECT_EQ(n, 1);
            }),
            "");
}

TEST_P(HostilePrograms, MemoryThatIsUnmapped) {
  EXPECT_EQ(kind_of([] {
              auto* page = static_cast<char*>(
                  ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
              std::thread a([&] { page[0] = 1; });
              a.join();
              ::munmap(page, 4096);
              page[0] = 2;
            }),
            "crash");
}

TEST_P(HostilePrograms, ImpossibleAllocationThrows) {
  EXPECT_EQ(kind_in_thread([] {
              std::vector<char> much;
              EXPECT_THROW(much.reserve(std::size_t{1} << 45), std::bad_alloc);
            }),
            "");
}

TEST_P(HostilePrograms, MapThatTwoChangeRaces) {
  EXPECT_EQ(kind_of([] {
              std::map<int, int> map;
              std::thread a([&] { map[1] = 1; });
              map[2] = 2;
              a.join();
            }),
            "race");
}

TEST_P(HostilePrograms, FailuresInThreadsCount) {
  EXPECT_EQ(kind_in_thread([] { EXPECT_EQ(1, 2); }), "expectation");
  EXPECT_EQ(kind_in_thread([] { ASSERT_EQ(1, 2); }), "expectation");
  EXPECT_EQ(kind_in_thread([] {
              SCOPED_TRACE("here");
              EXPECT_EQ(1, 2);
            }),
            "expectation");
}

TEST_P(HostilePrograms, OutputPasses) {
  EXPECT_EQ(kind_of_twice([] { std::cout << "a line " << 3.5 << std::endl; }),
            "");
}

TEST_P(HostilePrograms, KeysAreDestroyedWhenAThreadEnds) {
  EXPECT_EQ(kind_of([] {
              static std::atomic<int> destroyed;
              pthread_key_t key;
              ::pthread_key_create(&key, [](void*) { ++destroyed; });
              const auto work = [&] { ::pthread_setspecific(key, &key); };
              std::thread a(work), b(work);
              a.join();
              b.join();
              ::pthread_key_delete(key);
              EXPECT_EQ(destroyed, 2);
            }),
            "");
}

TEST_P(HostilePrograms, NotifiedWhenAThreadEnds) {
  EXPECT_EQ(kind_of([] {
              std::mutex m;
              std::condition_variable done;
              bool ready = false;
              std::thread a([&] {
                std::unique_lock lock(m);
                ready = true;
                std::notify_all_at_thread_exit(done, std::move(lock));
              });
              {
                std::unique_lock lock(m);
                done.wait(lock, [&] { return ready; });
              }
              a.join();
            }),
            "");
}

TEST_P(HostilePrograms, WaitsThatEndBeforeTheyBegin) {
  EXPECT_EQ(kind_of_twice([] {
              std::mutex m;
              std::condition_variable never;
              std::unique_lock lock(m);
              EXPECT_EQ(
                  never.wait_until(lock, std::chrono::system_clock::now() - 1h),
                  std::cv_status::timeout);
              EXPECT_EQ(never.wait_until(
                            lock, std::chrono::steady_clock::time_point::min()),
                        std::cv_status::timeout);
            }),
            "");
}

TEST_P(HostilePrograms, FutureThatIsAskedAgainAndAgain) {
  EXPECT_EQ(kind_of([] {
              auto three = std::async(std::launch::async, [] { return 3; });
              while (three.wait_for(0ms) != std::future_status::ready) {
              }
              EXPECT_EQ(three.get(), 3);
            }),
            "");
}

}  // namespace
}  // namespace pots::adv
