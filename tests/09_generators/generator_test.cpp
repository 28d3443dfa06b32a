// What Generator promises: a body that runs piece by piece, and one owner.
#include "pots/generator.hpp"

#include <gtest/gtest.h>

#include <coroutine>
#include <cstring>
#include <iterator>
#include <memory>
#include <optional>
#include <ranges>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "pots/testing.hpp"
#include "tracked.hpp"

namespace pots {
namespace {

using checks::Tracked;

Generator<int> count_to(int n) {
  for (int i = 0; i < n; ++i) co_yield i;
}

template <class T>
std::vector<T> all(Generator<T> items) {
  std::vector<T> got;
  for (const T& item : items) got.push_back(item);
  return got;
}

// Writes "~a" when it goes.
class Note {
 public:
  Note(std::string* log, std::string name)
      : log_(log), name_(std::move(name)) {}
  Note(const Note&) = delete;
  ~Note() { *log_ += "~" + name_ + " "; }

 private:
  std::string* log_;
  std::string name_;
};

// Yields 0 to n - 1. Tells when it begins, and when its locals go.
Generator<int> telling(std::string* log, int n) {
  *log += "begins ";
  const Note outer(log, "outer");
  for (int i = 0; i < n; ++i) {
    const Note inner(log, std::to_string(i));
    co_yield i;
  }
}

TEST(Generator, YieldsOneAfterTheOther) {
  const std::vector<int> got = all(count_to(3));
  EXPECT_EQ(got, (std::vector<int>{0, 1, 2}));
  EXPECT_EQ(all(count_to(0)), std::vector<int>());
}

TEST(Generator, StopsWhereTheLoopBreaks) {
  int last = -1;
  for (const int i : count_to(1'000'000)) {
    last = i;
    if (i == 5) break;
  }
  EXPECT_EQ(last, 5);
}

TEST(Generator, StandsInFrontOfAView) {
  std::vector<int> got;
  for (const int i : count_to(1'000'000) | std::views::take(4)) {
    got.push_back(i);
  }
  EXPECT_EQ(got, (std::vector<int>{0, 1, 2, 3}));
}

TEST(Generator, NothingRunsBeforeBegin) {
  std::string log;
  Generator<int> items = telling(&log, 2);
  EXPECT_EQ(log, "") << "the call alone runs nothing of the body";
  auto it = items.begin();
  EXPECT_EQ(log, "begins ") << "begin() runs it to the first co_yield";
  static_cast<void>(*it);
  static_cast<void>(it == items.end());
  EXPECT_EQ(log, "begins ") << "looking does not make the body go on";
  ++it;
  EXPECT_EQ(log, "begins ~0 ") << "++it runs it to the second co_yield";
  ++it;
  EXPECT_EQ(log, "begins ~0 ~1 ~outer ");
  EXPECT_TRUE(it == items.end());
}

Generator<std::string> words() {
  std::string word = "a variable, so long that it lives on the heap";
  co_yield word;
  word = "changed";
  co_yield word;
  co_yield word + " and put together to something long enough for the heap";
  const std::string fixed = "const";
  co_yield fixed;
  co_yield std::move(word);
}

TEST(Generator, YieldsVariablesAndTemporaries) {
  const std::vector<std::string> got = all(words());
  EXPECT_EQ(
      got, (std::vector<std::string>{
               "a variable, so long that it lives on the heap", "changed",
               "changed and put together to something long enough for the heap",
               "const", "changed"}));
}

Generator<Tracked> tracked_values() {
  Tracked variable(1);
  co_yield variable;
  co_yield Tracked(2);
  variable.value = 3;
  co_yield variable;
}

TEST(Generator, ValueLivesUntilNext) {
  Generator<Tracked> items = tracked_values();
  int expected = 1;
  for (auto it = items.begin(); it != items.end(); ++it) {
    const Tracked& item = *it;
    ASSERT_TRUE(Tracked::is_alive(&item))
        << "what *it refers to is gone before ++it (item " << expected << ")";
    EXPECT_EQ(item.value, expected);
    EXPECT_TRUE(Tracked::is_alive(&*it)) << "*it may be asked twice";
    ++expected;
  }
  EXPECT_EQ(expected, 4);
}

Generator<Tracked> one_variable(int times) {
  const Tracked variable(7);
  for (int i = 0; i < times; ++i) co_yield variable;
}

TEST(Generator, CopiesAVariableOnceAtMost) {
  const int before = Tracked::copies;
  int sum = 0;
  for (const Tracked& item : one_variable(10)) sum += item.value;
  EXPECT_EQ(sum, 70);
  EXPECT_LE(Tracked::copies - before, 10) << "one copy an item is enough";
}

Generator<int> zeros() {
  co_yield 0;
  co_yield 0;
  co_yield 1;
  co_yield 0;
}
Generator<std::string> empty_words() {
  co_yield std::string();
  co_yield std::string("a");
  co_yield std::string();
}

TEST(Generator, YieldsDefaultValues) {
  const std::vector<int> got = all(zeros());
  EXPECT_EQ(got, (std::vector<int>{0, 0, 1, 0}));
  EXPECT_EQ(all(empty_words()), (std::vector<std::string>{"", "a", ""}));
}

// --- the body throws ---

Generator<int> throwing(int after, Tracked) {
  const Tracked local(2);
  for (int i = 0;; ++i) {
    if (i == after) throw std::runtime_error("too hot");
    co_yield i;
  }
}

TEST(Generator, ThrowAtEveryPoint) {
  for (int after = 0; after <= 4; ++after) {
    const std::string when = "thrown after " + std::to_string(after) + " items";
    std::vector<int> got, expected;
    for (int i = 0; i < after; ++i) expected.push_back(i);
    std::string caught = "nothing";
    {
      Generator<int> items = throwing(after, Tracked(1));
      std::optional<Generator<int>::iterator> it;
      try {
        it.emplace(items.begin());
        for (; *it != items.end() && got.size() < 9; ++*it) {
          got.push_back(**it);
        }
      } catch (const std::runtime_error& error) {
        caught = error.what();
      }
      ASSERT_EQ(caught, "too hot") << when << ": caught " << caught;
      ASSERT_EQ(got, expected) << when;
      ASSERT_EQ(it.has_value(), after > 0) << when << ": begin() has to throw";
      if (it.has_value()) {
        ASSERT_TRUE(*it == items.end()) << when << ": the body has ended";
      }
    }
    ASSERT_EQ(Tracked::alive(), 0u) << when << ": a local is still there";
    ASSERT_EQ(Tracked::died_twice, 0) << when;
  }
  // Says more than its base class can.
  struct TooHot : std::runtime_error {
    explicit TooHot(int now) : std::runtime_error("too hot"), degrees(now) {}
    int degrees;
  };
  const auto boils = [](int degrees) -> Generator<int> {
    co_yield 1;
    throw TooHot(degrees);
  };
  try {
    for (const int item : boils(90)) EXPECT_EQ(item, 1);
    ADD_FAILURE() << "nothing was thrown";
  } catch (const TooHot& error) {
    EXPECT_EQ(error.degrees, 90);
  } catch (const std::exception&) {
    ADD_FAILURE() << "the body threw a TooHot, and another type came out";
  }
}

Generator<int> throwing_a_number() {
  co_yield 1;
  throw 42;
}

TEST(Generator, ThrowsWhatIsNoStdException) {
  int caught = 0;
  try {
    for (const int item : throwing_a_number()) EXPECT_EQ(item, 1);
  } catch (int number) {
    caught = number;
  }
  EXPECT_EQ(caught, 42);
}

// --- nobody wants the rest ---

// What the log says once `items` items of eight were taken and the Generator
// is gone.
std::string log_of_abandoned(int items) {
  if (items == 0) return "";
  std::string log = "begins ";
  for (int i = 0; i < items - 1; ++i) log += "~" + std::to_string(i) + " ";
  if (items <= 8) log += "~" + std::to_string(items - 1) + " ";
  return log + "~outer ";
}

// Takes so many items; 0: does not even begin.
void pull(Generator<int>& items, int n) {
  if (n == 0) return;
  auto it = items.begin();
  for (int i = 1; i < n; ++i) ++it;
}

TEST(Generator, AbandonedHalfway) {
  for (int n = 0; n <= 9; ++n) {  // 9: to its end
    const std::string expected = log_of_abandoned(n);
    std::string log;
    // Whether the body has said what it has to; forgets it.
    const auto agrees = [&](const char* how) {
      const std::string said = std::exchange(log, "");
      if (said == expected) return true;
      ADD_FAILURE() << how << " after " << n << " items: the body said '"
                    << said << "', expected '" << expected << "'";
      return false;
    };
    {
      Generator<int> items = telling(&log, 8);
      pull(items, n);
    }
    if (!agrees("destroyed")) return;
    try {
      Generator<int> items = telling(&log, 8);
      pull(items, n);
      throw std::runtime_error("the consumer gives up");
    } catch (const std::runtime_error&) {
      if (!agrees("consumer threw")) return;
    }
    {
      Generator<int> items = telling(&log, 8);
      pull(items, n);
      { const Generator<int> moved = std::move(items); }
      if (!agrees("moved, then destroyed")) return;
    }
    ASSERT_EQ(log, "") << "what was moved from owned something";
    {
      Generator<int> items = telling(&log, 8);
      pull(items, n);
      std::string other_log;
      items = telling(&other_log, 1);
      if (!agrees("assigned over")) return;
      EXPECT_EQ(all(std::move(items)), std::vector<int>{0});
    }
    ASSERT_EQ(log, "") << "assigned over, and yet there when it was destroyed";
  }
}

// --- one owner ---

Generator<int> keeping(Tracked parameter) {
  co_yield parameter.value;
  co_yield parameter.value + 1;
}

TEST(Generator, MoveLeavesEmpty) {
  {
    std::unique_ptr<Generator<int>> from(
        new Generator<int>(keeping(Tracked(5))));  // not moved yet
    Generator<int> to = std::move(*from);
    from.reset();
    ASSERT_EQ(Tracked::alive(), 1u)
        << "the destructor of what was moved from has destroyed the body";
    EXPECT_EQ(all(std::move(to)), (std::vector<int>{5, 6}));
  }
  ASSERT_EQ(Tracked::alive(), 0u);
  {
    Generator<int> one = keeping(Tracked(1));
    Generator<int> two = keeping(Tracked(2));
    auto from = std::make_unique<Generator<int>>(keeping(Tracked(3)));
    ASSERT_EQ(Tracked::alive(), 3u);
    one = std::move(*from);
    ASSERT_EQ(Tracked::alive(), 2u) << "assigned over: its old body is gone";
    *from = keeping(Tracked(4));  // what was moved from can be assigned to
    std::swap(*from, two);
    from.reset();
    ASSERT_EQ(Tracked::alive(), 2u);
    EXPECT_EQ(all(std::move(one)), (std::vector<int>{3, 4}));
    EXPECT_EQ(all(std::move(two)), (std::vector<int>{4, 5}));
  }
  EXPECT_EQ(Tracked::alive(), 0u);
  EXPECT_EQ(Tracked::died_twice, 0);
}

TEST(Generator, KeepsTwoApart) {
  Generator<int> one = count_to(2);
  Generator<int> other = count_to(3);
  auto a = one.begin();
  auto b = other.begin();
  ASSERT_FALSE(a == one.end());
  ASSERT_FALSE(b == other.end());
  ++a;
  EXPECT_EQ(*a, 1);
  EXPECT_EQ(*b, 0);
  ++b;
  ++b;
  EXPECT_EQ(*a, 1);
  EXPECT_EQ(*b, 2);
  ++a;
  EXPECT_TRUE(a == one.end());
  EXPECT_FALSE(b == other.end());
  b++;
  EXPECT_TRUE(b == other.end()) << "b++ goes on as ++b does";
}

// --- the end ---

// Blocks of all small sizes, filled: whoever reads a block that he has given
// back reads this.
std::vector<std::unique_ptr<char[]>> take_what_was_freed() {
  std::vector<std::unique_ptr<char[]>> blocks;
  for (int round = 0; round < 8; ++round) {
    for (std::size_t size = 24; size <= 1032; size += 16) {
      blocks.push_back(std::make_unique<char[]>(size));
      std::memset(blocks.back().get(), 0xDD, size);
    }
  }
  return blocks;
}

TEST(Generator, EndReadsNoFreedFrame) {
  Generator<int> items = count_to(2);
  auto it = items.begin();
  ++it;
  ++it;
  const auto blocks = take_what_was_freed();
  ASSERT_TRUE(it == items.end())
      << "whether the body has ended was read from a frame that is gone";
  ASSERT_TRUE(it == items.end()) << "it may be asked again";
}

// --- what the compiler sees ---

TEST(Generator, CanBeMovedAndNotCopied) {
  using Ints = Generator<int>;
  EXPECT_FALSE(std::is_copy_constructible_v<Ints>);
  EXPECT_FALSE(std::is_copy_assignable_v<Ints>);
  EXPECT_TRUE(std::is_nothrow_move_constructible_v<Ints>);
  EXPECT_TRUE(std::is_nothrow_move_assignable_v<Ints>);
}

TEST(Generator, IsAnInputRangeAndAView) {
  using Ints = Generator<int>;
  EXPECT_TRUE(std::ranges::input_range<Ints>);
  EXPECT_TRUE(std::ranges::view<Ints>);
  EXPECT_TRUE(
      (std::is_same_v<std::ranges::range_reference_t<Ints>, const int&>));
  EXPECT_TRUE(std::ranges::input_range<Generator<Tracked>>);
}

// Two bases with one name: it cannot be asked for.
struct NamesIt {
  int await_transform;
};
template <class Promise>
struct Both : Promise, NamesIt {};
template <class Promise>
concept TransformsAwaits = !requires {
  &Both<Promise>::await_transform;
};
template <class Promise>
concept TakesAwaits = requires(Promise promise, std::suspend_never awaitable) {
  promise.await_transform(awaitable);
};

TEST(Generator, RefusesCoAwait) {
  using Promise = Generator<int>::promise_type;
  EXPECT_TRUE(TransformsAwaits<Promise> && !TakesAwaits<Promise>)
      << "co_await in a body would compile";
}

TEST(Generator, LeavesNothingBehind) {
  testing::leaves_nothing_behind([] {
    for (int n = 0; n <= 4; ++n) {
      std::string log;
      Generator<int> items = telling(&log, 3);
      pull(items, n);
      Generator<int> moved = std::move(items);
      items = telling(&log, 1);
      try {
        for (const int item : throwing(n, Tracked(1))) EXPECT_LT(item, n);
      } catch (const std::runtime_error&) {
      }
      EXPECT_EQ(all(words()).size(), 5u);
    }
  });
}

}  // namespace
}  // namespace pots
