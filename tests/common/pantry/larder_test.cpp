// The pantry's own client against a server that says what it is told to say.
#include "common/pantry/detail/larder.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <system_error>

#include "pots/errors.hpp"
#include "pots/slow_server.hpp"

namespace pots::detail {
namespace {

std::string ask(const std::string& raw_answer) {
  SlowServer server({.raw = {{"key", raw_answer}}});
  return ask_larder(server.port(), "key");
}

TEST(Larder, ReturnsTheValue) {
  const std::string big(1u << 20, 'b');
  SlowServer server(
      {.larder = {{"flour", "white"}, {"none", ""}, {"big", big}}});
  EXPECT_EQ(ask_larder(server.port(), "flour"), "white");
  EXPECT_EQ(ask_larder(server.port(), "none"), "");
  EXPECT_TRUE(ask_larder(server.port(), "big") == big);
  server.stop();
  EXPECT_EQ(server.accepts(), 3);
}

TEST(Larder, IgnoresWhatComesAfterTheAnnouncedBytes) {
  EXPECT_EQ(ask("OK 5\nhello and more"), "hello");
}

TEST(Larder, PassesTheReasonOfANoOn) {
  SlowServer server({});
  try {
    ask_larder(server.port(), "eggs");
    ADD_FAILURE() << "found";
  } catch (const not_found& error) {
    EXPECT_STREQ(error.what(), "such key");
  }
}

TEST(Larder, RefusesNonsense) {
  const std::string body(16, 'b');
  for (const std::string head :
       {"YES\n", "OK\n", "OK \n", "OK x\n", "OK 12a\n", "OK -1\n", "OK +1\n",
        "OK 1 \n", "OK  1\n", "OK 1048577\n", "OK 99999999999999999999\n", "\n",
        "no such key\n"}) {
    EXPECT_THROW(ask(head + body), protocol_error) << head;
  }
  EXPECT_THROW(ask(std::string(5000, 'x')), protocol_error);
}

TEST(Larder, RefusesAnAnswerThatEndsTooEarly) {
  const std::string whole = "OK 5\nhello";
  for (std::size_t n = 0; n < whole.size(); ++n) {
    EXPECT_THROW(ask(whole.substr(0, n)), protocol_error) << n;
  }
  EXPECT_EQ(ask(whole), "hello");
}

TEST(Larder, ReportsAServerThatIsNotThere) {
  SlowServer server({});
  server.stop();
  EXPECT_THROW(ask_larder(server.port(), "flour"), std::system_error);
}

}  // namespace
}  // namespace pots::detail
