// What fetch_all promises: all calls at once, each result in its place, and
// nobody left behind.
#include "pots/parallel_fetch.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
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

// One that is: who catches those and passes on a copy, or the text, passes on
// something else.
struct Sold : std::exception {
  explicit Sold(std::string k) : key(std::move(k)) {}
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
  std::atomic<int> calls = 0;
  const Fetch counts = [&](const std::string& key) { return ++calls, key; };
  fetch_all({"eggs", "salt", "eggs"}, counts);
  EXPECT_EQ(calls, 3) << "fetch is called for each key, also for one that "
                         "occurs twice";
  fetch_all({"eggs"}, counts);
  EXPECT_EQ(calls, 4) << "fetch is called anew, whatever an earlier fetch_all "
                         "has brought";
}

// --- every schedule ---

// For what goes wrong in most schedules: a few of each kind will do.
constexpr adv::Schedules kSome{
    .pauses = 1, .random = 200, .priorities = 200, .dpor = 200, .most = 2000};

TEST(ParallelFetch, CallsFetchForAllKeysAtOnce) {
  // Three who wait for each other take many steps; who calls one after the
  // other stands still without any pause.
  for_every_interleaving(kSome, [] {
    Meeting meeting(3);
    const Strings bodies =
        fetch_all({"a", "b", "c"}, [&](const std::string& k) {
          meeting.here();
          return k;
        });
    EXPECT_EQ(bodies, (Strings{"a", "b", "c"}));
  });
  // More than there are processors; a few schedules are enough.
  const adv::Schedules few{
      .pauses = 0, .random = 2, .priorities = 2, .dpor = 0, .most = 5};
  for_every_interleaving(few, [] {
    std::mutex mutex;
    std::condition_variable all_are_here;
    int here = 0;
    fetch_all(Strings(20, "a"), [&](const std::string& key) {
      std::unique_lock lock(mutex);
      if (++here == 20) all_are_here.notify_all();
      all_are_here.wait(lock, [&] { return here == 20; });
      return key;
    });
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
  for_every_interleaving({.dpor = 500}, [] {
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
  for_every_interleaving(kSome, [] {
    try {  // the order of the keys is not that of the alphabet
      fetch_all({"salt", "eggs"},
                [](const std::string& key) -> std::string { throw Sold(key); });
      ADD_FAILURE() << "two calls threw, and fetch_all returned";
    } catch (const Sold& sold) {
      EXPECT_EQ(sold.key, "salt") << "the smallest index, not the first key "
                                     "of the alphabet";
    } catch (const std::exception&) {
      ADD_FAILURE() << "the calls threw a Sold; something else came out of "
                       "fetch_all";
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
  for_every_interleaving(
      {.pauses = 1, .failing_threads = 1, .random = 99, .priorities = 99}, [] {
        const auto caller = std::this_thread::get_id();
        try {
          const adv::Scarcity of_threads;
          fetch_all({"a", "b"}, [&](const std::string& key) {
            EXPECT_NE(std::this_thread::get_id(), caller)
                << "fetch was called on the thread that called fetch_all, not "
                   "on "
                   "one of its own";
            return key;
          });
        } catch (const std::system_error& error) {
          EXPECT_EQ(error.code().value(), EAGAIN);
        }
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
