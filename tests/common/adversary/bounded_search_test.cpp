// The bounded search against every interleaving of random programs.
#include "common/adversary/bounded_search.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "tests/common/adversary/model_machine.hpp"
#include "tests/common/adversary/naive.hpp"
#include "tests/common/adversary/random_program.hpp"

namespace pots::adv::model {
namespace {

constexpr std::size_t kRoom = 1 << 20;
constexpr Kinds kEverything{.variables = 2,
                            .mutexes = 1,
                            .conditions = 1,
                            .spurious = 1,
                            .semaphores = 1,
                            .starts = true,
                            .inputs = true};

// Zeros, as a new mapping has them.
struct Block {
  explicit Block(std::size_t size = kRoom)
      : size(size), words(new std::uint64_t[size / 8]()) {}
  BoundedSearch attach(int pauses) {
    return BoundedSearch(words.get(), size, pauses);
  }

  std::size_t size;
  std::unique_ptr<std::uint64_t[]> words;
};

struct Walk {
  std::string schedule;  // what was taken where there was something to pick
  bool failed = false;
};

using Fails = std::function<bool(const std::string&)>;

Walk walk(const Program& program, BoundedSearch& search,
          const Fails& fails = nullptr) {
  static std::vector<Move> moves;
  Machine machine(program);
  Walk result;
  for (machine.offer(moves); !moves.empty(); machine.offer(moves)) {
    int index = 0;
    if (moves.size() > 1) {
      index = search.pick(moves);
      result.schedule += static_cast<char>('a' + index);
      if (fails && fails(result.schedule)) {
        result.failed = true;
        return result;
      }
    }
    machine.make(moves[static_cast<std::size_t>(index)]);
  }
  search.finished(true);
  return result;
}

// By cost; `pauses` < 0: without a bound.
std::map<int, std::set<std::string>> within(const Truth& truth, int pauses) {
  std::map<int, std::set<std::string>> result;
  for (const auto& [count, by_cost] : truth.schedules) {
    if (count > pauses) continue;
    for (const auto& [cost, schedules] : by_cost) {
      result[cost].insert(schedules.begin(), schedules.end());
    }
  }
  return result;
}

TEST(BoundedSearch, WalksWhatIsWithinTheBoundOnceAndTheCheapestFirst) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const Program program = random_program(kEverything, seed);
    const Truth truth = enumerate(program, true);
    for (const int pauses : {0, 1, 2, 3, 1000}) {
      Block block;
      BoundedSearch search = block.attach(pauses);
      std::map<int, std::set<std::string>> seen;
      int last = 0;
      while (search.next()) {
        EXPECT_GE(search.level(), last);
        last = search.level();
        const std::string schedule = walk(program, search).schedule;
        EXPECT_FALSE(search.diverged());
        EXPECT_TRUE(seen[last].insert(schedule).second)
            << "twice: " << schedule << "\n"
            << program.text();
      }
      const auto expected = within(truth, pauses);
      ASSERT_EQ(seen, expected)
          << "seed " << seed << ", " << pauses << " pauses\n"
          << program.text();
      EXPECT_TRUE(search.done());
      EXPECT_FALSE(search.exhausted());
      EXPECT_GE(search.complete_to(), pauses);
      EXPECT_GE(search.complete_to(), last);
      std::uint64_t sum = 0;
      for (const auto& [cost, schedules] : expected) {
        EXPECT_EQ(search.executions(cost), schedules.size());
        sum += schedules.size();
      }
      EXPECT_EQ(search.executions(), sum);
    }
  }
}

TEST(BoundedSearch, GoesOnInAnotherProcessBehindEveryFailure) {
  // Each execution fails at its end: its process is gone before finished().
  for (std::uint64_t seed = 1000; seed < 1150; ++seed) {
    const Program program = random_program(kEverything, seed);
    const Truth truth = enumerate(program, true);
    Block block;
    std::map<int, std::set<std::string>> seen;
    while (true) {
      BoundedSearch search = block.attach(2);
      if (!search.next()) break;
      std::string schedule;
      walk(program, search, [&](const std::string& taken) {
        schedule = taken;
        return false;
      });
      // What finished() did is undone by doing it again elsewhere.
      EXPECT_TRUE(seen[search.level()].insert(schedule).second);
    }
    EXPECT_EQ(seen, within(truth, 2)) << "seed " << seed;
  }
}

