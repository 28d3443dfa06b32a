// 00.too_salty: the student is the adversary; each schedule is played as it is.
#include "pots/too_salty.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>

#include "pots/salt.hpp"

namespace pots {
namespace {

constexpr std::size_t kMostLetters = 16;
constexpr char kNext[] =
    "Next:  write another word there, then ./pots check 00.too_salty\n";

bool is_word(const std::string& schedule) {
  return schedule.size() <= kMostLetters &&
         std::all_of(schedule.begin(), schedule.end(),
                     [](char c) { return c == 'A' || c == 'B'; });
}

// What the student returned, fit to be printed.
std::string quoted(const std::string& schedule) {
  std::string text = schedule.substr(0, 24);
  for (char& c : text) {
    if (c < ' ' || c > '~') c = '?';
  }
  return '"' + text + (text.size() < schedule.size() ? "..." : "") + '"';
}

std::string no_schedule(int recipe, const std::string& schedule) {
  return "recipe " + std::to_string(recipe) + ": " + quoted(schedule) +
         " is no schedule\n\n"
         "Cause: a schedule is a word of 1 to 16 letters, each A or B: who "
         "makes the first\n       move, who the second, and so on.\n" +
         kNext;
}

// Plays the schedule; draws it if the soup is fine.
void expect_spoilt(int recipe, const std::string& schedule,
                   const std::string& cause) {
  if (!is_word(schedule)) {
    ADD_FAILURE() << no_schedule(recipe, schedule);
    return;
  }
  const Soup soup = play(recipe, schedule);
  if (soup.spoilt()) return;
  ADD_FAILURE() << "recipe " << recipe << ", schedule " << quoted(schedule)
                << ": pinches: 1 — the soup is fine, you have not broken it\n\n"
                << table(soup) << "\nCause: " << cause << '\n'
                << kNext;
}

TEST(TooSalty, SpoilsRecipeOne) {
  expect_spoilt(1, break_recipe_1(),
                "nobody salted because of an old look. First come your "
                "letters, then A\n       finishes, then B.");
}

TEST(TooSalty, SpoilsRecipeTwo) {
  expect_spoilt(2, break_recipe_2(),
                "only one of the two found a reason to leave the salt away. "
                "First come your\n       letters, then A finishes, then B.");
}

// No schedule spoils recipe 3: whoever names one has not played it.
TEST(TooSalty, KnowsAboutRecipeThree) {
  const auto all = complete_schedules(3);
  ASSERT_EQ(all.size(), 70u);
  for (const std::string& schedule : all) {
    ASSERT_FALSE(play(3, schedule).spoilt()) << schedule;
  }
  if (const std::optional<std::string> schedule = break_recipe_3()) {
    expect_spoilt(3, *schedule,
                  "while one cook has the shaker, the other can do nothing "
                  "that matters. If no\n       schedule can change that, say "
                  "so: the header names a way.");
  }
}

TEST(TooSalty, WritesAWordOverAAndB) {
  const std::optional<std::string> schedules[] = {
      break_recipe_1(), break_recipe_2(), break_recipe_3()};
  int recipe = 0;
  for (const auto& schedule : schedules) {
    ++recipe;
    if (schedule && (schedule->empty() || !is_word(*schedule))) {
      ADD_FAILURE() << no_schedule(recipe, *schedule);
    }
  }
}

}  // namespace
}  // namespace pots
