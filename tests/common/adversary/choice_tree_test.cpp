// The choice tree against counts that are known beforehand.
#include "common/adversary/choice_tree.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace pots::adv {
namespace {

// Reading n bytes where the kernel may give fewer (each shorter count is
// unkind) or EINTR: the classic model of a read loop.
std::string read_loop(ChoiceTree& tree, int bytes) {
  std::string word;
  while (bytes > 0) {
    // Options: all, 1 … bytes-1, EINTR.
    const Offer offer{bytes + 1, ((std::uint64_t{1} << (bytes + 1)) - 1) & ~1u};
    const int taken = tree.choose(offer);
    word += std::to_string(taken) + "/" + std::to_string(bytes) + " ";
    if (taken == 0) {
      bytes = 0;
    } else if (taken < bytes) {
      bytes -= taken;
    }
  }
  return word;
}

long binomial(long n, long k) {
  long result = 1;
  for (long i = 1; i <= k; ++i) result = result * (n - k + i) / i;
  return result;
}

TEST(ChoiceTree, WalksEveryPathOfAReadLoopOnce) {
  // Paths with at most k unkind answers for r bytes: C(r + k, k), because
  // N(r, k) = 1 + N(r, k-1) + the sum of N(r-s, k-1), N(0, k) = 1.
  for (int bytes = 1; bytes <= 6; ++bytes) {
    for (int budget = 0; budget <= 5; ++budget) {
      ChoiceTree tree = ChoiceTree::complete(budget);
      std::set<std::string> seen;
      long fresh = 0;
      while (tree.next()) {
        const std::string word = read_loop(tree, bytes);
        if (!tree.is_new()) continue;
        ++fresh;
        EXPECT_TRUE(seen.insert(word).second) << word;
      }
      EXPECT_EQ(fresh, binomial(bytes + budget, budget));
    }
  }
}

TEST(ChoiceTree, TriesCheaperPathsFirst) {
  ChoiceTree tree = ChoiceTree::complete(4);
  int last = 0;
  while (tree.next()) {
    read_loop(tree, 4);
    if (!tree.is_new()) continue;
    EXPECT_GE(tree.cost(), last);
    last = tree.cost();
  }
  EXPECT_EQ(last, 4);
}

TEST(ChoiceTree, EnumeratesKindOptionsWithoutABudget) {
  ChoiceTree tree = ChoiceTree::complete(0);
  std::set<int> seen;
  while (tree.next()) {
    const int a = tree.choose({100, 0});
    const int b = tree.choose({3, 0b100});
    seen.insert(a * 10 + b);
  }
  EXPECT_EQ(seen.size(), 100u * 2u);  // b's third option is unkind
}

TEST(ChoiceTree, StopsWhenNoMoreCanBeUnkind) {
  ChoiceTree tree = ChoiceTree::complete(1'000'000);
  int runs = 0;
  while (tree.next()) {
    for (int i = 0; i < 3; ++i) tree.choose({2, 0b10});
    ++runs;
  }
  // Level k walks the paths that cost at most k: 1, 4, 7, 8 of them; level 4
  // the 8 again, and finds nothing new.
  EXPECT_EQ(runs, 1 + 4 + 7 + 8 + 8);
}

TEST(ChoiceTree, ResumesBehindAPath) {
  std::vector<std::string> all;
  std::vector<std::vector<ChoiceTree::Step>> paths;
  ChoiceTree tree = ChoiceTree::complete(2);
  while (tree.next()) {
    const std::string word = read_loop(tree, 5);
    if (tree.level() < 2) continue;
    all.push_back(word);
    paths.push_back(tree.path());
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    ChoiceTree rest = ChoiceTree::resume(paths[i], 2, 2);
    for (std::size_t j = i + 1; j < all.size(); ++j) {
      ASSERT_TRUE(rest.next());
      EXPECT_EQ(read_loop(rest, 5), all[j]);
    }
    EXPECT_FALSE(rest.next());
  }
}

TEST(ChoiceTree, DrawsTheSameRandomChoicesForTheSameSeed) {
  const auto draw = [](std::uint64_t seed) {
    ChoiceTree tree = ChoiceTree::random(seed);
    tree.next();
    std::string word;
    for (int i = 0; i < 50; ++i) word += std::to_string(tree.choose({3, 6}));
    return word;
  };
  EXPECT_EQ(draw(1), draw(1));
  EXPECT_NE(draw(1), draw(2));
  for (char option : {'0', '1', '2'}) {
    EXPECT_NE(draw(1).find(option), std::string::npos);
  }
}

TEST(ChoiceTree, NoticesThatAPrefixIsNotOfferedAgain) {
  ChoiceTree tree = ChoiceTree::complete(1);
  ASSERT_TRUE(tree.next());
  tree.choose({2, 0});
  tree.choose({2, 0});
  EXPECT_FALSE(tree.diverged());
  ASSERT_TRUE(tree.next());
  tree.choose({3, 0});
  EXPECT_TRUE(tree.diverged());
}

TEST(ChoiceTree, SurvivesARunThatEndsEarly) {
  ChoiceTree tree = ChoiceTree::complete(0);
  ASSERT_TRUE(tree.next());
  tree.choose({2, 0});
  tree.choose({2, 0});
  ASSERT_TRUE(tree.next());  // would take the second choice's option 1
  tree.choose({2, 0});
  ASSERT_TRUE(tree.next());
  EXPECT_EQ(tree.choose({2, 0}), 1);
  EXPECT_FALSE(tree.next());
}

}  // namespace
}  // namespace pots::adv
