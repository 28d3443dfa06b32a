// What the stages of a pipeline promise: the right items, and no pull too many.
#include "pots/pipelines.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <limits>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

#include "pots/generator.hpp"
#include "pots/testing.hpp"
#include "tracked.hpp"

namespace pots {
namespace {

using checks::Tracked;
using Ints = std::vector<int>;
using Words = std::vector<std::string>;

template <class T>
Generator<T> source(std::vector<T> items) {
  for (const T& item : items) co_yield item;
}

template <class T>
std::vector<T> all(Generator<T> items) {
  std::vector<T> got;
  for (const T& item : items) got.push_back(item);
  return got;
}

int square(const int& x) { return x * x; }
bool is_odd(const int& x) { return x % 2 == 1; }

// 1, 2, 3..., and how often it was asked. Who wants them all gets an error.
Generator<int> counted(int* pulls) {
  for (int i = 1; i <= 1000; ++i) {
    ++*pulls;
    co_yield i;
  }
  throw std::logic_error("asked for 1000 items of an endless source");
}

Generator<std::string> counted_blocks(Words blocks, int* pulls) {
  for (const std::string& block : blocks) {
    ++*pulls;
    co_yield block;
  }
}

TEST(Pipelines, MapsAndFilters) {
  const Ints squares = all(map(source(Ints{1, 2, 3}), square));
  EXPECT_EQ(squares, (Ints{1, 4, 9}));
  const Ints odd = all(filter(source(Ints{1, 2, 3}), is_odd));
  EXPECT_EQ(odd, (Ints{1, 3}));
}

TEST(Pipelines, StandsInARow) {
  const Ints got =
      all(take(filter(map(source(Ints{1, 2, 3, 4, 5}), square), is_odd), 2));
  EXPECT_EQ(got, (Ints{1, 9}));
}

TEST(Pipelines, CutsTextIntoLines) {
  const Words text = all(lines(source(Words{"flour\n", "eggs"})));
  EXPECT_EQ(text, (Words{"flour", "eggs"}));
}

// --- the items ---

TEST(Pipelines, MapAndFilterModel) {
  for (int n = 0; n < 364; ++n) {  // every text over {1,2,3}, up to length 5
    Ints items;
    for (int rest = n; rest > 0; rest = (rest - 1) / 3) {
      items.push_back((rest - 1) % 3 + 1);
    }
    Ints squares, odd;
    for (const int item : items) {
      squares.push_back(item * item);
      if (item % 2 == 1) odd.push_back(item);
    }
    ASSERT_EQ(all(map(source(items), square)), squares);
    ASSERT_EQ(all(filter(source(items), is_odd)), odd);
  }
}

TEST(Pipelines, MapMayChangeTheType) {
  int calls = 0;
  const auto name = [&calls](const int& x) -> std::string {
    ++calls;
    return std::string(static_cast<std::size_t>(x), 'x') +
           " and so many more that it does not fit into the string itself";
  };
  const Words got = all(map(source(Ints{1, 2}), name));
  EXPECT_EQ(got, (Words{name(1), name(2)}));
  EXPECT_EQ(calls, 4) << "f is called once an item";
}

TEST(Pipelines, TakeModel) {
  for (std::size_t length = 0; length <= 4; ++length) {
    Ints items;
    for (std::size_t i = 0; i < length; ++i)
      items.push_back(static_cast<int>(i));
    for (std::size_t n = 0; n <= 6; ++n) {
      Ints expected = items;
      expected.resize(std::min(n, length));
      ASSERT_EQ(all(take(source(items), n)), expected)
          << "take " << n << " of " << length;
    }
  }
  const auto most = std::numeric_limits<std::size_t>::max();
  const Ints three = all(take(source(Ints{1, 2, 3}), most));
  EXPECT_EQ(three, (Ints{1, 2, 3})) << "there are fewer than n";
}

TEST(Pipelines, ChunkedModel) {
  for (int length = 0; length <= 12; ++length) {
    Ints items;
    for (int i = 1; i <= length; ++i) items.push_back(i);
    for (int n = 1; n <= 6; ++n) {
      std::vector<Ints> expected;
      for (int i = 0; i < length; ++i) {
        if (i % n == 0) expected.emplace_back();
        expected.back().push_back(items[static_cast<std::size_t>(i)]);
      }
      const auto got = all(chunked(source(items), static_cast<std::size_t>(n)));
      ASSERT_EQ(got, expected)
          << length << " items, chunks of " << n << ": got " << got.size()
          << " chunks, expected " << expected.size();
    }
  }
}

// Ordered by key alone; `from` tells whose it is and which.
struct Item {
  int key;
  int from;
  friend bool operator<(const Item& a, const Item& b) { return a.key < b.key; }
  friend bool operator==(const Item&, const Item&) = default;
};

std::string told(const std::vector<Item>& items) {
  std::string text;
  for (const Item& item : items) {
    text += std::to_string(item.key) + (item.from < 10 ? "a" : "b") +
            std::to_string(item.from % 10) + " ";
  }
  return text;
}

TEST(Pipelines, MergeIsStable) {
  const std::vector<Item> got =
      all(merge(source(std::vector<Item>{{1, 0}, {1, 1}, {2, 2}}),
                source(std::vector<Item>{{1, 10}, {2, 11}, {2, 12}})));
  EXPECT_EQ(told(got), "1a0 1a1 1b0 2a2 2b1 2b2 ");
}

// Every ascending list over {1,2,3}, up to length 5.
std::vector<std::vector<Item>> ascending_lists(int from) {
  std::vector<std::vector<Item>> lists;
  for (int ones = 0; ones <= 5; ++ones) {
    for (int twos = 0; ones + twos <= 5; ++twos) {
      for (int threes = 0; ones + twos + threes <= 5; ++threes) {
        std::vector<Item>& list = lists.emplace_back();
        for (int i = 0; i < ones + twos + threes; ++i) {
          list.push_back({i < ones ? 1 : i < ones + twos ? 2 : 3, from + i});
        }
      }
    }
  }
  return lists;
}

TEST(Pipelines, MergeModel) {
  const auto as = ascending_lists(0), bs = ascending_lists(10);
  for (const auto& a : as) {
    for (const auto& b : bs) {
      std::vector<Item> expected;
      std::merge(a.begin(), a.end(), b.begin(), b.end(),
                 std::back_inserter(expected));
      const std::vector<Item> got = all(merge(source(a), source(b)));
      ASSERT_TRUE(got == expected) << "merge of " << told(a) << "and "
                                   << told(b) << "gave " << told(got);
    }
  }
}

Words lines_of(const std::string& text) {
  Words expected;
  std::size_t from = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\n') continue;
    expected.push_back(text.substr(from, i - from));
    from = i + 1;
  }
  if (from < text.size()) expected.push_back(text.substr(from));
  return expected;
}

std::string quoted(const Words& words) {
  std::string text = "{";
  for (const std::string& word : words) {
    text += " \"";
    for (const char c : word)
      text += c == '\n' ? std::string("\\n") : std::string(1, c);
    text += "\"";
  }
  return text + " }";
}

// The text in blocks: a cut behind character i where bit i of cuts is set.
Words blocks_of(const std::string& text, unsigned cuts, bool with_empty_ones) {
  Words blocks(1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    blocks.back() += text[i];
    if ((cuts >> i & 1) == 0) continue;
    if (with_empty_ones) blocks.emplace_back();
    blocks.emplace_back();
  }
  if (with_empty_ones) blocks.insert(blocks.begin(), "");
  return blocks;
}

TEST(Pipelines, LinesEveryCut) {
  for (std::size_t length = 0; length <= 7; ++length) {
    for (unsigned letters = 0; letters < 1u << length; ++letters) {
      std::string text;
      for (std::size_t i = 0; i < length; ++i) {
        text += (letters >> i & 1) != 0 ? '\n' : 'a';
      }
      const Words expected = lines_of(text);
      for (unsigned cuts = 0; cuts < (length == 0 ? 1u : 1u << (length - 1));
           ++cuts) {
        for (const bool with_empty_ones : {false, true}) {
          if (with_empty_ones && length > 5) continue;
          const Words blocks = blocks_of(text, cuts, with_empty_ones);
          const Words got = all(lines(source(blocks)));
          ASSERT_TRUE(got == expected)
              << quoted(blocks) << " gave " << quoted(got) << ", expected "
              << quoted(expected);
        }
      }
    }
  }
  const std::string nul(1, '\0');
  const Words odd = all(lines(source(Words{"\ta \r\n", nul + "b" + nul, " "})));
  EXPECT_EQ(odd, (Words{"\ta \r", nul + "b" + nul + " "}))
      << "nothing but '\\n' is removed";
}

// --- the pulls ---

TEST(Pipelines, FirstItemAfterOnePull) {
  int pulls = 0;
  {
    auto stage = map(counted(&pulls), square);
    EXPECT_EQ(pulls, 0) << "the call pulls nothing";
    auto it = stage.begin();
    ASSERT_FALSE(it == stage.end()) << "there is an item";
    EXPECT_EQ(*it, 1);
    EXPECT_EQ(pulls, 1) << "map";
    ++it;
    EXPECT_EQ(*it, 4);
    EXPECT_EQ(pulls, 2) << "map";
  }
  pulls = 0;
  {
    auto stage =
        filter(counted(&pulls), [](const int& x) { return x % 3 == 0; });
    EXPECT_EQ(pulls, 0) << "the call pulls nothing";
    auto it = stage.begin();
    ASSERT_FALSE(it == stage.end()) << "there is an item";
    EXPECT_EQ(*it, 3);
    EXPECT_EQ(pulls, 3) << "filter";
  }
  pulls = 0;
  {
    auto stage = take(counted(&pulls), 500);
    EXPECT_EQ(pulls, 0) << "the call pulls nothing";
    auto it = stage.begin();
    ASSERT_FALSE(it == stage.end()) << "there is an item";
    EXPECT_EQ(*it, 1);
    EXPECT_EQ(pulls, 1) << "take";
  }
}

TEST(Pipelines, PullsNoMoreThanItNeeds) {
  int pulls = 0;
  {
    auto stage = chunked(counted(&pulls), 3);
    EXPECT_EQ(pulls, 0) << "the call pulls nothing";
    auto it = stage.begin();
    ASSERT_FALSE(it == stage.end()) << "there is an item";
    EXPECT_EQ(*it, (Ints{1, 2, 3}));
    EXPECT_EQ(pulls, 3) << "chunked";
    ++it;
    EXPECT_EQ(*it, (Ints{4, 5, 6}));
    EXPECT_EQ(pulls, 6) << "chunked";
  }
  pulls = 0;
  {
    auto stage = lines(counted_blocks({"a", "b\nc\nd", "e\n"}, &pulls));
    EXPECT_EQ(pulls, 0) << "the call pulls nothing";
    auto it = stage.begin();
    ASSERT_FALSE(it == stage.end()) << "there is an item";
    EXPECT_EQ(*it, "ab");
    EXPECT_EQ(pulls, 2) << "lines";
    ++it;
    EXPECT_EQ(*it, "c");
    EXPECT_EQ(pulls, 2) << "lines: this line was there already";
    ++it;
    EXPECT_EQ(*it, "de");
    EXPECT_EQ(pulls, 3) << "lines";
  }
  int of_a = 0, of_b = 0;
  const auto ten_times = [](const int& x) { return 10 * x; };
  auto stage = merge(map(counted(&of_a), ten_times), counted(&of_b));
  EXPECT_EQ(of_a + of_b, 0) << "the call pulls nothing";
  int given_by_a = 0, given_by_b = 0;
  for (const int& item : stage) {  // 1 ... 9, 10 (a's), 10, 11 ... 19, 20, 20
    const bool from_a = item % 10 == 0 && given_by_a * 10 < item;
    ++(from_a ? given_by_a : given_by_b);
    ASSERT_LE(of_a, given_by_a + 1) << "merge pulls too much of a";
    ASSERT_LE(of_b, given_by_b + 1) << "merge pulls too much of b";
    if (given_by_a + given_by_b == 33) break;
  }
  EXPECT_EQ(given_by_a, 3);
  EXPECT_EQ(given_by_b, 30);
  for (const bool a_is_empty : {true, false}) {
    pulls = 0;
    auto rest = a_is_empty ? merge(source(Ints{}), counted(&pulls))
                           : merge(counted(&pulls), source(Ints{}));
    auto it = rest.begin();
    ASSERT_FALSE(it == rest.end()) << "there is an item";
    EXPECT_LE(pulls, 2) << "merge: the other source has ended; expected 2 "
                           "pulls at most for the first item";
    ++it;
    EXPECT_EQ(*it, 2);
    EXPECT_LE(pulls, 3) << "merge: the other source has ended; expected 3 "
                           "pulls at most for two items";
  }
}

Generator<int> one_to_three_and_no_more() {
  co_yield 1;
  co_yield 2;
  co_yield 3;
  throw std::logic_error("take has asked its source for one item too many");
}

TEST(Pipelines, TakePullsExactlyN) {
  for (std::size_t n = 0; n <= 3; ++n) {
    int pulls = 0;
    const Ints got = all(take(counted(&pulls), n));
    ASSERT_EQ(got.size(), n);
    ASSERT_EQ(pulls, static_cast<int>(n)) << "pulls of take(" << n << ")";
  }
  EXPECT_EQ(all(take(one_to_three_and_no_more(), 3)), (Ints{1, 2, 3}));
}

// --- errors and lives ---

// What came before the error, and what it was.
template <class T>
std::string told_until_error(Generator<T> items) {
  std::string text;
  try {
    for (const T& item : items) {
      if constexpr (std::is_same_v<T, int>) {
        text += std::to_string(item) + " ";
      } else {
        for (const int one : item) text += std::to_string(one);
        text += " ";
      }
    }
  } catch (const std::runtime_error& error) {
    return text + error.what();
  }
  return text;
}

Generator<int> spoilt(Ints items) {
  for (const int item : items) co_yield item;
  throw std::runtime_error("spoilt");
}

Generator<std::string> spoilt_text() {
  co_yield "flour\neg";
  co_yield "gs\n";
  throw std::runtime_error("spoilt");
}

TEST(Pipelines, PassesErrorsOn) {
  const auto hates_3 = [](const int& x) {
    if (x == 3) throw std::runtime_error("hates 3");
    return x;
  };
  EXPECT_EQ(told_until_error(map(spoilt({1, 2}), square)), "1 4 spoilt");
  EXPECT_EQ(told_until_error(map(source(Ints{1, 2, 3}), hates_3)),
            "1 2 hates 3");
  EXPECT_EQ(told_until_error(filter(spoilt({1, 2}), is_odd)), "1 spoilt");
  EXPECT_EQ(told_until_error(filter(source(Ints{1, 2, 3}), hates_3)),
            "1 2 hates 3");
  EXPECT_EQ(told_until_error(take(spoilt({1, 2}), 3)), "1 2 spoilt");
  EXPECT_EQ(told_until_error(chunked(spoilt({1, 2, 3}), 2)), "12 spoilt");
  EXPECT_EQ(told_until_error(merge(spoilt({1, 3}), source(Ints{2, 4}))),
            "1 2 3 spoilt");
  EXPECT_EQ(told_until_error(merge(source(Ints{1, 3}), spoilt({2, 4}))),
            "1 2 3 4 spoilt");
  std::string text;
  try {
    for (const std::string& line : lines(spoilt_text())) text += line + " ";
  } catch (const std::runtime_error& error) {
    text += error.what();
  }
  EXPECT_EQ(text, "flour eggs spoilt");
}

Generator<int> holding(Tracked one) {
  const Tracked local(2);
  for (int i = 0; i < 1000; ++i) co_yield i + one.value;
}

// Six stages over two sources.
Generator<std::vector<int>> long_pipeline() {
  return chunked(
      take(merge(filter(holding(Tracked(1)), is_odd),
                 map(holding(Tracked(1)), [](const int& x) { return 2 * x; })),
           5),
      2);
}

TEST(Pipelines, GoesWithItsLastStage) {
  for (int n = 0; n <= 3; ++n) {
    {
      auto pipeline = long_pipeline();
      ASSERT_EQ(Tracked::alive(), 2u) << "each source has its parameter";
      if (n > 0) {
        auto it = pipeline.begin();
        ASSERT_FALSE(it == pipeline.end()) << "there is an item";
        for (int i = 1; i < n; ++i) ++it;
        EXPECT_EQ((*it).size(), n < 3 ? 2u : 1u);
      }
    }
    ASSERT_EQ(Tracked::alive(), 0u) << "abandoned after " << n << " items";
  }
}

TEST(Pipelines, LeavesNothingBehind) {
  testing::leaves_nothing_behind([] {
    EXPECT_EQ(all(long_pipeline()).size(), 3u);
    auto pipeline = long_pipeline();
    auto it = pipeline.begin();
    ASSERT_FALSE(it == pipeline.end()) << "there is an item";
    ++it;
    EXPECT_EQ(told_until_error(take(spoilt({1, 2}), 3)), "1 2 spoilt");
    auto text = lines(source(Words{"a long line that lives on the heap, and ",
                                   "goes on\nand is never fetched"}));
    auto line = text.begin();
    ASSERT_FALSE(line == text.end()) << "there is a line";
    EXPECT_EQ(*line, "a long line that lives on the heap, and goes on");
  });
}

}  // namespace
}  // namespace pots
