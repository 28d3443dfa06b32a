// Random walks, priorities and replays on model programs.
#include "common/adversary/strategy.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "common/adversary/bounded_search.hpp"
#include "common/adversary/dpor.hpp"
#include "common/adversary/path.hpp"
#include "common/adversary/priorities.hpp"
#include "common/adversary/random_walk.hpp"
#include "common/adversary/replay.hpp"
#include "common/adversary/schedule_key.hpp"
#include "tests/common/adversary/model_machine.hpp"
#include "tests/common/adversary/naive.hpp"
#include "tests/common/adversary/random_program.hpp"

namespace pots::adv::model {
namespace {

constexpr Kinds kEverything{.variables = 2,
                            .mutexes = 1,
                            .conditions = 1,
                            .spurious = 1,
                            .semaphores = 1,
                            .starts = true,
                            .inputs = true};

// Every move that was taken, for comparing two executions.
std::string words(const std::vector<PathStep>& path) {
  std::string text;
  for (const PathStep& step : path) {
    text += key_name(step.actor) + std::to_string(step.variant) + "/" +
            std::to_string(step.index) + "$" + std::to_string(step.cost) + " ";
  }
  return text;
}

Program two_updates_each() {
  Program program;
  program.threads.assign(3, {{Do::kLoad, 0}, {Do::kStore, 0, 1}});
  return program;
}

template <typename Walk>
std::string paths(Walk& walk, const Program& program, int executions) {
  std::string text;
  for (int i = 0; i < executions; ++i) {
    EXPECT_TRUE(walk.next());
    execute(program, walk);
    text += words(walk.path()) + "\n";
  }
  return text;
}

TEST(RandomWalk, IsTheSameForTheSameSeed) {
  const Program program = two_updates_each();
  RandomWalk a(1), b(1), c(2);
  const std::string walks = paths(a, program, 50);
  EXPECT_EQ(walks, paths(b, program, 50));
  EXPECT_NE(walks, paths(c, program, 50));
}

TEST(RandomWalk, CanStartAtAnyOfItsExecutions) {
  const Program program = two_updates_each();
  RandomWalk all(7);
  paths(all, program, 20);
  RandomWalk late(7, 20);
  EXPECT_EQ(paths(all, program, 5), paths(late, program, 5));
}

TEST(RandomWalk, IsFairToThreadsNotToVariants) {
  std::vector<Move> moves(10);
  for (int i = 1; i < 10; ++i) {
    moves[static_cast<std::size_t>(i)].actor = 1;
    moves[static_cast<std::size_t>(i)].variant = i;
  }
  RandomWalk walk(1);
  std::array<int, 10> count{};
  for (int i = 0; i < 9000; ++i) {
    walk.next();
    ++count[static_cast<std::size_t>(walk.pick(moves))];
  }
  EXPECT_NEAR(count[0], 4500, 300);
  for (std::size_t i = 1; i < 10; ++i) EXPECT_NEAR(count[i], 500, 120);
}

TEST(RandomWalk, ComesThroughEveryInterleavingInTheEnd) {
  const Program program = two_updates_each();  // 90 of them
  RandomWalk walk(3);
  std::set<std::string> seen;
  for (int i = 0; i < 4000; ++i) {
    walk.next();
    execute(program, walk);
    seen.insert(words(walk.path()));
  }
  EXPECT_EQ(seen.size(), enumerate(program).interleavings);
}

TEST(Priorities, AreTheSameForTheSameSeed) {
  const Program program = two_updates_each();
  Priorities a(1, 3), b(1, 3), c(2, 3);
  const std::string walks = paths(a, program, 50);
  EXPECT_EQ(walks, paths(b, program, 50));
  EXPECT_NE(walks, paths(c, program, 50));
}

TEST(Priorities, CanStartAtAnyOfTheirExecutions) {
  const Program program = two_updates_each();
  Priorities all(7, 3, 0, 4);
  paths(all, program, 20);
  EXPECT_EQ(all.length(), 6);
  Priorities late(7, 3, 20, all.length());
  EXPECT_EQ(paths(all, program, 5), paths(late, program, 5));
}

TEST(Priorities, OfDepthOneRunEachThreadToItsEnd) {
  const Program program = two_updates_each();
  Priorities priorities(5, 1);
  std::map<std::string, int> seen;
  for (int i = 0; i < 6000; ++i) {
    priorities.next();
    execute(program, priorities);
    ++seen[words(priorities.path())];
  }
  EXPECT_EQ(seen.size(), 6u);  // 3! orders, each as likely
  for (const auto& [path, count] : seen) EXPECT_NEAR(count, 1000, 150);
}

TEST(Priorities, KeepTheirPromise) {
  // A bug of depth d is found at least once in n k^(d-1) executions on
  // average. Depth 2: B reads x between A's two writes, which are 1 and 20
  // steps of A's before the other.
  Program program;
  program.threads.assign(2, {});
  program.threads[0].push_back({Do::kStore, 0, 1});
  for (int i = 0; i < 18; ++i) program.threads[0].push_back({Do::kLoad, 1});
  program.threads[0].push_back({Do::kStore, 0, 2});
  program.threads[1] = {{Do::kLoad, 0}};
  Priorities priorities(11, 2);
  int found = 0;
  for (int i = 0; i < 4200; ++i) {
    priorities.next();
    found += execute(program, priorities).find(".1.") != std::string::npos;
  }
  EXPECT_GE(found, 100);
}

TEST(Priorities, LetTheOthersGoOnWhenAThreadGivesWay) {
  std::vector<Move> moves(2);
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Priorities priorities(seed, 1);
    priorities.next();
    moves[0].actor = 0;
    moves[1].actor = 1;
    const int first = priorities.pick(moves);
    // Whoever moved is offered second: it has looked and found nothing new.
    moves[0].actor = 1 - first;
    moves[1].actor = first;
    EXPECT_EQ(priorities.pick(moves), 0);
  }
}

// One execution of `strategy` after the other; each one's key leads there.
template <typename Picker>
int replay_all(const Program& program, Picker& strategy, int most) {
  std::vector<PathStep> room(256);
  std::uint64_t count = 0;
  Recorder recorder(strategy, room, count);
  int replayed = 0;
  while (replayed < most && recorder.next()) {
    const std::string outcome = execute(program, recorder);
    EXPECT_LE(count, room.size());
    const std::vector<PathStep> path(
        room.begin(), room.begin() + static_cast<std::ptrdiff_t>(count));
    const ScheduleKey key = ScheduleKey::of(path);
    const auto parsed = ScheduleKey::parse(key.text());
    EXPECT_TRUE(parsed && *parsed == key) << key.text();
    Replay replay(parsed.value_or(ScheduleKey{}));
    EXPECT_TRUE(replay.next());
    EXPECT_EQ(execute(program, replay), outcome) << key.text();
    EXPECT_EQ(words(replay.path()), words(path)) << key.text();
    EXPECT_FALSE(replay.next());
    ++replayed;
  }
  return replayed;
}

TEST(Replay, LeadsToEachExecutionOfARandomProgram) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const Program program = random_program(kEverything, seed);
    const std::size_t size = 1 << 20;
    const auto block = std::make_unique<std::uint64_t[]>(size / 8);
    BoundedSearch search(block.get(), size, 3);
    replay_all(program, search, 200);
    Dpor dpor;
    replay_all(program, dpor, 100);
    RandomWalk walk(seed);
    replay_all(program, walk, 20);
    Priorities priorities(seed, 3);
    replay_all(program, priorities, 20);
  }
}

