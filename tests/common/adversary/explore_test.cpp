// Explorations of programs whose breaking runs are known beforehand.
#include "common/adversary/explore.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <stdexcept>

#include "failure_of.hpp"

namespace pots::adv {
namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != text.npos;
}

// One bit from the world: 1 is unkind.
int bit(Run& run) { return run.choose({{"kind", 0}, {"unkind", 1}}); }

TEST(Explore, PassesWhenNoRunBreaks) {
  EXPECT_EQ(failure_of([] { explore({}, [](adv::Run& run) { bit(run); }); }),
            "");
}

TEST(Explore, FindsTheSmallestBreakingRun) {
  // Breaks from three unkind bits of six on: C(6, 3) of the 42 runs with up
  // to three do.
  const std::string text = failure_of([] {
    explore({.unkind = 5}, [](adv::Run& run) {
      int sum = 0;
      for (int i = 0; i < 6; ++i) sum += bit(run);
      EXPECT_LT(sum, 3) << "three of six";
    });
  });
  EXPECT_EQ(first_line(text).substr(0, 12), "three of six");
  EXPECT_TRUE(has(text, "Smallest: 3 unkind answers.")) << text;
  EXPECT_TRUE(has(text,
                  "Explored: all 42 runs with up to 3 unkind answers; "
                  "20 of them fail."))
      << text;
}

TEST(Explore, ReplaysEveryKeyThatItPrints) {
  for (int broken = 0; broken < 8; ++broken) {
    const auto exploration = [broken] {
      explore({.unkind = 3}, [broken](adv::Run& run) {
        const int word = bit(run) * 4 + bit(run) * 2 + bit(run);
        EXPECT_NE(word, broken);
      });
    };
    const std::string text = failure_of(exploration);
    const std::string again = line_behind(text, "Again: ./pots replay ");
    const std::string key = again.substr(again.find(' ') + 1);
    EXPECT_EQ(first_line(replay_of(key, exploration)), first_line(text));
    // No other key breaks.
    const std::string other = key == "1:unkind" ? "2:unkind" : "1:unkind";
    EXPECT_EQ(replay_of(other, exploration), "");
  }
}

TEST(Explore, ShrinksWhatOnlyARandomRunFinds) {
  // Needs four unkind bits in a row; no budget, so only chance finds it.
  const std::string text = failure_of([] {
    explore({.unkind = 0, .random = 2000}, [](adv::Run& run) {
      int in_a_row = 0;
      for (int i = 0; i < 40; ++i) {
        in_a_row = bit(run) == 1 ? in_a_row + 1 : 0;
        ASSERT_LT(in_a_row, 4);
      }
    });
  });
  EXPECT_TRUE(has(text, "Smallest: 4 unkind answers.")) << text;
  EXPECT_TRUE(has(text, "from the random runs")) << text;
}

TEST(Explore, TriesEveryPick) {
  const std::string text = failure_of([] {
    explore({.unkind = 0, .random = 0}, [](adv::Run& run) {
      const int heat = run.pick("heating", {1, 4, 8, 12});
      const int cook = run.pick("cooking", {1, 3, 6, 9});
      EXPECT_FALSE(heat == 12 && cook == 9);
    });
  });
  EXPECT_TRUE(has(text, "Found in run 16.")) << text;
  EXPECT_TRUE(has(text, "heating: 12")) << text;
}

TEST(Explore, ReportsExceptions) {
  const std::string text = failure_of([] {
    explore({}, [](adv::Run&) { throw std::runtime_error("no flour"); });
  });
  EXPECT_EQ(first_line(text), "threw std::runtime_error: no flour");
}

TEST(Explore, ReportsCrashes) {
  const std::string text = failure_of([] {
    explore({}, [](adv::Run& run) {
      if (bit(run) == 1) ::raise(SIGSEGV);
    });
  });
  EXPECT_EQ(first_line(text), "the program crashed: Segmentation fault");
  EXPECT_TRUE(has(text, "1:unkind")) << text;
}

TEST(Explore, ReportsExits) {
  const std::string text = failure_of([] {
    explore({}, [](adv::Run& run) {
      if (bit(run) == 1) ::_exit(0);
    });
  });
  EXPECT_EQ(first_line(text), "the program left by itself: exit code 0");
}

TEST(Explore, ReportsEndlessLoops) {
  const std::string text = failure_of([] {
    explore({}, [](adv::Run& run) {
      volatile bool for_ever = bit(run) == 1;
      while (for_ever) {
      }
    });
  });
  EXPECT_TRUE(first_line(text).starts_with("an endless loop")) << text;
}

TEST(Explore, ReportsLoopsThatAskTheWorldForEver) {
  const std::string text = failure_of([] {
    explore({}, [](adv::Run& run) {
      while (true) bit(run);
    });
  });
  EXPECT_EQ(first_line(text),
            "still not done after 20,000 choices of the world");
}

TEST(Explore, ReportsDescriptorsLeftOpen) {
  const std::string text = failure_of([] {
    explore({}, [](adv::Run& run) {
      if (bit(run) == 1) static_cast<void>(::dup(0));
    });
  });
  EXPECT_TRUE(has(first_line(text), "was left open")) << text;
}

TEST(Explore, ReportsChildrenLeftBehind) {
  const std::string text = failure_of([] {
    explore({}, [](adv::Run&) {
      if (::fork() == 0) ::pause();
    });
  });
  EXPECT_TRUE(has(first_line(text), "child process")) << text;
}

TEST(Explore, IgnoresAForkThatComesBackTwice) {
  // The child returns from the body too; it must not report anything.
  EXPECT_EQ(failure_of([] {
              explore({}, [](adv::Run&) {
                const pid_t child = ::fork();
                if (child > 0) ::waitpid(child, nullptr, 0);
              });
            }),
            "");
}

TEST(Explore, NoticesAProgramThatIsNotDeterministic) {
  const std::string text = failure_of([] {
    explore({.unkind = 1}, [](adv::Run& run) {
      static int calls = 0;
      for (int i = 0; i <= calls % 3; ++i) run.choose({{"a", 0}, {"b", 0}});
      ++calls;
    });
  });
  EXPECT_TRUE(has(text, "not deterministic")) << text;
}

TEST(Explore, FailsInPlaceWithoutUnwinding) {
  const std::string text = failure_of([] {
    explore({}, [](adv::Run& run) {
      try {
        if (bit(run) == 1) run.fail("lost here", "because");
      } catch (...) {
      }
    });
  });
  EXPECT_EQ(first_line(text), "lost here");
  EXPECT_EQ(line_behind(text, "Cause: "), "because");
}

TEST(Explore, RefusesAKeyThatIsNone) {
  const std::string text =
      replay_of("rubbish", [] { explore({}, [](adv::Run&) {}); });
  EXPECT_TRUE(has(text, "is not a replay key")) << text;
}

TEST(Explore, FailsWhenAPlayerWasNeverAsked) {
  Plan plan;
  plan.must_be_driven = true;
  const std::string text = failure_of([&] { explore(plan, [](adv::Run&) {}); });
  EXPECT_TRUE(first_line(text).starts_with("not driven")) << text;
}

}  // namespace
}  // namespace pots::adv
