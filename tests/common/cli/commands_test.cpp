// Which command was meant.
#include "common/cli/commands.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace pots::cli {
namespace {

TEST(Commands, AreFoundByTheirName) {
  ASSERT_NE(find_command("check"), nullptr);
  EXPECT_EQ(find_command("check")->run, &check);
  EXPECT_EQ(find_command("chek"), nullptr);
  EXPECT_EQ(find_command(""), nullptr);
}

TEST(Commands, UnknownOnesGetTheNearest) {
  EXPECT_EQ(unknown_command("chek"),
            "There is no command 'chek'.\nNext:  ./pots check\n");
  EXPECT_NE(unknown_command("wacth").find("./pots watch\n"), std::string::npos);
  EXPECT_NE(unknown_command("hlep").find("./pots help\n"), std::string::npos);
}

TEST(Commands, AnExerciseIsNoCommandButCanBeChecked) {
  EXPECT_NE(unknown_command("01.exactly").find("./pots check 01.exactly\n"),
            std::string::npos);
}

TEST(Commands, WhateverElseLeadsToHelp) {
  EXPECT_NE(unknown_command("xylophone").find("Next:  ./pots help\n"),
            std::string::npos);
}

TEST(Help, NamesEveryCommandInEightyColumns) {
  const std::string text = help_text();
  for (const Command& command : commands()) {
    EXPECT_NE(text.find("./pots " + std::string(command.name)),
              std::string::npos);
  }
  std::size_t longest = 0, begin = 0, end;
  while ((end = text.find('\n', begin)) != std::string::npos) {
    longest = std::max(longest, end - begin);
    begin = end + 1;
  }
  EXPECT_LE(longest, 80u);
  EXPECT_TRUE(text.ends_with("Next:  ./pots\n"));
}

}  // namespace
}  // namespace pots::cli