TEST(Replay, PassesOverWhatDoesNotApply) {
  const Program program = two_updates_each();
  RandomWalk walk(1);
  for (int i = 0; i < 200; ++i) {
    walk.next();
    execute(program, walk);
    const ScheduleKey key = ScheduleKey::of(walk.path());
    for (std::size_t entry = 0; entry < key.entries.size(); ++entry) {
      Replay replay(key.without(entry));
      replay.next();
      execute(program, replay);
      // What applied is a key, too, and not a longer one.
      EXPECT_LE(ScheduleKey::of(replay.path()).entries.size(),
                key.entries.size());
    }
  }
  Replay nonsense(*ScheduleKey::parse("BK9,m77>C,A1=5"));
  nonsense.next();
  Replay usual(ScheduleKey{});
  usual.next();
  EXPECT_EQ(execute(program, nonsense), execute(program, usual));
}

TEST(Replay, FindsTheLostUpdateInWords) {
  Program program;
  program.only_main = true;
  program.threads = {{{Do::kSpawn, 1},
                      {Do::kSpawn, 2},
                      {Do::kJoin, 1},
                      {Do::kJoin, 2},
                      {Do::kLoad, 0}},
                     {{Do::kLoad, 0}, {Do::kAdd, 0, 1}},
                     {{Do::kLoad, 0}, {Do::kAdd, 0, 1}}};
  Replay replay(*ScheduleKey::parse("A2"));
  replay.next();
  execute(program, replay);
  std::string order;
  for (const PathStep& step : replay.path()) order += key_name(step.actor);
  EXPECT_EQ(order, "mmABBAmmm");
  EXPECT_EQ(ScheduleKey::of(replay.path()).text(), "A2");
}

TEST(ScheduleKey, ComesBackFromItsText) {
  for (const char* text : {"-", "A1", "m2,A1", "A1,B3", "A1>C", "m12>AA",
                           "B2=3", "2/-", "3/A1,B3=0", "BK7>m"}) {
    const auto key = ScheduleKey::parse(text);
    ASSERT_TRUE(key) << text;
    EXPECT_EQ(key->text(), text);
  }
}

TEST(ScheduleKey, RefusesWhatIsNotAKey) {
  for (const char* text :
       {"",       "A",      "1",    "a1",           "A0",    "A-1",
        "A1,",    ",A1",    "A1>",  "A1>1",         "A1=",   "A1=x",
        "A1>B=2", "A1=2>B", "0/A1", "/A1",          "2/",    "A1 ",
        "A1,-",   "mA1",    "BL1",  "A99999999999", "A1.B2", "1:2"}) {
    EXPECT_FALSE(ScheduleKey::parse(text)) << text;
  }
}

TEST(ScheduleKey, NamesThreadsAsTheTableDoes) {
  EXPECT_EQ(key_name(0), "m");
  EXPECT_EQ(key_name(1), "A");
  EXPECT_EQ(key_name(26), "Z");
  EXPECT_EQ(key_name(27), "AA");
}

}  // namespace
}  // namespace pots::adv::model
