#include "common/adversary/table.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace pots::adv {
namespace {

TableRow row(const std::string& you, const std::string& kernel,
             const std::string& where = "", const std::string& remark = "") {
  return {{you, kernel}, where, remark};
}

std::string draw(const std::vector<TableRow>& rows) {
  return draw_table({"you", "kernel"}, rows, rows.size(), "lessons/x.cpp");
}

TEST(Table, HasAColumnForEachActor) {
  EXPECT_EQ(draw({row("read(fd 3, 6 bytes)", "gives 2: \"ab\"",
                      "lessons/x.cpp:12", "fewer than it could"),
                  row("read(fd 3, 4 bytes)", "EINTR", "common/y.hpp:7")}),
            "      you                            kernel\n"
            " 1    read(fd 3, 6 bytes)  :12       gives 2: \"ab\"   <-- fewer "
            "than it could\n"
            " 2    read(fd 3, 4 bytes)  y.hpp:7   EINTR\n");
}

TEST(Table, FoldsRowsThatRepeat) {
  const std::vector<TableRow> rows(47, row("read(fd 3)", "EINTR"));
  EXPECT_EQ(draw(rows),
            "      you            kernel\n"
            " 1    read(fd 3)     EINTR    <-- x47\n");
}

TEST(Table, StaysWithinItsSize) {
  std::vector<TableRow> rows;
  for (int i = 0; i < 300; ++i) {
    rows.push_back(row(std::string(70, 'a') + std::to_string(i),
                       std::string(70, 'b'), "lessons/x.cpp:1",
                       std::string(60, 'c')));
  }
  std::istringstream lines(draw(rows));
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    EXPECT_LE(line.size(), kTableColumns);
  }
  EXPECT_LE(count, kTableLines + 1);
}

TEST(Table, SaysHowManyStepsItLeavesOut) {
  std::vector<TableRow> rows;
  for (int i = 0; i < 100; ++i) rows.push_back(row(std::to_string(i), ""));
  const std::string table = draw(rows);
  // 24 lines: 11 at each end, so 78 of 100 are left out.
  EXPECT_NE(table.find("... 78 steps more ..."), std::string::npos) << table;
  EXPECT_NE(table.find(" 100  99\n"), std::string::npos) << table;
}

TEST(ActorTable, PutsAPlaceIntoEveryColumn) {
  EXPECT_EQ(draw_actors({"main", "A: inc", "B"},
                        {{0, "1", "starts A, B", "", ""},
                         {1, "2", "n is 0", ":7", ""},
                         {1, "", "-- paused here --", "", ""},
                         {2, "3", "n = 1", ":8", ""},
                         {1, "4", "n = 1", ":8", "overwrites"}}),
            "      main   A: inc       B\n"
            " 1    starts A, B\n"
            " 2           n is 0  :7\n"
            "             -- paused here --\n"
            " 3                        n = 1  :8\n"
            " 4           n = 1   :8   <-- overwrites\n");
}

TEST(ActorTable, RunsOnBelowItsNeighboursWhenCrowded) {
  std::vector<std::string> actors;
  std::vector<ActorRow> rows;
  for (std::size_t i = 0; i < 9; ++i) {
    actors.push_back("A: philosopher");
    rows.push_back({i, "1", "waits for forks_[1] (held by B)", ":127",
                    "a remark that is too long for what is left of it"});
  }
  std::istringstream lines(draw_actors(actors, rows));
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    EXPECT_LE(line.size(), kTableColumns);
    // Nothing is lost: each row is whole, or the remark of the one above.
    const bool whole = line.find("(held by B)  :127") != line.npos;
    const bool remark = line.find("left of it") != line.npos;
    EXPECT_TRUE(whole || remark || count == 0) << line;
  }
  EXPECT_GE(count, 10u);
}

}  // namespace
}  // namespace pots::adv
