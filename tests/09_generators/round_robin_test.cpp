// What Stove promises: the right order, and a clock that jumps.
#include "pots/round_robin.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <deque>
#include <exception>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "pots/generator.hpp"
#include "pots/testing.hpp"
#include "tracked.hpp"

namespace pots {
namespace {

using checks::Tracked;
using Waits = std::vector<long>;

// "0:A 10:A ": at each step of a dish, when and whose.
class Log {
 public:
  explicit Log(const Stove& stove) : stove_(&stove) {}
  void step(char name) {
    text_ += std::to_string(stove_->now().count()) + ":" + name + " ";
  }
  std::string take() { return std::exchange(text_, ""); }

 private:
  const Stove* stove_;
  std::string text_;
};

// Waits as it is told, and writes down each step, the last one as well.
Generator<Minutes> dish(char name, Waits waits, Log* log) {
  for (const long wait : waits) {
    log->step(name);
    co_yield Minutes(wait);
  }
  log->step(name);
}

// Ten minutes until the water boils, fifteen with the dumplings in it.
Generator<Minutes> dumplings() {
  co_yield Minutes(10);
  co_yield Minutes(15);
}

TEST(RoundRobin, TwoPotsTake25) {
  Stove stove;
  stove.add(dumplings());
  stove.add(dumplings());
  const long minutes = stove.run().count();
  EXPECT_EQ(minutes, 25) << "two pots: expected 25 min, got " << minutes;
  EXPECT_EQ(stove.now(), Minutes(25));
}

TEST(RoundRobin, OnePotIsOnePot) {
  Stove stove;
  Log log(stove);
  EXPECT_EQ(stove.run(), Minutes(0)) << "nothing to do takes no time";
  stove.add(dish('A', {3, 4}, &log));
  EXPECT_EQ(stove.run(), Minutes(7));
  EXPECT_EQ(log.take(), "0:A 3:A 7:A ");
}

// --- who goes on ---

TEST(RoundRobin, NothingRunsBeforeRun) {
  Stove stove;
  Log log(stove);
  stove.add(dish('A', {1}, &log));
  EXPECT_EQ(log.take(), "");
  EXPECT_EQ(stove.now(), Minutes(0));
  stove.run();
  EXPECT_EQ(log.take(), "0:A 1:A ");
}

TEST(RoundRobin, TheFirstToBeReadyGoesOn) {
  Stove stove;
  Log log(stove);
  stove.add(dish('A', {5, 5}, &log));
  stove.add(dish('B', {3, 3}, &log));
  stove.add(dish('C', {1, 8}, &log));
  EXPECT_EQ(stove.run(), Minutes(10));
  EXPECT_EQ(log.take(), "0:A 0:B 0:C 1:C 3:B 5:A 6:B 9:C 10:A ");
}

TEST(RoundRobin, TiesInOrderOfWaiting) {
  Stove stove;
  Log log(stove);
  for (const char name : {'A', 'B', 'C', 'D', 'E'}) {
    stove.add(dish(name, {2, 2}, &log));
  }
  stove.run();
  EXPECT_EQ(log.take(),
            "0:A 0:B 0:C 0:D 0:E 2:A 2:B 2:C 2:D 2:E 4:A 4:B 4:C 4:D 4:E ");
  // B waits for minute 7 from minute 5 on, A only from minute 6 on.
  stove.add(dish('A', {2, 1}, &log));
  stove.add(dish('B', {1, 2}, &log));
  stove.run();
  EXPECT_EQ(log.take(), "4:A 4:B 5:B 6:A 7:B 7:A ");
}

TEST(RoundRobin, ZeroLetsOthersGo) {
  Stove stove;
  Log log(stove);
  stove.add(dish('A', {0, 0}, &log));
  stove.add(dish('B', {0}, &log));
  stove.add(dish('C', {}, &log));
  EXPECT_EQ(stove.run(), Minutes(0));
  EXPECT_EQ(log.take(), "0:A 0:B 0:C 0:A 0:B 0:A ");
}

TEST(RoundRobin, RunsAgainWhenMoreIsAdded) {
  Stove stove;
  Log log(stove);
  stove.add(dish('A', {4}, &log));
  EXPECT_EQ(stove.run(), Minutes(4));
  stove.add(dish('B', {2}, &log));
  EXPECT_EQ(stove.run(), Minutes(6)) << "the clock never goes back";
  EXPECT_EQ(log.take(), "0:A 4:A 4:B 6:B ");
  EXPECT_EQ(stove.run(), Minutes(6)) << "there was nothing more to do";
  EXPECT_EQ(stove.now(), Minutes(6));
}

// Minute by minute, with a queue for each: whoever waits until then, in the
// order in which they began to.
std::string model(const std::vector<Waits>& dishes) {
  std::map<long, std::deque<std::size_t>> minutes;
  std::vector<std::size_t> at(dishes.size(), 0);
  for (std::size_t i = 0; i < dishes.size(); ++i) minutes[0].push_back(i);
  std::string text;
  for (long now = 0; now <= 20; ++now) {
    while (!minutes[now].empty()) {
      const std::size_t i = minutes[now].front();
      minutes[now].pop_front();
      text += std::to_string(now) + ":" + static_cast<char>('A' + i) + " ";
      if (at[i] < dishes[i].size()) {
        minutes[now + dishes[i][at[i]++]].push_back(i);
      }
    }
  }
  return text;
}

std::string played(const std::vector<Waits>& dishes) {
  Stove stove;
  Log log(stove);
  char name = 'A';
  for (const Waits& waits : dishes) stove.add(dish(name++, waits, &log));
  stove.run();
  return log.take();
}

// All lists of waits of 0, 1 or 2 minutes, up to a length.
std::vector<Waits> all_waits(std::size_t longest) {
  std::vector<Waits> all = {{}};
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].size() == longest) continue;
    for (const long wait : {0, 1, 2}) {
      Waits longer = all[i];
      longer.push_back(wait);
      all.push_back(longer);
    }
  }
  return all;
}

