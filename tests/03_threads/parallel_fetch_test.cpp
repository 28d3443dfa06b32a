// What fetch_all promises: all calls at once, each result in its place, and
// nobody left behind.
#include "pots/parallel_fetch.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cerrno>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "meeting.hpp"
#include "pots/adversary.hpp"
#include "pots/testing.hpp"

namespace pots {
namespace {

using Strings = std::vector<std::string>;

// What a call may throw: no std::exception, so nobody catches it by accident.
struct Missing {
  std::string key;
};

// --- examples ---

TEST(ParallelFetch, BringsABodyForEachKey) {
  const Fetch fetch = [](const std::string& key) { return "fresh " + key; };
  EXPECT_EQ(fetch_all({"flour", "eggs", "salt"}, fetch),
            (Strings{"fresh flour", "fresh eggs", "fresh salt"}));
  EXPECT_EQ(fetch_all({}, fetch), Strings{});
  EXPECT_EQ(fetch_all({"eggs", "salt", "eggs"}, fetch),
            (Strings{"fresh eggs", "fresh salt", "fresh eggs"}));
}

// --- every schedule ---

TEST(ParallelFetch, CallsFetchForAllKeysAtOnce) {
  // Three who wait for each other take many steps; who calls one after the
  // other stands still without any pause.
  for_every_interleaving({.pauses = 1}, [] {
    Meeting meeting(3);
    const Strings bodies =
        fetch_all({"a", "b", "c"}, [&](const std::string& k) {
          meeting.here();
          return k;
        });
    EXPECT_EQ(bodies, (Strings{"a", "b", "c"}));
  });
}

TEST(ParallelFetch, KeepsTheOrderOfTheKeys) {
  for_every_interleaving([] {
    std::atomic<int> calls = 0;
    const Strings bodies =
        fetch_all({"a", "b", "c"}, [&](const std::string& k) {
          ++calls;  // whoever is first, second and third here
          return k + k;
        });
    EXPECT_EQ(bodies, (Strings{"aa", "bb", "cc"}));
    EXPECT_EQ(calls, 3) << "fetch is called once for each key";
  });
}

TEST(ParallelFetch, PassesOnTheErrorOfTheFirstKey) {
  for_every_interleaving([] {
    std::atomic<int> begun = 0, ended = 0;
    try {
      fetch_all({"flour", "gold", "myrrh"}, [&](const std::string& key) {
        ++begun;
        ++ended;
        if (key != "flour") throw Missing{key};
        return key;
      });
      ADD_FAILURE() << "two calls threw, and fetch_all returned";
    } catch (const Missing& missing) {
      EXPECT_EQ(missing.key, "gold") << "the smallest index, not the first "
                                        "in time";
      EXPECT_EQ(begun, 3) << "fetch is called once for each key";
      EXPECT_EQ(ended, 3) << "the exception came, and not all calls had ended";
    }
  });
}

TEST(ParallelFetch, WaitsForTheOthersWhenOneThrows) {
  for_every_interleaving([] {
    std::atomic<bool> last_has_ended = false;
    try {
      fetch_all({"gold", "flour"}, [&](const std::string& key) {
        if (key == "gold") throw Missing{key};
        last_has_ended = true;
        return key;
      });
      ADD_FAILURE() << "a call threw, and fetch_all returned";
    } catch (const Missing&) {
      EXPECT_TRUE(last_has_ended) << "the exception came, and a call "
                                     "had not ended";
    }
  });
}

TEST(ParallelFetch, JoinsThoseThatRunWhenNoMoreCanBeStarted) {
  for_every_interleaving({.pauses = 1, .failing_threads = 1}, [] {
    std::atomic<int> begun = 0, ended = 0;
    try {
      const adv::Scarcity of_threads;
      const Strings bodies =
          fetch_all({"a", "b", "c"}, [&](const std::string& key) {
            ++begun;
            ++ended;
            return key;
          });
      EXPECT_EQ(bodies, (Strings{"a", "b", "c"}));
    } catch (const std::system_error& error) {
      EXPECT_EQ(error.code().value(), EAGAIN);
    }
    EXPECT_EQ(begun, ended) << "fetch_all was over while calls were going on";
  });
}

TEST(ParallelFetch, KeepsNeitherKeysNorFetch) {
  for_every_interleaving({.may_be_sequential = true}, [] {
    auto keys = std::make_unique<Strings>(Strings{"a", "b"});
    auto fetch =
        std::make_unique<Fetch>([](const std::string& k) { return k; });
    Strings bodies = fetch_all(*keys, *fetch);
    keys.reset();
    fetch.reset();
    EXPECT_EQ(bodies, (Strings{"a", "b"}));
  });
}

TEST(ParallelFetch, LeavesNothingBehind) {
  const std::string much(1000, 'x');
  testing::leaves_nothing_behind([&] {
    fetch_all({"a", "b", "c"}, [&](const std::string&) { return much; });
    try {
      fetch_all({"a", "b", "c"}, [&](const std::string& key) {
        if (key == "b") throw Missing{key};
        return much;
      });
    } catch (const Missing&) {
    }
  });
}

}  // namespace
}  // namespace pots
