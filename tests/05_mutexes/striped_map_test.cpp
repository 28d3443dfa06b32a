// What StripedMap promises: single steps, sums of one moment, and keys that
// leave each other alone.
#include "pots/striped_map.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cstddef>
#include <functional>
#include <map>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "pots/adversary.hpp"

namespace pots {
namespace {

// Equal if they end in the same two digits, which only its own hash knows.
struct Ending {
  int number;
  bool operator==(const Ending& other) const {
    return number % 100 == other.number % 100;
  }
};

struct EndingHash {
  std::size_t operator()(const Ending& key) const { return key.number % 100; }
};

}  // namespace
}  // namespace pots

template <>
struct std::hash<pots::Ending> {
  std::size_t operator()(const pots::Ending& key) const { return key.number; }
};

namespace pots {
namespace {

using Map = StripedMap<int, int>;

int plus_one(int n) { return n + 1; }

// A few hundred operations in an order that is always the same.
void compare_with_a_map(std::size_t stripes) {
  Map map(stripes);
  std::map<int, int> model;
  unsigned dice = 1;
  for (int step = 0; step < 400; ++step) {
    dice = dice * 1664525u + 1013904223u;
    const int key = static_cast<int>(dice >> 8 & 31) - 16;
    const int value = static_cast<int>(dice >> 16 & 1023);
    switch (dice >> 28 & 3) {
      case 0:
        map.put(key, value);
        model[key] = value;
        break;
      case 1:
        EXPECT_EQ(map.erase(key), model.erase(key) == 1) << "key " << key;
        break;
      default:
        model[key] += value;
        EXPECT_EQ(map.update(key, [&](int n) { return n + value; }), model[key])
            << "key " << key;
    }
    ASSERT_EQ(map.size(), model.size());
  }
  for (int key = -20; key < 20; ++key) {
    const auto found = model.find(key);
    const std::optional<int> expected =
        found == model.end() ? std::nullopt : std::optional(found->second);
    EXPECT_EQ(map.get(key), expected) << "key " << key;
  }
}

TEST(StripedMap, AgreesWithAMap) {
  compare_with_a_map(1);
  compare_with_a_map(3);
  compare_with_a_map(16);

  StripedMap<std::string, std::string> words;
  words.put("pot", "iron");
  const auto louder = [](std::string s) { return s + "!"; };
  EXPECT_EQ(words.update("pot", louder), "iron!");
  EXPECT_EQ(words.update("lid", louder), "!");
  EXPECT_EQ(words.get("pot"), "iron!");
  EXPECT_EQ(words.size(), 2u);

  StripedMap<Ending, int, EndingHash> endings(7);
  endings.put({5}, 1);
  endings.put({105}, 2);  // the same key
  EXPECT_EQ(endings.size(), 1u) << "Hash says where a key lies";
  EXPECT_EQ(endings.get({305}), 2) << "Hash says where a key lies";
}

TEST(StripedMap, UpdatesInOneStep) {
  for_every_interleaving([] {
    Map map;
    std::thread a([&] { map.update(7, plus_one); });
    std::thread b([&] { map.update(7, plus_one); });
    a.join();
    b.join();
    EXPECT_EQ(map.get(7), 2);
    EXPECT_EQ(map.size(), 1u);
  });
  for_every_interleaving([] {
    Map map;
    map.put(7, 1);
    std::thread a([&] { map.update(7, plus_one); });
    std::thread b([&] { map.put(7, 10); });
    a.join();
    b.join();
    const std::optional<int> last = map.get(7);
    EXPECT_TRUE(last == 10 || last == 11)
        << "put(7, 10) came in the middle of an update, and is lost";
  });
}

TEST(StripedMap, KeepsNothingOfAFailedUpdate) {
  for_every_interleaving([] {
    Map map(2);
    map.put(1, 10);
    std::thread thrower([&] {
      const auto fail = [](int) -> int { throw std::runtime_error("no"); };
      EXPECT_THROW(map.update(1, fail), std::runtime_error);  // present
      EXPECT_THROW(map.update(2, fail), std::runtime_error);  // absent
    });
    thrower.join();
    EXPECT_EQ(map.get(1), 10);
    EXPECT_EQ(map.get(2), std::nullopt);
    EXPECT_EQ(map.size(), 1u);
    EXPECT_EQ(map.update(1, plus_one), 11);
    EXPECT_EQ(map.update(2, plus_one), 1);

    StripedMap<int, std::string> words(1);
    words.put(1, "iron");
    const auto keep = [](std::string) -> std::string { throw 7; };
    EXPECT_THROW(words.update(1, keep), int);
    EXPECT_EQ(words.get(1), "iron");
  });
}

TEST(StripedMap, CountsTheKeysOfOneMoment) {
  for_every_interleaving([] {
    // Every way to leave one of four keys for another.
    const int way = adv::pick("old and new key", 12);
    const int old_key = way / 3, new_key = (old_key + 1 + way % 3) % 4;
    Map map(4);
    map.put(old_key, 1);
    std::thread mover([&] {
      map.put(new_key, 1);
      map.erase(old_key);
    });
    std::thread counter([&] {
      const std::size_t keys = map.size();
      EXPECT_TRUE(keys == 1 || keys == 2)
          << "size() was " << keys << "; there are always 1 or 2 keys";
    });
    mover.join();
    counter.join();
    EXPECT_EQ(map.size(), 1u);
  });
  // What get() has shown, size() counts.
  for_every_interleaving([] {
    const bool puts = adv::pick("put or erase", 2) == 0;
    Map map(2);
    if (!puts) map.put(1, 1);
    std::thread changer([&] {
      if (puts) {
        map.put(1, 1);
      } else {
        map.erase(1);
      }
    });
    std::thread counter([&] {
      if (map.get(1).has_value() != puts) return;  // not yet
      EXPECT_EQ(map.size(), puts ? 1u : 0u);
    });
    changer.join();
    counter.join();
  });
}

TEST(StripedMap, LetsTwoCountsThrough) {
  for_every_interleaving([] {
    Map map(3);
    map.put(0, 1);
    std::thread a([&] { EXPECT_EQ(map.size(), 1u); });
    std::thread b([&] { EXPECT_EQ(map.size(), 1u); });
    a.join();
    b.join();
  });
}

// f of key 0 goes on when the update of `other` is done: if the two keys share
// a lock, this can deadlock.
void update_inside_an_update(std::size_t parts, int other) {
  Map map(parts);
  std::atomic<bool> done = false;
  std::thread a([&] {
    map.update(0, [&](int n) {
      done.wait(false);
      return n + 1;
    });
  });
  std::thread b([&] {
    map.update(other, plus_one);
    done = true;
    done.notify_one();
  });
  a.join();
  b.join();
}

// Who comes first is enough of a choice, and fifteen searches are to be short.
constexpr adv::Schedules kWithoutPauses{
    .pauses = 0, .random = 0, .priorities = 0, .dpor = 0};

// Of 15 keys, `step` apart, most lie in other parts than key 0.
void expect_most_keys_apart(std::size_t parts, int step) {
  int apart = 0, shares = 0;
  for (int other = step; other <= 15 * step; other += step) {
    const adv::Verdict verdict = adv::explore_schedules(
        kWithoutPauses, [&] { update_inside_an_update(parts, other); });
    if (verdict.passed) {
      ++apart;
    } else if (verdict.kind != "deadlock") {
      for_every_interleaving(kWithoutPauses,
                             [&] { update_inside_an_update(parts, other); });
      return;  // something else is wrong, and has been told
    } else if (shares == 0) {
      shares = other;
    }
  }
  if (apart >= 8) return;
  const std::string found =
      std::to_string(15 - apart) + " of 15 keys wait for key 0; with " +
      std::to_string(parts) + " parts at most 7 may. One of them:";
  for_every_interleaving(kWithoutPauses, [&] {
    adv::note(found);
    update_inside_an_update(parts, shares);
  });
}

TEST(StripedMap, KeepsMostKeysApart) { expect_most_keys_apart(16, 1); }

TEST(StripedMap, ShowsNoHalfOfAnUpdate) {
  for_every_interleaving([] {
    Map map(1);
    map.put(7, 1);
    std::thread writer([&] { map.update(7, plus_one); });
    std::thread reader([&] {
      const std::optional<int> seen = map.get(7);
      EXPECT_TRUE(seen == 1 || seen == 2)
          << "get(7) gave " << seen.value_or(-1);
    });
    writer.join();
    reader.join();
    EXPECT_EQ(map.get(7), 2);
  });
}

TEST(StripedMap, CallsTheFunctionOnce) {
  for_every_interleaving([] {
    Map map(1);
    map.put(7, 1);
    std::atomic<int> calls = 0;
    const auto counted = [&](int n) {
      ++calls;
      return n + 1;
    };
    std::thread a([&] { map.update(7, counted); });
    const int other = 7 + adv::pick("the same key, or another", 2);
    std::thread b([&] { map.update(other, counted); });
    a.join();
    b.join();
    EXPECT_EQ(calls, 2);
  });
}

TEST(StripedMap, GivesACopyAway) {
  for_every_interleaving([] {
    Map map(1);
    map.put(7, 1);
    std::thread reader([&] {
      const int key = 7;
      const auto& seen = map.get(key);  // a copy lives as long as this name
      EXPECT_TRUE(seen == 1 || seen == 2)
          << "get(7) gave " << seen.value_or(-1);
    });
    std::thread writer([&] { map.put(7, 2); });
    reader.join();
    writer.join();
  });
}

TEST(StripedMap, KeepsNothingWhenMemoryRunsOut) {
  const adv::Schedules plan{.failing_allocations = 1,
                            .may_be_sequential = true};
  for_every_interleaving(plan, [] {
    Map map(2);
    map.put(1, 10);
    bool stored = true;
    try {
      const adv::Scarcity of_memory;
      map.put(2, 20);
      map.update(3, [](int) { return 30; });
    } catch (const std::bad_alloc&) {
      stored = false;  // one of the two
    }
    const std::size_t size = map.size();
    const std::size_t found =
        1u + map.get(2).has_value() + map.get(3).has_value();
    EXPECT_EQ(size, found);
    EXPECT_EQ(stored, map.get(3) == 30);
    EXPECT_EQ(map.get(1), 10);
    map.put(1, 11);
    EXPECT_EQ(map.get(1), 11);
  });
  // Now even a copy of a value needs memory.
  for_every_interleaving(plan, [] {
    using Values = std::vector<int>;
    StripedMap<int, Values> map(2);
    map.put(1, {10});
    bool stored = true;
    try {
      const adv::Scarcity of_memory;
      map.put(2, {20});
      map.update(1, [](const Values&) { return Values{30}; });
    } catch (const std::bad_alloc&) {
      stored = false;  // one of the two
    }
    const std::optional<Values> second = map.get(2);
    EXPECT_TRUE(!second || *second == Values{20})
        << "put(2, {20}) failed, and left another value there";
    EXPECT_EQ(map.size(), second ? 2u : 1u);
    EXPECT_EQ(map.get(1), stored ? Values{30} : Values{10});
  });
}

}  // namespace
}  // namespace pots