std::string in_words(const std::vector<Waits>& dishes) {
  std::string text;
  for (const Waits& waits : dishes) {
    text += "{";
    for (const long wait : waits) text += " " + std::to_string(wait);
    text += " } ";
  }
  return text;
}

TEST(RoundRobin, AgreesOnAllShortDishes) {
  const auto agree = [](const std::vector<Waits>& dishes) {
    const std::string got = played(dishes), expected = model(dishes);
    if (got == expected) return true;
    ADD_FAILURE() << "dishes that wait " << in_words(dishes) << "went " << got
                  << ", expected " << expected;
    return false;
  };
  const auto longer = all_waits(3);
  for (const Waits& a : longer) {
    for (const Waits& b : longer) {
      if (!agree({a, b})) return;
    }
  }
  const auto shorter = all_waits(2);
  for (const Waits& a : shorter) {
    for (const Waits& b : shorter) {
      for (const Waits& c : shorter) {
        if (!agree({a, b, c})) return;
      }
    }
  }
}

TEST(RoundRobin, FarFuture) {
  constexpr long kFar = 1'000'000'000'000'000;
  Stove stove;
  Log log(stove);
  stove.add(dish('A', {kFar, 1}, &log));
  stove.add(dish('B', {2 * kFar}, &log));
  EXPECT_EQ(stove.run(), Minutes(2 * kFar)) << "the clock jumps";
  EXPECT_EQ(log.take(),
            "0:A 0:B 1000000000000000:A 1000000000000001:A "
            "2000000000000000:B ");
}

// --- dishes that throw, and dishes that add ---

Generator<Minutes> burns(Minutes after, std::string how) {
  if (after > Minutes(0)) co_yield after;
  throw std::runtime_error(how);
}

