// The reference's run(), gather() and task groups do what asyncio's do.
#include <gtest/gtest.h>

#include "tests/oracle/named_gather.hpp"
#include "tests/oracle/named_group.hpp"
#include "tests/oracle/named_run.hpp"

namespace pots::oracle {
namespace {

TEST(RunOracle, NamedPrograms) {
  for (const NamedRun& program : kNamedRuns) EXPECT_EQ(compare(program), "");
}

TEST(GatherOracle, NamedPrograms) {
  for (const NamedGather& program : kNamedGathers) {
    EXPECT_EQ(compare(program), "");
  }
}

TEST(GroupOracle, NamedPrograms) {
  for (const NamedGroup& program : kNamedGroups) {
    EXPECT_EQ(compare(program), "");
  }
}

}  // namespace
}  // namespace pots::oracle
