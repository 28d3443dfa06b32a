// Other programs, line by line.
#include "common/cli/process.hpp"

#include <gtest/gtest.h>

namespace pots::cli {
namespace {

TEST(RunLines, HandsOverWholeLinesOfBothStreams) {
  std::vector<std::string> lines;
  const auto code =
      run_lines({"sh", "-c", "echo one; echo two >&2; printf three; exit 3"},
                [&](std::string_view line) { lines.emplace_back(line); });
  ASSERT_TRUE(code.ok());
  EXPECT_EQ(*code, 3);
  EXPECT_EQ(lines, (std::vector<std::string>{"one", "two", "three"}));
}

TEST(RunLines, ReportsTheSignalThatEndedIt) {
  const auto code = run_lines({"sh", "-c", "kill -9 $$"}, [](auto) {});
  ASSERT_TRUE(code.ok());
  EXPECT_EQ(*code, 128 + 9);
}

TEST(RunLines, GivesNoInput) {
  std::string said;
  const auto code = run_lines({"sh", "-c", "read x || echo end"},
                              [&](std::string_view line) { said = line; });
  ASSERT_TRUE(code.ok());
  EXPECT_EQ(said, "end");
}

TEST(RunLines, SaysThatThereIsNoSuchProgram) {
  const auto code = run_lines({"no-such-program-here"}, [](auto) {});
  ASSERT_FALSE(code.ok());
  EXPECT_NE(std::string(code.status().message()).find("no-such-program-here"),
            std::string::npos);
}

}  // namespace
}  // namespace pots::cli
