// What both promises: two calls at once, and no way out past either of them.
#include "pots/both.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include "meeting.hpp"
#include "pots/adversary.hpp"
#include "pots/testing.hpp"

namespace pots {
namespace {

// What a cook may throw: no std::exception, so nobody can catch it by accident.
struct Burnt {
  int pot = 0;
};

// A result that can be moved and nothing else. It could be made out of nothing,
// or copied, so that an answer that does either still compiles; then it says
// so.
class Dish {
 public:
  Dish() { ADD_FAILURE() << "a result was made without a value (Result r;)"; }
  explicit Dish(std::string name) : name_(std::move(name)) {}
  Dish(Dish&&) = default;
  Dish& operator=(Dish&&) = default;
  Dish(const Dish& other) : name_(other.name_) {
    ADD_FAILURE() << "a result was copied; move it";
  }
  Dish& operator=(const Dish& other) {
    ADD_FAILURE() << "a result was copied; move it";
    name_ = other.name_;
    return *this;
  }

  const std::string& name() const { return name_; }

 private:
  std::string name_;
};

TEST(Both, GivesBothResults) {
  const auto results =
      both([] { return 1; }, [] { return std::string("two"); });
  EXPECT_EQ(results.first, 1);
  EXPECT_EQ(results.second, "two");
}

TEST(Both, RunsBothAtTheSameTime) {
  for_every_interleaving([] {
    Meeting meeting(2);
    const auto results = both(
        [&] {
          meeting.here();
          return 1;
        },
        [&] {
          meeting.here();
          return 2;
        });
    EXPECT_EQ(results.first, 1);
    EXPECT_EQ(results.second, 2);
  });
}

TEST(Both, WaitsForGWhenFThrows) {
  for_every_interleaving([] {
    std::atomic<bool> g_has_ended = false;
    try {
      both([]() -> int { throw Burnt{1}; },
           [&] {
             g_has_ended = true;
             return 2;
           });
      ADD_FAILURE() << "f threw, and both returned";
    } catch (const Burnt& burnt) {
      EXPECT_EQ(burnt.pot, 1);
      EXPECT_TRUE(g_has_ended) << "the exception came, and g had not ended";
    }
  });
}

// One that also is a std::exception: who catches those and passes on a copy,
// or the text, passes on something else.
struct Scorched : std::exception {
  explicit Scorched(int p) : pot(p) {}
  int pot;
};

TEST(Both, PassesOnWhatGThrows) {
  for_every_interleaving([] {
    std::atomic<bool> f_has_ended = false;
    try {
      both(
          [&] {
            f_has_ended = true;
            return 1;
          },
          []() -> int { throw Burnt{2}; });
      ADD_FAILURE() << "g threw, and both returned";
    } catch (const Burnt& burnt) {
      EXPECT_EQ(burnt.pot, 2);
      EXPECT_TRUE(f_has_ended) << "the exception came, and f had not ended";
    }
  });
  for_every_interleaving([] {
    bool hot = true;
    const auto f = [] { return 1; };
    const auto g = [&] { return hot ? throw Scorched(3) : 2; };
    try {
      both(f, g);
      ADD_FAILURE() << "g threw, and both returned";
    } catch (const Scorched& scorched) {
      EXPECT_EQ(scorched.pot, 3);
    } catch (const std::exception&) {
      ADD_FAILURE() << "g threw a Scorched; something else came out of both";
    }
    hot = false;  // what has been thrown is over
    EXPECT_EQ(both(f, g), std::pair(1, 2));
  });
}

TEST(Both, PrefersWhatFThrows) {
  for_every_interleaving([] {
    try {
      both([]() -> int { throw Burnt{1}; }, []() -> int { throw Burnt{2}; });
      ADD_FAILURE() << "both threw, and both returned";
    } catch (const Burnt& burnt) {
      EXPECT_EQ(burnt.pot, 1) << "f's exception is the one to pass on";
    }
  });
  for_every_interleaving([] {
    std::atomic<int> calls_of_f = 0;
    try {
      both(
          [&]() -> int {
            ++calls_of_f;
            throw Scorched(3);
          },
          [] { return 2; });
      ADD_FAILURE() << "f threw, and both returned";
    } catch (const Scorched& scorched) {
      EXPECT_EQ(scorched.pot, 3);
    } catch (const std::exception&) {
      ADD_FAILURE() << "f threw a Scorched; something else came out of both";
    }
    EXPECT_EQ(calls_of_f, 1) << "f is called once, also when it throws";
  });
}

TEST(Both, CallsNeitherWithoutAThread) {
  for_every_interleaving({.failing_threads = 1}, [] {
    std::atomic<int> calls = 0;
    const auto call = [&] { return calls.fetch_add(1); };
    try {
      const adv::Scarcity of_threads;
      both(call, call);
      EXPECT_EQ(calls, 2);
    } catch (const std::system_error& error) {
      EXPECT_EQ(error.code().value(), EAGAIN);
      EXPECT_EQ(calls, 0) << "no thread: neither f nor g may be called";
    }
  });
  for_every_interleaving({.failing_threads = 1}, [] {
    const auto on = [] { return std::this_thread::get_id(); };
    try {
      const adv::Scarcity of_threads;
      const auto [f_on, g_on] = both(on, on);
      EXPECT_EQ(f_on, std::this_thread::get_id())
          << "f is to be called on the thread that calls both";
      EXPECT_NE(g_on, std::this_thread::get_id())
          << "g was called on the thread that called both, not on a new one";
    } catch (const std::system_error& error) {
      EXPECT_EQ(error.code().value(), EAGAIN);
    }
  });
}

TEST(Both, TakesResultsThatCanOnlyBeMoved) {
  for_every_interleaving({.may_be_sequential = true}, [] {
    const auto results =
        both([] { return Dish("soup"); }, [] { return Dish("dumplings"); });
    EXPECT_EQ(results.first.name(), "soup");
    EXPECT_EQ(results.second.name(), "dumplings");
  });
}

TEST(Both, LeavesNothingBehind) {
  testing::leaves_nothing_behind([] {
    both([] { return 1; }, [] { return std::string(100, 'x'); });
    try {
      both([] { return std::string(100, 'x'); },
           []() -> int { throw Burnt{}; });
    } catch (const Burnt&) {
    }
    try {
      both([]() -> int { throw Burnt{}; },
           [] { return std::string(100, 'x'); });
    } catch (const Burnt&) {
    }
  });
}

}  // namespace
}  // namespace pots
