// The board's text.
#include "common/cli/board.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "common/judge/text.hpp"

namespace pots::cli {
namespace {

Board sample() {
  Board board;
  board.lessons = {
      {"00",
       "00_start_here",
       "Two pots, three ways",
       {{"00.one_pot", "Cook one pot", 2, 2, 4, 4, State::kDone, 0},
        {"00.two_pots", "Cook two pots with one pair of hands", 6, 1.5, 2, 5,
         State::kPartly, 2}}},
      {"01",
       "01_blocking_io",
       "One thing at a time, done properly",
       {{"01.exactly", "Read exactly n bytes", 10, 4, 3, 9, State::kChanged, 0},
        {"01.fetch", "Fetch one thing", 15, 0, 0, 0, State::kUntouched, 1}}}};
  board.next = "00.two_pots";
  board.next_file = "lessons/00_start_here/two_pots.cpp";
  return board;
}

TEST(Board, ShowsStatesPointsHintsAndTheNextCommand) {
  EXPECT_EQ(board_text(sample(), {}, false), std::string(R"(
Two Pots                                                        7.5 of 33 points

00  Two pots, three ways                                                3.5 of 8
  [x] 00.one_pot   Cook one pot                                           2 of 2
> [-] 00.two_pots  Cook two pots with one pair of hands  2/5, 2 hints   1.5 of 6

01  One thing at a time, done properly                                   4 of 25
  [~] 01.exactly   Read exactly n bytes                       changed    4 of 10
  [ ] 01.fetch     Fetch one thing                             1 hint    0 of 15

Edit  lessons/00_start_here/two_pots.cpp:1
Next:  ./pots check 00.two_pots
)")
                                                 .substr(1));
}

TEST(Board, NeverIsWiderThanEightyColumns) {
  Board board = sample();
  board.lessons[0].title = std::string(200, 't');
  board.lessons[0].exercises[0].title = std::string(200, 'x');
  board.lessons[0].exercises[1].id = "00." + std::string(70, 'y');
  for (const Style& style : {Style{false, false}, Style{false, true}}) {
    const std::string text = board_text(board, style, true);
    for (const std::string& line : judge::split_lines(text)) {
      if (line.starts_with("Next:")) continue;  // must stay whole
      EXPECT_LE(width(line), 80u) << line;
    }
  }
}

TEST(Board, UsesColoursOnlyWhenTold) {
  EXPECT_EQ(board_text(sample(), {}, false).find('\033'), std::string::npos);
  Style colourful;
  colourful.colour = true;
  const std::string text = board_text(sample(), colourful, false);
  EXPECT_NE(text.find("\033[32m[x]\033[0m"), std::string::npos);
  EXPECT_EQ(judge::without_colours(text), board_text(sample(), {}, false));
}

TEST(Board, EndsWithOneCommand) {
  EXPECT_TRUE(board_text(sample(), {}, false)
                  .ends_with("Next:  ./pots check 00.two_pots\n"));
  Board done = sample();
  done.next.clear();
  EXPECT_TRUE(board_text(done, {}, false).ends_with("Next:  ./pots bench\n"));
}

TEST(Board, FoldsLessonsThatAreNotAtHandWhenThereAreMany) {
  Board board = sample();
  for (int i = 2; i < 20; ++i) {
    const std::string id = std::to_string(i);
    board.lessons.push_back({id, id + "_x", "Lesson " + id, {}});
    for (int k = 0; k < 4; ++k) {
      board.lessons.back().exercises.push_back(
          {id + ".e" + std::to_string(k), "Title", 5});
    }
  }
  const std::string text = board_text(board, {}, false);
  EXPECT_NE(text.find("01.exactly"), std::string::npos) << "begun";
  EXPECT_NE(text.find("00.two_pots"), std::string::npos) << "next";
  EXPECT_EQ(text.find("7.e0"), std::string::npos) << "neither";
  EXPECT_NE(text.find("./pots board --all"), std::string::npos);
  EXPECT_NE(board_text(board, {}, true).find("7.e0"), std::string::npos);
}

TEST(Board, SaysWhatIsMissingBeforeTheNextCommand) {
  Board board = sample();
  board.isolation = "Isolation: processes only.";
  const std::string text = board_text(board, {}, false);
  EXPECT_NE(text.find("Isolation: processes only.\nEdit"), std::string::npos)
      << text;
}

}  // namespace
}  // namespace pots::cli