std::string error_of(Stove& stove) {
  try {
    stove.run();
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "none";
}

TEST(RoundRobin, OthersAreServed) {
  Stove stove;
  Log log(stove);
  stove.add(burns(Minutes(2), "the second to burn"));
  stove.add(dish('A', {1, 1, 1}, &log));
  stove.add(burns(Minutes(1), "the first to burn"));
  stove.add(dish('B', {4}, &log));
  EXPECT_EQ(error_of(stove), "the first to burn");
  EXPECT_EQ(log.take(), "0:A 0:B 1:A 2:A 3:A 4:B ");
  EXPECT_EQ(stove.now(), Minutes(4));
  stove.add(dish('C', {1}, &log));
  EXPECT_EQ(error_of(stove), "none") << "it has come out already";
  EXPECT_EQ(log.take(), "4:C 5:C ");
  stove.add(burns(Minutes(0), "at once"));
  stove.add(dish('D', {}, &log));
  EXPECT_EQ(error_of(stove), "at once");
  EXPECT_EQ(log.take(), "5:D ");
  // Any exception, and that very one.
  const auto throws_a_number = []() -> Generator<Minutes> {
    co_yield Minutes(1);
    throw 42;
  };
  stove.add(throws_a_number());
  stove.add(burns(Minutes(2), "too late to be the first"));
  int number = 0;
  try {
    stove.run();
  } catch (int thrown) {
    number = thrown;
  } catch (const std::exception&) {
  }
  EXPECT_EQ(number, 42) << "a dish threw the int 42 before the other burnt";
  EXPECT_EQ(stove.now(), Minutes(7));
}

// Adds so many dishes in the middle of its step, and looks at what it has
// itself, afterwards.
Generator<Minutes> adds(Stove* stove, int n, Log* log, Tracked own) {
  co_yield Minutes(1);
  for (int i = 0; i < n; ++i) {
    const char name = static_cast<char>('a' + i % 26);
    stove->add(dish(name, {1}, log));
  }
  log->step(static_cast<char>('0' + own.value));
  co_yield Minutes(0);
  log->step(static_cast<char>('0' + own.value));
}

TEST(RoundRobin, AddFromARunningDish) {
  {
    Stove stove;
    Log log(stove);
    stove.add(adds(&stove, 2, &log, Tracked(7)));
    EXPECT_EQ(stove.run(), Minutes(2));
    EXPECT_EQ(log.take(), "1:7 1:a 1:b 1:7 2:a 2:b ");
  }
  {
    Stove stove;
    Log log(stove);
    stove.add(adds(&stove, 1000, &log, Tracked(7)));
    stove.add(adds(&stove, 1000, &log, Tracked(8)));
    EXPECT_EQ(stove.run(), Minutes(2));
    const std::string text = log.take();
    EXPECT_EQ(text.substr(0, 12), "1:7 1:8 1:a ");
    EXPECT_EQ(text.size(), 4 * (2 + 2 + 2 * 2000u));
  }
  EXPECT_EQ(Tracked::alive(), 0u);
  EXPECT_EQ(Tracked::died_twice, 0);
}

Generator<Minutes> holding(Tracked) {
  const Tracked local(2);
  co_yield Minutes(1);
}

TEST(RoundRobin, DestroysWhatItHas) {
  {
    Stove never_run;
    never_run.add(holding(Tracked(1)));
    EXPECT_EQ(Tracked::alive(), 1u);
  }
  EXPECT_EQ(Tracked::alive(), 0u);
  {
    Stove stove;
    stove.add(holding(Tracked(1)));
    stove.run();
  }
  EXPECT_EQ(Tracked::alive(), 0u);
  EXPECT_EQ(Tracked::died_twice, 0);
}

TEST(RoundRobin, LeavesNothingBehind) {
  testing::leaves_nothing_behind([] {
    Stove stove;
    Log log(stove);
    stove.add(adds(&stove, 20, &log, Tracked(7)));
    stove.add(burns(Minutes(1), "burnt"));
    EXPECT_EQ(error_of(stove), "burnt");
    EXPECT_GE(stove.now(), Minutes(1)) << "it has waited for what burnt";
    stove.add(holding(Tracked(1)));
  });
}

}  // namespace
}  // namespace pots
