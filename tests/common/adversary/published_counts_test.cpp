// Partial order reduction against numbers that others have published: how many
// executions small programs have under sequential consistency.
//
// Two model checkers' own test suites say so, GenMC (github.com/MPI-SWS/genmc,
// tests/correct, version b03f01e) and Nidhugg (github.com/nidhugg/nidhugg,
// src/SC_test*.cpp, version 0aea4d2). GenMC's numbers are the first ones of
// each test's expected.sc.mo.in: execution graphs under `-sc`, with the order
// of writes. Such a graph says what each read reads from and in which order a
// variable is written, so it is one Mazurkiewicz trace. It does not count an
// execution that is blocked. Nidhugg's are the traces that source and optimal
// DPOR find with `-sc`; it counts those that are blocked, too. The programs are
// written anew, without fences, which do nothing here.
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "common/adversary/dpor.hpp"
#include "tests/common/adversary/model_machine.hpp"

namespace pots::adv::model {
namespace {

using Threads = std::vector<Thread>;

Threads operator|(Threads a, const Threads& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}
Threads copies(int n, const Thread& thread) {
  return Threads(static_cast<std::size_t>(n), thread);
}

enum Variable { x, y, z, w };  // as the programs call them
constexpr int kMutex = 0, kCondition = 0;
constexpr int kNever = 1;  // a semaphore that nobody posts

Thread load(int a) { return {{Do::kLoad, a}}; }
Thread store(int a, int value = 1) { return {{Do::kStore, a, value}}; }
Thread add(int a) { return {{Do::kAdd, a, 1}}; }
Thread cas(int a, int from, int to) { return {{Do::kCas, a, from, to}}; }
Thread locked(const Thread& inside) {
  return Thread{{Do::kLock, kMutex}} + inside + Thread{{Do::kUnlock, kMutex}};
}
Thread if_read(int value, const Thread& then) {
  return Thread{{Do::kUnless, value, static_cast<int>(then.size())}} + then;
}
// Goes on only if what was read last is none of these.
Thread assume_none_of(const std::vector<int>& values) {
  Thread all;
  for (const int value : values) {
    all = all + if_read(value, {{Do::kSemWait, kNever}});
  }
  return all;
}

// Thread j makes of the zero at j what is at j - 1, plus one; the seeker goes
// on to the left while it reads no zero.
Threads last_zero(int n) {
  Thread seeker = load(0);
  for (int i = 1; i <= n; ++i) seeker = load(i) + if_read(1, seeker);
  Threads threads{seeker};
  for (int j = 1; j <= n; ++j) threads.push_back(load(j - 1) + store(j));
  return threads;
}

struct Counts {
  std::uint64_t complete = 0;
  std::uint64_t blocked = 0;  // somebody waits for ever
};

Counts count(const Threads& threads) {
  Program program;
  program.threads = threads;
  program.semaphore[kNever] = 0;
  Dpor dpor;
  Counts counts;
  while (dpor.next()) {
    const std::string outcome = execute(program, dpor);
    if (!dpor.is_new()) continue;
    // A thread that has not ended leaves a '!'.
    const bool all_ended = outcome.find('!') == std::string::npos;
    ++(all_ended ? counts.complete : counts.blocked);
  }
  EXPECT_FALSE(dpor.diverged());
  EXPECT_EQ(counts.complete + counts.blocked, dpor.traces());
  return counts;
}

void expect(std::uint64_t published, const char* name, const Threads& threads) {
  EXPECT_EQ(count(threads).complete, published) << name;
}
// Those that are blocked, too.
void expect_all(std::uint64_t published, const char* name,
                const Threads& threads) {
  const Counts counts = count(threads);
  EXPECT_EQ(counts.complete + counts.blocked, published) << name;
}

// GenMC, tests/correct/litmus.

TEST(PublishedCounts, OfLitmusProgramsOfOneVariable) {
  const Thread read = load(x), write = store(x);
  expect(6, "CoRR", {store(x, 1) + store(x, 2), 2 * read});
  expect(4, "CoRR0", {write, read, read});
  expect(36, "CoRR1", {write, store(x, 2), 2 * read, read});
  expect(72, "CoRR2", {write, store(x, 2), 2 * read, 2 * read});
  expect(3, "CoWR", {write + read, store(x, 2)});
  expect(3, "CoRW", {read + write, store(x, 2)});
  expect(12, "default", {2 * read, write, store(x, 2)});
  expect(9, "small0", {read, read + write, store(x, 2)});
  expect(20, "W+RRR+W", {write, 3 * read, store(x, 2)});
  expect(210, "fr+w+w+w+reads", {write, store(x, 2), store(x, 3), 4 * read});
  expect(22, "wrw, N = 2", Threads{write} | copies(2, read + write));
  expect(300, "wrw, N = 3", Threads{write} | copies(3, read + write));
}

TEST(PublishedCounts, OfLitmusProgramsThatReadAndWriteAtOnce) {
  const Thread read = load(x);
  expect(180, "viktor-relseq", {2 * add(x), 2 * add(x), add(x), add(x)});
  expect(6, "inc2w", {add(x), store(x, 4), add(x)});
  expect(3, "rinc+wr", {add(x), store(x, 2) + read});
  expect(600, "inc+inc+RR+W+RR",
         {add(x), add(x), 2 * read, store(x, 42), 2 * read});
  expect(6, "cii", {cas(x, 1, 2), add(x), add(x)});
  expect(24, "wcii", {store(x, 5), cas(x, 1, 2), add(x), add(x)});
  expect(3, "atomicpo", {store(y) + store(x), add(x) + add(y)});
  expect(2, "casdep", {load(x) + cas(y, 0, 1) + store(z), store(y, 2)});
  expect(5, "ori",
         {add(x) + store(y), cas(x, 0, 1), load(y) + if_read(1, store(x, 4))});
  expect(4, "RMWFix", {load(y) + if_read(1, 2 * add(x)), add(x), store(y)});
  expect(16, "relseq",
         {store(x) + store(y, 1) + store(y, 2), add(y), load(y) + load(x)});
  expect(18, "Z6.U",
         {store(x) + store(y), add(y) + load(y), store(y, 3) + load(x)});
}

TEST(PublishedCounts, OfLitmusProgramsThatSendMessages) {
  const Thread add_one = add(y), if_both = load(y) + if_read(2, store(x, 2));
  expect(3, "MP", {store(x) + store(y), load(y) + load(x)});
  expect(9, "MP2",
         {store(x) + store(z) + store(y) + store(w), load(y) + load(x),
          load(w) + load(z)});
  expect(7, "MP+incMP",
         {load(y) + add(z), add(z) + load(x), store(x) + store(y)});
  expect(6, "MPU+rel+acq", {store(x) + store(y), add_one, if_both});
  expect(12, "MPU+rels+acq",
         {store(x) + store(y, 0) + store(y, 1), add_one, if_both});
  const Thread two_to_three = cas(y, 2, 3), one_to_two = cas(y, 1, 2);
  const Thread if_all = load(y) + if_read(3, store(x, 2));
  expect(14, "MPU2+rel+acq",
         {store(x) + store(y), two_to_three, one_to_two, if_all});
  expect(
      35, "MPU2+rels+acq",
      {store(x) + store(y, 0) + store(y, 1), two_to_three, one_to_two, if_all});
  expect(7, "isa2",
         {store(x) + store(y), load(y) + store(z), load(z) + load(x)});
  expect(14, "rel-B-cumul-acq",
         {store(x) + store(y), load(y) + store(z), load(z) + load(x), load(y)});
  expect(8, "small1",
         {load(y) + load(z) + load(x), store(x), store(y) + store(z)});
}

TEST(PublishedCounts, OfLitmusProgramsThatGoAroundInACircle) {
  expect(3, "SB", {store(x) + load(y), store(y) + load(x)});
  expect(3, "LB", {load(x) + store(y), load(y) + store(x)});
  expect(7, "LB3",
         {load(x) + store(y), load(y) + store(z), load(z) + store(x)});
  expect(16, "LB+fr-fr-data+data",
         {load(x) + store(y), 2 * load(y) + store(x), store(y, 2)});
  expect(15, "LB+incMPs",
         {load(x) + add(z), add(z) + store(y), load(y) + add(w),
          add(w) + store(x)});
  expect(3, "2+2W", {store(x) + store(y, 2), store(y) + store(x, 2)});
  expect(3, "S", {store(x, 2) + store(y), load(y) + store(x)});
  expect(7, "Z6+acq",
         {store(x) + store(y), load(y) + store(z), store(z, 2) + load(x)});
  expect(7, "peterZ",
         {store(x) + load(y), store(y) + store(z), load(z) + load(x)});
  expect(7, "W+RWC",
         {store(x) + store(z), load(z) + load(y), store(y) + load(x)});
  expect(9, "detour",
         {store(x), load(z) + store(x, 2) + load(x) + store(y),
          load(y) + store(z)});
  expect(8, "JLT",
         {store(x) + load(y) + load(x), store(x, 2) + load(x), store(y, 3)});
}

TEST(PublishedCounts, OfLitmusProgramsWhereOthersLookOn) {
  expect(4, "2CoWR", {load(y), load(x), store(x), store(y)});
  expect(7, "WRC+dep", {store(x), load(x) + store(y), load(y) + load(x)});
  expect(7, "RWC+syncs", {store(x), load(x) + load(y), store(y) + load(x)});
  expect(7, "WWmerge2", {load(x) + load(y), store(x, 2), store(y) + load(x)});
  expect(15, "WWmerge1",
         {load(x) + load(y), store(x, 1) + store(x, 2), store(y) + load(x)});
  expect(15, "IRIW-acq-sc",
         {store(x), load(x) + load(y), load(y) + load(x), store(y)});
  expect(27, "IRIWish",
         {store(x), load(x) + store(y), load(x) + load(y), load(y) + load(x)});
}

// GenMC, tests/correct/synthetic: -DN=2 and so on.

TEST(PublishedCounts, OfProgramsThatGrow) {
  const std::uint64_t factorials[] = {2, 6, 24, 120, 720, 5040};
  for (int n = 2; n <= 7; ++n) {
    const std::uint64_t orders = factorials[n - 2];
    expect(orders, "ainc", copies(n, add(x)));
    expect(orders, "lockinc", copies(n, locked(load(x) + store(x))));
    expect(orders, "lock2inc",
           copies(n, locked(load(x) + store(x) + load(y) + store(y))));
  }
  const std::uint64_t squares[] = {4, 36, 576}, cubes[] = {8, 216};
  const std::uint64_t with_a_write[] = {6, 24, 120};
  for (int n = 2; n <= 4; ++n) {
    expect(squares[n - 2], "binc", copies(n, add(x) + add(y)));
    expect(squares[n - 2], "inc, rw", copies(n, load(x) + store(x)));
    expect(with_a_write[n - 2], "wainc",
           Threads{store(x, 42)} | copies(n, add(x)));
  }
  for (int n = 2; n <= 3; ++n) {
    expect(cubes[n - 2], "cinc", copies(n, add(x) + add(y) + add(z)));
  }
  expect(4, "readers, N = 2", Threads{store(x)} | copies(2, load(x)));
  expect(720, "N-writers, N = 4", Threads{load(x)} | copies(5, store(x)));
}

TEST(PublishedCounts, OfComparisonsThatFailOrDoNot) {
  const std::uint64_t of_cas[] = {2, 3, 4, 5};
  for (int n = 2; n <= 5; ++n) {
    Threads threads;
    for (int i = 1; i <= n; ++i) threads.push_back(cas(x, 0, i));
    expect(of_cas[n - 2], "cas", threads);
  }
  const std::uint64_t of_casrot[] = {2, 5, 14, 43, 144, 523, 2048};
  for (int n = 2; n <= 8; ++n) {
    Threads threads;
    for (int i = 1; i <= n; ++i) threads.push_back(cas(x, i - 1, i));
    expect(of_casrot[n - 2], "casrot", threads);
  }
  const std::uint64_t of_casw[] = {6, 66, 1200};
  for (int n = 2; n <= 4; ++n) {
    Threads threads;
    for (int i = 0; i < n; ++i) {
      threads.push_back(cas(x, 0, 1) + store(x, i + 3));
    }
    expect(of_casw[n - 2], "casw", threads);
  }
  const std::uint64_t of_wcas[] = {5, 13, 33, 81, 193, 449};
  for (int n = 2; n <= 7; ++n) {
    expect(of_wcas[n - 2], "wcas",
           Threads{store(x, 2)} | copies(n, cas(x, 2, 3)));
  }
}

TEST(PublishedCounts, OfProgramsOfSeveralVariables) {
  const std::uint64_t of_coa[] = {4, 15, 130, 2028};
  for (int n = 1; n <= 4; ++n) {
    expect(of_coa[n - 1], "CoA",
           Threads{store(x, 1) + load(y) + load(x),
                   store(x, 2) + load(z) + load(x)} |
               copies(n - 1, store(y) + store(z)));
  }
  expect(64, "lastzero, N = 5", last_zero(5));
  // publish. The reader looks for the flag 41 times at most.
  Thread reader = load(y);
  for (int i = 0; i < 40; ++i) reader = load(y) + if_read(0, reader);
  expect(42, "publish",
         {reader + if_read(1, load(x)), store(x, 42) + store(y)});
}

TEST(PublishedCounts, OfMutualExclusionWithoutLocks) {
  // dekker_f: whoever has not seen the other writes to z.
  const Thread inside = if_read(0, store(z) + load(z));
  expect(3, "dekker_f",
         {store(y) + load(x) + inside, store(x) + load(y) + inside});
  // peterson: x and y are the flags, z is whose turn it is.
  const auto peterson = [](int mine, int other, int turn) {
    return store(mine) + store(z, turn) + load(other) +
           if_read(1, load(z) + assume_none_of({turn})) + store(mine, 0);
  };
  expect(4, "peterson", {peterson(x, y, 1), peterson(y, x, 0)});
  // szymanski: x and y are the flags.
  const auto szymanski = [](int mine, int other) {
    const Thread look = load(other);
    const Thread look_again = look + assume_none_of({0, 1, 2, 3});
    return store(mine, 1) + look + assume_none_of({3, 4}) + store(mine, 3) +
           look + if_read(1, store(mine, 2) + look_again) + store(mine, 4) +
           look + assume_none_of({2, 3, 4}) + store(z) + 2 * load(z) + look +
           if_read(4, look_again) + if_read(2, look_again) +
           if_read(3, look_again) + store(mine, 0);
  };
  expect(6, "szymanski", {szymanski(x, y), szymanski(y, x)});
}

// GenMC, tests/correct/ipr.
TEST(PublishedCounts, OfLocksAndVariables) {
  expect(3, "lock-inplace2", {add(x) + locked({}), locked(add(x))});
  expect(8, "lockrev-in-place",
         {store(x, 42), locked(store(x)), locked(store(x, 2) + load(x))});
}

// Nidhugg, src/SC_test.cpp and src/SC_test2.cpp. Main is one of the threads.

TEST(PublishedCounts, OfLoadsAndStores) {
  expect_all(
      19, "fib_simple_n2_sc",
      {2 * (load(x) + load(y) + store(x)), 2 * (load(x) + load(y) + store(y))});
  expect_all(1680, "Intrinsic_2", copies(3, 3 * store(x)));
  expect_all(4, "Atomic_5", copies(2, store(x) + load(x)));
  expect_all(6, "Atomic_6", copies(2, 2 * store(x)));
  expect_all(90, "Atomic_9", copies(3, 2 * store(x)));
  expect_all(5, "CAS_load", {cas(x, 1, 2), load(x), store(x)});
  expect_all(3, "Compiler_fence_dekker",
             {store(x) + load(y), store(y) + load(x)});
  expect_all(28, "lastzero_4", last_zero(4));
  // x says whose variable is meant: y or z.
  const Thread look = if_read(3, load(y)) + if_read(4, load(z));
  expect_all(6, "Thread_local_2",
             {store(x, 3) + store(y) + load(x) + look,
              store(x, 4) + store(z) + load(x) + look});
}

TEST(PublishedCounts, OfLocksThatAreTried) {
  const Thread tried =
      Thread{{Do::kTryLock, kMutex}} + if_read(1, {{Do::kUnlock, kMutex}});
  const Thread inside = 4 * store(x);
  expect_all(4, "Mutex_trylock_1",
             copies(2, Thread{{Do::kTryLock, kMutex}} +
                           if_read(1, inside + Thread{{Do::kUnlock, kMutex}})));
  expect_all(10, "Mutex_trylock_2", {locked({}), tried, locked({})});
}

TEST(PublishedCounts, OfConditionVariables) {
  const Thread wait{{Do::kWait, kCondition, kMutex}};
  const Thread all{{Do::kNotifyAll, kCondition}},
      one{{Do::kNotifyOne, kCondition}};
  const Thread waits = locked(load(x) + if_read(0, wait) + load(x));
  expect_all(2, "Condvar_1", {locked(store(x) + all), waits});
  expect_all(10, "Condvar_6", {waits, locked(store(x) + all), waits});
  expect_all(2, "Condvar_7", {locked(store(x) + one), waits});
  // One is left asleep where two have waited.
  expect_all(10, "Condvar_11", {waits, locked(store(x) + one), waits});
  // Who waits after the signal waits for ever.
  expect_all(2, "Condvar_3", {all, locked(wait)});
  expect_all(2, "Condvar_8", {one, locked(wait)});
}

}  // namespace
}  // namespace pots::adv::model
