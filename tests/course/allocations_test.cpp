// What the references of the event loop and of tasks do not do in steady state:
// allocate. Compiled without POTS_POISON, as programs are.
#include <gtest/gtest.h>

#include <chrono>
#include <coroutine>
#include <utility>

#include "common/adversary/heap.hpp"
#include "pots/aio/create_task.hpp"
#include "pots/aio/event_loop.hpp"
#include "pots/aio/future.hpp"
#include "pots/aio/run.hpp"
#include "pots/aio/task.hpp"
#include "pots/aio/world.hpp"

namespace pots::aio {
namespace {

using std::chrono::milliseconds;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SKIP_UNDER_A_SANITIZER() GTEST_SKIP() << "its heap counts nothing"
#else
#define SKIP_UNDER_A_SANITIZER() static_cast<void>(0)
#endif

constexpr int kRounds = 100;

// Blocks handed out in `kRounds` rounds, once one has been warmed up with.
template <class Round>
long allocations_of(Round round) {
  round();
  round();
  const long before = adv::allocations();
  for (int i = 0; i < kRounds; ++i) round();
  return adv::allocations() - before;
}

struct Table {
  VirtualWorld world;
  Loop loop{world};
  LoopScope scope{loop};
};

TEST(Allocations, NoneForACallback) {
  SKIP_UNDER_A_SANITIZER();
  Table table;
  int ran = 0;
  EXPECT_EQ(allocations_of([&] {
              table.loop.call_soon([&ran] { ++ran; });
              table.loop.run_once();
            }),
            0);
  EXPECT_EQ(ran, kRounds + 2);
}

TEST(Allocations, NoneForATimerThatFires) {
  SKIP_UNDER_A_SANITIZER();
  Table table;
  int ran = 0;
  EXPECT_EQ(allocations_of([&] {
              table.loop.call_later(milliseconds(1), [&ran] { ++ran; });
              table.loop.run_once();
            }),
            0);
  EXPECT_EQ(ran, kRounds + 2);
}

TEST(Allocations, NoneForATimerThatIsCancelled) {
  SKIP_UNDER_A_SANITIZER();
  Table table;
  // Enough that the heap has thrown cancelled ones out.
  const auto cancelled = [&] {
    Handle handle = table.loop.call_later(milliseconds(1), [] {});
    handle.cancel();
  };
  for (int i = 0; i < 1'000; ++i) cancelled();
  // Throwing them out takes one list, now and then; never one a timer.
  EXPECT_LE(allocations_of(cancelled), kRounds / 32);
}

Task<int> one() { co_return 1; }

// Counts what `step`, awaited again and again, allocates.
template <class Step>
Task<long> counted(Step step) {
  co_await step();
  co_await step();
  const long before = adv::allocations();
  for (int i = 0; i < kRounds; ++i) co_await step();
  co_return adv::allocations() - before;
}
template <class Step>
long allocations_in_a_task(Step step) {
  VirtualWorld world;
  return run(counted(step), world);
}

TEST(Allocations, NoneForAnAwait) {
  SKIP_UNDER_A_SANITIZER();
  EXPECT_EQ(allocations_in_a_task([] { return one(); }), 0);
}

TEST(Allocations, NoneForAYield) {
  SKIP_UNDER_A_SANITIZER();
  EXPECT_EQ(allocations_in_a_task([] { return yield_now(); }), 0);
}

TEST(Allocations, NoneForASleep) {
  SKIP_UNDER_A_SANITIZER();
  EXPECT_EQ(allocations_in_a_task([] { return sleep(milliseconds(1)); }), 0);
}

Task<> set_and_await() {
  const Future<int> future = make_future<int>();
  Loop::current().call_soon([future] { future->set_result(1); });
  co_await future;
}

TEST(Allocations, NoneForAFutureThatIsAwaited) {
  SKIP_UNDER_A_SANITIZER();
  EXPECT_EQ(allocations_in_a_task([] { return set_and_await(); }), 0);
}

Task<> create_and_await() {
  const Future<int> task = create_task(one());
  co_await task;
}

TEST(Allocations, NoneForATask) {
  SKIP_UNDER_A_SANITIZER();
  EXPECT_EQ(allocations_in_a_task([] { return create_and_await(); }), 0);
}

}  // namespace
}  // namespace pots::aio
