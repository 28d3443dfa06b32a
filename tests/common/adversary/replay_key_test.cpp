#include "common/adversary/replay_key.hpp"

#include <gtest/gtest.h>

namespace pots::adv {
namespace {

TEST(ReplayKey, ComesBackFromItsText) {
  for (const char* text : {"-", "1:2", "1:2,3:EINTR", "2/-", "3/12:end,14:1"}) {
    const auto key = ReplayKey::parse(text);
    ASSERT_TRUE(key) << text;
    EXPECT_EQ(key->text(), text);
  }
}

TEST(ReplayKey, RefusesWhatIsNotAKey) {
  for (const char* text : {"", "x", "1", "1:", ":2", "0:1", "1:2,", ",1:2",
                           "0/1:2", "a/1:2", "1:2,x:3", "-1:2", "1/"}) {
    EXPECT_FALSE(ReplayKey::parse(text)) << text;
  }
}

TEST(ReplayKey, KeepsChoicesInOrder) {
  ReplayKey key;
  key.taken[10] = "EINTR";
  key.taken[2] = "1";
  EXPECT_EQ(key.text(), "2:1,10:EINTR");
}

}  // namespace
}  // namespace pots::adv
