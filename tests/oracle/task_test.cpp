// The reference's tasks, deadlines and gathers do what asyncio's do.
#include <gtest/gtest.h>

#include "tests/11_tasks/drive_tools.hpp"
#include "tests/oracle/gather_programs.hpp"
#include "tests/oracle/named_tasks.hpp"
#include "tests/oracle/run_tools.hpp"
#include "tests/oracle/task_programs.hpp"
#include "tests/oracle/timeout_programs.hpp"

namespace pots::oracle {
namespace {

TEST(TaskOracle, NamedPrograms) {
  RunTools by_run;
  DriveTools by_drive;
  for (const NamedTask& program : kNamedTasks) {
    EXPECT_EQ(compare(program, by_run), "");
    EXPECT_EQ(compare(program, by_drive), "");
  }
}

TEST(TaskOracle, RandomPrograms) {
  RunTools by_run;
  EXPECT_EQ(compare_spawning_programs(by_run), "");
  DriveTools by_drive;
  EXPECT_EQ(compare_spawning_programs(by_drive), "");
}

TEST(TaskOracle, RandomProgramsWithDeadlines) {
  EXPECT_EQ(compare_timeout_programs(), "");
}

TEST(TaskOracle, RandomProgramsThatGather) {
  EXPECT_EQ(compare_gather_programs(), "");
}

}  // namespace
}  // namespace pots::oracle
