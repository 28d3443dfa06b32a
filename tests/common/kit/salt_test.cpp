// The recipes are played as they are written, and the figures of the chapter.
#include "pots/salt.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace pots {
namespace {

using Words = std::vector<std::string>;

int spoiling_schedules(int recipe) {
  const Words all = complete_schedules(recipe);
  return static_cast<int>(std::count_if(
      all.begin(), all.end(),
      [&](const std::string& word) { return play(recipe, word).spoilt(); }));
}

// All words of one length, in alphabetical order.
Words words(int length) {
  Words all = {""};
  for (int i = 0; i < length; ++i) {
    Words longer;
    for (const std::string& word : all) {
      longer.push_back(word + 'A');
      longer.push_back(word + 'B');
    }
    all = longer;
  }
  return all;
}

Words shortest_that_spoil(int recipe) {
  for (int length = 0; length <= 8; ++length) {
    Words found;
    for (const std::string& word : words(length)) {
      if (play(recipe, word).spoilt()) found.push_back(word);
    }
    if (!found.empty()) return found;
  }
  return {};
}

// "A: looks: no salt", one per row.
Words rows(const Soup& soup) {
  Words all;
  for (const SaltRow& row : soup.rows) {
    all.push_back(std::string(1, row.cook) + ": " + row.text);
  }
  return all;
}

TEST(Salt, Recipe1IsSpoiltByFourOfSixSchedules) {
  EXPECT_EQ(complete_schedules(1).size(), 6u);
  EXPECT_EQ(spoiling_schedules(1), 4);
  EXPECT_EQ(shortest_that_spoil(1), Words{"B"});
}

TEST(Salt, Recipe2IsSpoiltByThirtySixOfSeventySchedules) {
  EXPECT_EQ(complete_schedules(2).size(), 70u);
  EXPECT_EQ(spoiling_schedules(2), 36);
  EXPECT_EQ(shortest_that_spoil(2), (Words{"ABB", "BAB"}));
}

TEST(Salt, Recipe2IsNotSpoiltByTwoNotesAlone) {
  EXPECT_EQ(play(2, "AB").pinches, 1);
  EXPECT_EQ(play(2, "BA").pinches, 1);
}

TEST(Salt, Recipe2IsSpoiltByTooLittleNotByTooMuch) {
  for (const std::string& word : complete_schedules(2)) {
    EXPECT_LE(play(2, word).pinches, 1) << word;
  }
}

TEST(Salt, Recipe3IsSpoiltByNone) {
  EXPECT_EQ(complete_schedules(3).size(), 70u);
  EXPECT_EQ(spoiling_schedules(3), 0);
  EXPECT_EQ(shortest_that_spoil(3), Words{});
}

TEST(Salt, SchedulesAreCompleteAndDifferent) {
  for (const int recipe : {1, 2, 3}) {
    const Words all = complete_schedules(recipe);
    const auto moves = static_cast<std::ptrdiff_t>(all[0].size() / 2);
    EXPECT_TRUE(std::is_sorted(all.begin(), all.end()));
    EXPECT_EQ(std::set<std::string>(all.begin(), all.end()).size(), all.size());
    for (const std::string& word : all) {
      EXPECT_EQ(std::count(word.begin(), word.end(), 'A'), moves) << word;
      EXPECT_EQ(std::count(word.begin(), word.end(), 'B'), moves) << word;
    }
  }
}

TEST(Salt, TheEmptyScheduleLetsAFinishThenB) {
  EXPECT_EQ(rows(play(1, "")),
            (Words{"A: looks: no salt", "A: salts", "B: looks: salted",
                   "B: skips the salt"}));
  EXPECT_EQ(play(1, "").pinches, 1);
}

TEST(Salt, AScheduleIsAPrefix) {
  EXPECT_EQ(rows(play(1, "B")), (Words{"B: looks: no salt", "A: looks: no salt",
                                       "A: salts", "B: salts"}));
  EXPECT_EQ(play(1, "B").pinches, 2);
}

TEST(Salt, ASkippedSaltStillIsAMove) {
  EXPECT_EQ(
      rows(play(2, "BABBBA")),
      (Words{"B: hangs up a note", "A: hangs up a note", "B: peeks: a note",
             "B: skips the salt", "B: takes the note down", "A: peeks: no note",
             "A: looks: no salt; salts", "A: takes the note down"}));
}

TEST(Salt, LookingAndSaltingIsOneMoveInRecipe2) {
  EXPECT_EQ(rows(play(2, "AAAA")),
            (Words{"A: hangs up a note", "A: peeks: no note",
                   "A: looks: no salt; salts", "A: takes the note down",
                   "B: hangs up a note", "B: peeks: no note",
                   "B: looks: salted", "B: takes the note down"}));
}

TEST(Salt, ACookWhoCannotMoveIsSkipped) {
  EXPECT_EQ(rows(play(3, "BAB")),
            (Words{"B: takes the shaker", "A: waits: the shaker is gone",
                   "B: looks: no salt", "B: salts", "B: hangs the shaker back",
                   "A: takes the shaker", "A: looks: salted",
                   "A: skips the salt", "A: hangs the shaker back"}));
}

TEST(Salt, ACookWhoHasFinishedIsSkipped) {
  EXPECT_EQ(rows(play(1, "AAAAAA")), rows(play(1, "")));
  EXPECT_EQ(rows(play(1, "AAAAAABBBBB")), rows(play(1, "AABB")));
}

TEST(Salt, EveryScheduleEndsWithBothCooksFinished) {
  for (const int recipe : {1, 2, 3}) {
    const std::size_t moves = complete_schedules(recipe)[0].size();
    for (int length = 0; length <= 9; ++length) {
      for (const std::string& word : words(length)) {
        const Soup soup = play(recipe, word);
        const auto waits = std::count_if(
            soup.rows.begin(), soup.rows.end(),
            [](const SaltRow& row) { return row.text.starts_with("waits"); });
        EXPECT_EQ(soup.rows.size() - static_cast<std::size_t>(waits), moves)
            << recipe << " " << word;
      }
    }
  }
}

TEST(Salt, OnlyOnePinchIsRight) {
  EXPECT_TRUE((Soup{.pinches = 0}.spoilt()));
  EXPECT_FALSE((Soup{.pinches = 1}.spoilt()));
  EXPECT_TRUE((Soup{.pinches = 2}.spoilt()));
}

TEST(Salt, RefusesOtherLettersAndOtherRecipes) {
  EXPECT_THROW(play(1, "a"), std::invalid_argument);
  EXPECT_THROW(play(1, "A B"), std::invalid_argument);
  EXPECT_THROW(play(1, "AC"), std::invalid_argument);
  EXPECT_THROW(play(0, ""), std::invalid_argument);
  EXPECT_THROW(play(4, ""), std::invalid_argument);
  EXPECT_THROW(complete_schedules(4), std::invalid_argument);
}

TEST(Salt, IsDrawnWithAColumnForEachCook) {
  EXPECT_EQ(table(play(1, "")),
            "     A                         B\n"
            "  1  looks: no salt\n"
            "  2  salts\n"
            "  3                            looks: salted\n"
            "  4                            skips the salt\n"
            "pinches of salt: 1\n");
}

TEST(Salt, IsDrawnWithinSeventyTwoColumns) {
  for (const int recipe : {1, 2, 3}) {
    for (const std::string& word : complete_schedules(recipe)) {
      const std::string drawn = table(play(recipe, word));
      std::size_t start = 0;
      while (start < drawn.size()) {
        const std::size_t end = drawn.find('\n', start);
        EXPECT_LE(end - start, 72u) << drawn;
        start = end + 1;
      }
    }
  }
}

}  // namespace
}  // namespace pots
