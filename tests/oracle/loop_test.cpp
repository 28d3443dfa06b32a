// The reference's loop does what CPython's does.
#include <gtest/gtest.h>

#include "tests/oracle/loop_language.hpp"
#include "tests/oracle/named_loop.hpp"

namespace pots::oracle {
namespace {

TEST(LoopOracle, NamedPrograms) {
  for (const NamedLoop& program : kNamedLoops) EXPECT_EQ(compare(program), "");
}

TEST(LoopOracle, RandomPrograms) { EXPECT_EQ(compare_loop_programs(), ""); }

}  // namespace
}  // namespace pots::oracle