TEST(BoundedSearch, ExploresAFailureUpToWhereItFailed) {
  for (std::uint64_t seed = 2000; seed < 2300; ++seed) {
    const Program program = random_program(kEverything, seed);
    const Truth truth = enumerate(program, true);
    // Whatever begins in certain ways fails there.
    const Fails fails = [&](const std::string& taken) {
      return std::hash<std::string>()(taken + std::to_string(seed)) % 9 == 0;
    };
    std::set<std::string> expected;
    for (const auto& [cost, schedules] : within(truth, 2)) {
      for (const std::string& schedule : schedules) {
        std::size_t length = 1;
        while (length < schedule.size() && !fails(schedule.substr(0, length))) {
          ++length;
        }
        expected.insert(schedule.substr(0, length));
      }
    }
    Block block;
    std::set<std::string> seen;
    int last = 0;
    bool more = true;
    while (more) {
      // A process's life.
      BoundedSearch search = block.attach(2);
      while ((more = search.next())) {
        const Walk result = walk(program, search, fails);
        EXPECT_TRUE(seen.insert(result.schedule).second);
        EXPECT_GE(search.level(), last);
        last = search.level();
        if (result.failed) break;
      }
    }
    EXPECT_EQ(seen, expected) << "seed " << seed << "\n" << program.text();
  }
}

TEST(BoundedSearch, SaysThatItsMemoryWasTooSmall) {
  Program program;
  program.threads.assign(4, std::vector<Op>(4, Op{Do::kAdd, 0, 1}));
  bool fitted = false, was_too_small = false;
  for (std::size_t size = BoundedSearch::kLeastMemory; size <= kRoom;
       size *= 2) {
    Block block(size);
    BoundedSearch search = block.attach(2);
    std::set<std::string> seen;
    while (search.next()) {
      EXPECT_TRUE(seen.insert(walk(program, search).schedule).second);
      EXPECT_FALSE(search.diverged());
      EXPECT_LE(search.memory_used(), size);
    }
    EXPECT_NE(search.exhausted(), search.done());
    EXPECT_EQ(search.exhausted(), search.complete_to() < 2);
    was_too_small |= search.exhausted();
    fitted |= search.done();
  }
  EXPECT_TRUE(fitted);
  EXPECT_TRUE(was_too_small);
}

std::vector<Move> offer(int count, int pauses) {
  std::vector<Move> moves(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    moves[static_cast<std::size_t>(i)].actor = i;
    moves[static_cast<std::size_t>(i)].pauses = i >= count - pauses;
  }
  return moves;
}

TEST(BoundedSearch, NoticesThatAPrefixIsNotOfferedAgain) {
  for (const auto& other :
       {offer(3, 0), offer(2, 1), offer(1, 0), std::vector<Move>{}}) {
    Block block;
    BoundedSearch search = block.attach(2);
    ASSERT_TRUE(search.next());
    search.pick(offer(2, 0));
    search.finished(true);
    EXPECT_FALSE(search.diverged());
    ASSERT_TRUE(search.next());
    if (!other.empty()) search.pick(other);
    search.finished(true);
    EXPECT_TRUE(search.diverged());
    EXPECT_FALSE(search.next());
  }
}

TEST(BoundedSearch, TakesHundredsOfWays) {
  Block block;
  BoundedSearch search = block.attach(2);
  std::set<int> seen;
  while (search.next()) {
    seen.insert(search.pick(offer(1000, 300)));
    search.finished(true);
  }
  EXPECT_EQ(seen.size(), 1000u);
  EXPECT_EQ(search.executions(0), 700u);
  EXPECT_EQ(search.executions(1), 300u);
}

TEST(BoundedSearch, KeepsNothingOfItsLastLevel) {
  Program program;
  program.threads.assign(3, std::vector<Op>(6, Op{Do::kAdd, 0, 1}));
  Block block;
  BoundedSearch search = block.attach(2);
  std::size_t before = 0;
  while (search.next()) {
    if (search.level() == 2 && before == 0) before = search.memory_used();
    walk(program, search);
    if (before > 0) {
      EXPECT_LT(search.memory_used(), before + 4096);
    }
  }
  EXPECT_GT(search.executions(2), 300u);
}

}  // namespace
}  // namespace pots::adv::model
