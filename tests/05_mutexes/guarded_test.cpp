// What Guarded promises: one at a time, on every way out, and nothing escapes.
#include "pots/guarded.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "pots/adversary.hpp"

namespace pots {
namespace {

// Both halves are always the same, unless somebody is looking at a change.
struct Pair {
  int left = 0;
  int right = 0;
};

TEST(Guarded, ReturnsWhatTheFunctionReturns) {
  Guarded<std::vector<int>> numbers(3, 7);  // std::vector<int>(3, 7)
  int calls = 0;
  numbers.with([&](std::vector<int>& v) {
    ++calls;
    v.push_back(8);
  });
  EXPECT_EQ(calls, 1);

  const Guarded<std::vector<int>>& view = numbers;
  EXPECT_EQ(view.with([](const std::vector<int>& v) { return v.size(); }), 4u);
  const bool sees_a_const = view.with([](auto& v) {
    return std::is_const_v<std::remove_reference_t<decltype(v)>>;
  });
  EXPECT_TRUE(sees_a_const);

  const std::vector<int> copy =
      numbers.with([](std::vector<int>& v) -> std::vector<int>& { return v; });
  EXPECT_EQ(copy, (std::vector<int>{7, 7, 7, 8}));
  EXPECT_EQ(view.with([](const std::vector<int>& v) { return v.size(); }), 4u)
      << "a copy leaves the value where it is";

  Guarded<std::unique_ptr<int>> box(std::make_unique<int>(5));
  const std::unique_ptr<int> taken =
      box.with([](std::unique_ptr<int>& p) { return std::move(p); });
  ASSERT_NE(taken, nullptr);
  EXPECT_EQ(*taken, 5);
  EXPECT_TRUE(box.with([](std::unique_ptr<int>& p) { return p == nullptr; }));

  std::string flour = "flour";
  Guarded<std::string> word(flour);
  EXPECT_EQ(flour, "flour") << "what was not moved is not to be moved from";
  const auto place = [](const std::string& s) { return &s; };
  EXPECT_EQ(word.with(place), std::as_const(word).with(place))
      << "f gets the value itself";

  const auto zero = std::make_unique<Guarded<int>>();
  EXPECT_EQ(zero->with([](int& n) { return n; }), 0) << "int() is 0";
  int looks = 0;
  EXPECT_EQ(std::as_const(*zero).with([&](const int&) { return ++looks; }), 1);
  EXPECT_EQ(looks, 1) << "f is called once";
}

TEST(Guarded, LosesNoUpdate) {
  for_every_interleaving([] {
    Guarded<int> count(0);
    const auto twice = [&] {
      count.with([](int& n) { ++n; });
      count.with([](int& n) { ++n; });
    };
    std::thread a(twice), b(twice);
    a.join();
    b.join();
    EXPECT_EQ(count.with([](int& n) { return n; }), 4);
  });
  for_every_interleaving([] {
    const Guarded<int> count(0);
    std::atomic<int> inside = 0;
    const auto look = [&] {
      count.with([&](const int&) {
        EXPECT_EQ(inside.fetch_add(1), 0) << "two are inside of with() at once";
        inside.fetch_sub(1);
      });
    };
    std::thread a(look), b(look);
    a.join();
    b.join();
  });
}

TEST(Guarded, FreesTheLockWhenTheFunctionThrows) {
  for_every_interleaving([] {
    Guarded<int> count(0);
    std::thread thrower([&] {
      const auto fail = [](int&) { throw std::runtime_error("no flour"); };
      EXPECT_THROW(count.with(fail), std::runtime_error);
      const auto fail_too = [](const int&) { throw std::out_of_range("no"); };
      EXPECT_THROW(std::as_const(count).with(fail_too), std::out_of_range);
      EXPECT_THROW(count.with([](int&) { throw 7; }), int);
    });
    std::thread other([&] { count.with([](int& n) { ++n; }); });
    thrower.join();
    other.join();
    EXPECT_EQ(count.with([](int& n) { return n; }), 1);
  });
}

TEST(Guarded, ShowsReadersNoHalfOfAChange) {
  for_every_interleaving([] {
    Guarded<Pair> pair;
    std::thread writer([&] {
      pair.with([](Pair& p) {
        ++p.left;
        ++p.right;
      });
    });
    std::thread reader([&] {
      const Pair seen =
          std::as_const(pair).with([](const Pair& p) -> auto& { return p; });
      EXPECT_EQ(seen.left, seen.right);
      const Pair again = pair.with([](Pair& p) -> Pair& { return p; });
      EXPECT_EQ(again.left, again.right);
    });
    writer.join();
    reader.join();
  });
}

TEST(Guarded, KeepsTwoObjectsApart) {
  for_every_interleaving([] {
    Guarded<int> from(10), to(0);
    const auto move_one = [&] {
      from.with([&](int& source) {
        to.with([&](int& target) {
          --source;
          ++target;
        });
      });
    };
    std::thread a(move_one), b(move_one);
    a.join();
    b.join();
    EXPECT_EQ(from.with([](int& n) { return n; }), 8);
    EXPECT_EQ(to.with([](int& n) { return n; }), 2);
  });
}

TEST(Guarded, GivesNoReferenceAway) {
  Guarded<std::string> word("pots");
  const auto itself = [](auto& s) -> auto& { return s; };
  using Given = decltype(word.with(itself));
  using GivenConst = decltype(std::as_const(word).with(itself));
  EXPECT_TRUE((std::is_same_v<Given, std::string>))
      << "with returned a reference: it outlives the lock";
  EXPECT_TRUE((std::is_same_v<GivenConst, std::string>))
      << "with of a const Guarded returned a reference: it outlives the lock";
  EXPECT_FALSE(std::is_copy_constructible_v<Guarded<int>>);
  EXPECT_FALSE(std::is_copy_assignable_v<Guarded<int>>);
}

}  // namespace
}  // namespace pots
