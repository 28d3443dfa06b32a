// Partial order reduction against counts that are known beforehand, and
// against every interleaving of random programs.
#include "common/adversary/dpor.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "tests/common/adversary/model_machine.hpp"
#include "tests/common/adversary/naive.hpp"
#include "tests/common/adversary/random_program.hpp"

namespace pots::adv::model {
namespace {

struct Explored {
  std::uint64_t traces = 0;
  std::uint64_t executions = 0;
  std::set<std::string> outcomes;
};

Explored explore(const Program& program) {
  Dpor dpor;
  Explored result;
  while (dpor.next()) result.outcomes.insert(execute(program, dpor));
  EXPECT_FALSE(dpor.diverged());
  result.traces = dpor.traces();
  result.executions = dpor.executions();
  return result;
}

Program copies(int n, const Thread& thread) {
  Program program;
  program.threads.assign(static_cast<std::size_t>(n), thread);
  return program;
}

Thread load(int x) { return {{Do::kLoad, x}}; }
Thread store(int x, int v) { return {{Do::kStore, x, v}}; }
Thread add(int x, int v = 1) { return {{Do::kAdd, x, v}}; }
Thread locked(int m, const Thread& inside = {}) {
  return Thread{{Do::kLock, m}} + inside + Thread{{Do::kUnlock, m}};
}

std::uint64_t factorial(int n) {
  return n < 2 ? 1 : static_cast<std::uint64_t>(n) * factorial(n - 1);
}
// In how many orders n threads do k things each.
std::uint64_t orders(int n, int k) {
  std::uint64_t result = factorial(n * k);
  for (int i = 0; i < n; ++i) result /= factorial(k);
  return result;
}
std::uint64_t power(std::uint64_t base, int exponent) {
  return exponent == 0 ? 1 : base * power(base, exponent - 1);
}

TEST(Dpor, CountsOrdersOfLockSections) {
  EXPECT_EQ(explore(copies(3, 2 * locked(0))).traces, 90u);
  EXPECT_EQ(explore(copies(4, 2 * locked(0))).traces, 2520u);
  for (int n = 1; n <= 5; ++n) {
    for (int k = 1; n * k <= 6; ++k) {
      EXPECT_EQ(explore(copies(n, k * locked(0))).traces, orders(n, k))
          << n << " threads, " << k << " sections each";
    }
  }
}

TEST(Dpor, DoesNotCountWhatIsInsideALock) {
  const Thread inside = load(0) + store(0, 1) + load(1);
  EXPECT_EQ(explore(copies(3, 2 * locked(0, inside))).traces, 90u);
}

TEST(Dpor, CountsOrdersOfUpdates) {
  EXPECT_EQ(explore(copies(2, 4 * add(0))).traces, 70u);
  for (int n = 1; n <= 6; ++n) {
    for (int k = 1; n * k <= 6; ++k) {
      EXPECT_EQ(explore(copies(n, k * add(0))).traces, orders(n, k))
          << n << " threads, " << k << " updates each";
    }
  }
}

TEST(Dpor, NeedsOneExecutionWhereNothingIsShared) {
  Program program;
  for (int i = 0; i < 4; ++i) program.threads.push_back(4 * add(i));
  EXPECT_EQ(explore(program).executions, 1u);
  EXPECT_EQ(explore(copies(4, 4 * load(0))).executions, 1u);
}

TEST(Dpor, CountsWhereReadersStand) {
  // Each of n readers comes before or after the one write.
  for (int n = 1; n <= 8; ++n) {
    Program program = copies(n, load(0));
    program.threads.push_back(store(0, 1));
    EXPECT_EQ(explore(program).traces, power(2, n));
  }
  // A reader stands in front of, between or behind k writes of one thread.
  for (int k = 1; k <= 4; ++k) {
    Program program = copies(3, load(0));
    program.threads.push_back(k * store(0, 1));
    EXPECT_EQ(explore(program).traces, power(static_cast<unsigned>(k) + 1, 3));
  }
}

TEST(Dpor, MultipliesWhatIsIndependent) {
  for (int pairs = 1; pairs <= 5; ++pairs) {
    Program program;
    for (int i = 0; i < pairs; ++i) {
      program.threads.push_back(store(i, 1));
      if (2 * i + 1 < kMaxModelThreads) program.threads.push_back(load(i));
    }
    if (program.threads.size() > kMaxModelThreads) break;
    EXPECT_EQ(explore(program).traces, power(2, pairs));
  }
  Program program;  // 2 × 2 updates here, 3 × 1 there
  program.threads = {2 * add(0), 2 * add(0), add(1), add(1), add(1)};
  EXPECT_EQ(explore(program).traces, 6u * 6u);
}

// Thread i writes x_i and reads x_(i+1), the last one x_0.
Program ring(int n) {
  Program program;
  for (int i = 0; i < n; ++i) {
    program.threads.push_back(store(i, 1) + load((i + 1) % n));
  }
  return program;
}

TEST(Dpor, CountsLitmusPrograms) {
  // Each pair of a write and another access of the variable has two orders;
  // those do not count that would go around in a circle with program order.
  for (int n = 2; n <= 6; ++n) {
    EXPECT_EQ(explore(ring(n)).traces, power(2, n) - 1) << n << ": SB";
  }
  Program program;
  program.threads = {store(0, 1) + store(1, 1), load(1) + load(0)};
  EXPECT_EQ(explore(program).traces, 3u) << "MP";
  program.threads = {load(0) + store(1, 1), load(1) + store(0, 1)};
  EXPECT_EQ(explore(program).traces, 3u) << "LB";
  program.threads = {store(0, 1) + store(1, 2), store(1, 1) + store(0, 2)};
  EXPECT_EQ(explore(program).traces, 3u) << "2+2W";
  program.threads = {store(0, 1), store(1, 1), load(0) + load(1),
                     load(1) + load(0)};
  EXPECT_EQ(explore(program).traces, 15u) << "IRIW";
  program.threads = {store(0, 1), load(0) + store(1, 1), load(1) + load(0)};
  EXPECT_EQ(explore(program).traces, 7u) << "WRC";
  program.threads = {store(0, 1) + store(1, 1), store(1, 2) + load(0)};
  EXPECT_EQ(explore(program).traces, 3u) << "R";
  program.threads = {store(0, 2) + store(1, 1), load(1) + store(0, 1)};
  EXPECT_EQ(explore(program).traces, 3u) << "S";
  program.threads = {store(0, 1), load(0) + load(0)};
  EXPECT_EQ(explore(program).traces, 3u) << "CoRR";
  program.threads = {store(0, 1) + store(0, 2), load(0) + load(0)};
  EXPECT_EQ(explore(program).traces, 6u) << "CoRR2";  // 4 over 2
}

TEST(Dpor, CountsTheFloatingRead) {
  // n writers and a reader of one variable: every order of n + 1.
  for (int n = 1; n <= 5; ++n) {
    Program program;
    for (int i = 0; i < n; ++i) program.threads.push_back(store(0, i + 1));
    program.threads.push_back(load(0));
    EXPECT_EQ(explore(program).traces, factorial(n + 1));
  }
}

TEST(Dpor, CountsWhoEatsFirst) {
  // Each fork is taken by one neighbour first: 2^n ways. In one of them each
  // waits for the next: the deadlock. Its mirror image cannot be.
  for (int n = 2; n <= 5; ++n) {
    Program program;
    for (int i = 0; i < n; ++i) {
      program.threads.push_back(locked(i, locked((i + 1) % n)));
    }
    const auto found = explore(program);
    EXPECT_EQ(found.traces, power(2, n) - 1) << n;
    EXPECT_EQ(found.outcomes.size(), 2u);  // all have eaten, or nobody
  }
}

TEST(Dpor, CountsTheLastZero) {
  // Abdulla et al. 2014: thread j does array[j] = array[j-1] + 1, one more
  // looks for the last zero, from behind. (n + 3) 2^(n-2) classes: 64 for 5
  // threads, as published.
  for (int n = 2; n <= 5; ++n) {
    Thread seeker;
    for (int i = n; i >= 0; --i) {
      // The rest is skipped if a 0 was read.
      const auto rest = 2 * i;
      seeker = seeker + load(i) + Thread{{Do::kUnless, 1, rest}};
    }
    Program program;
    program.threads.push_back(seeker);
    for (int j = 1; j <= n; ++j) {
      program.threads.push_back(load(j - 1) + store(j, 1));
    }
    EXPECT_EQ(explore(program).traces,
              static_cast<std::uint64_t>(n + 3) * power(2, n) / 4)
        << n;
  }
}

TEST(Dpor, FindsWhatSomebodyWhoWaitsForEverMightHaveDone) {
  // The lock is never given back; whoever comes second waits for ever.
  Program program;
  program.threads = {{{Do::kLock, 0}},
                     store(0, 1) + Thread{{Do::kLock, 0}} + store(1, 1)};
  EXPECT_EQ(explore(program).outcomes, enumerate(program).outcomes);
  EXPECT_EQ(explore(program).outcomes.size(), 2u);
}

TEST(Dpor, FindsTheDeadlockOfCrossedLocks) {
  Program program;
  program.threads = {locked(0, locked(1)), locked(1, locked(0))};
  const auto found = explore(program);
  EXPECT_EQ(found.outcomes, enumerate(program).outcomes);
  EXPECT_EQ(found.traces, 3u);
}

TEST(Dpor, ExploresEveryInput) {
  Program program;
  program.threads = {{{Do::kInput, 5}, {Do::kInput, 3}}};
  EXPECT_EQ(explore(program).traces, 15u);
  program.threads.push_back({{Do::kInput, 2}});
  EXPECT_EQ(explore(program).traces, 30u);
}

void compare(const Kinds& kinds, std::uint64_t seed, int programs,
             int executions_allowed = 110) {
  std::uint64_t classes = 0, executions = 0;
  for (int i = 0; i < fuzz_factor() * programs; ++i, ++seed) {
    const Program program = random_program(kinds, seed);
    const Truth truth = enumerate(program);
    const Explored found = explore(program);
    ASSERT_EQ(found.outcomes, truth.outcomes) << "seed " << seed << "\n"
                                              << program.text();
    if (kinds.cautious) {
      ASSERT_GE(found.traces, truth.classes.size());
    } else {
      ASSERT_EQ(found.traces, truth.classes.size()) << "seed " << seed << "\n"
                                                    << program.text();
    }
    classes += truth.classes.size();
    executions += found.executions;
  }
  // Few are in vain: per cent of what is needed.
  EXPECT_LE(executions * 100,
            classes * static_cast<std::uint64_t>(executions_allowed));
}

TEST(DporFuzz, CountsEveryClassWithVariables) {
  compare({.variables = 3}, 1'000'000, 3000);
}

TEST(DporFuzz, CountsEveryClassWithLocks) {
  compare({.variables = 2, .mutexes = 2}, 2'000'000, 2000);
}

TEST(DporFuzz, CountsEveryClassWithSharedLocks) {
  compare({.variables = 1, .mutexes = 2, .shared = true}, 3'000'000, 1000);
}

TEST(DporFuzz, CountsEveryClassWithConditions) {
  compare({.variables = 1, .mutexes = 2, .conditions = 2}, 4'000'000, 1000);
}

TEST(DporFuzz, CountsEveryClassWithSpuriousWakeUps) {
  compare({.variables = 1, .mutexes = 1, .conditions = 1, .spurious = 1},
          5'000'000, 500);
}

TEST(DporFuzz, CountsEveryClassWithWakeUpsThatAreOnlyOrdered) {
  compare({.variables = 1, .mutexes = 2, .conditions = 2, .tokens = true},
          9'000'000, 1000);
}

TEST(DporFuzz, CountsEveryClassWithChoicesThatNobodyInterrupts) {
  compare({.variables = 2, .mutexes = 1, .inputs = true, .own_choices = true},
          10'000'000, 500);
}

TEST(DporFuzz, CountsEveryClassWithSemaphores) {
  compare({.variables = 1, .semaphores = 2}, 6'000'000, 1000);
}

TEST(DporFuzz, CountsEveryClassWithThreadsThatStartAndSettle) {
  compare({.variables = 2,
           .mutexes = 1,
           .conditions = 1,
           .spurious = 1,
           .semaphores = 1,
           .starts = true,
           .inputs = true},
          7'000'000, 1000);
}

TEST(DporFuzz, FindsEveryOutcomeIfMovesClaimWritesThatDoNotHappen) {
  compare({.variables = 2, .mutexes = 1, .semaphores = 1, .cautious = true},
          8'000'000, 500, 200);
}

}  // namespace
}  // namespace pots::adv::model
