// The server's side of the larder protocol, without a server.
#include "common/pantry/detail/protocol.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace pots::detail {
namespace {

Protocol larder(bool hang_up = false) {
  return larder_protocol({{"flour", "white"}, {"salt", ""}, {"two words", "x"}},
                         {{"bad", "YES\n"}, {"both", "raw"}}, hang_up);
}

// What one whole inbox is answered with, "<nothing>" if with nothing.
std::string answer(std::string inbox) {
  const std::optional<Reply> reply = larder()(inbox);
  return reply ? reply->bytes : "<nothing>";
}

TEST(LarderProtocol, AnswersWithLengthAndValue) {
  EXPECT_EQ(answer("GET flour\n"), "OK 5\nwhite");
  EXPECT_EQ(answer("GET salt\n"), "OK 0\n");
}

TEST(LarderProtocol, SaysNoToUnknownKeys) {
  EXPECT_EQ(answer("GET eggs\n"), "NO such key\n");
  EXPECT_EQ(answer("GET \n"), "NO such key\n");
  EXPECT_EQ(answer("GET FLOUR\n"), "NO such key\n");
  EXPECT_EQ(answer("GET flour\r\n"), "NO such key\n");
}

TEST(LarderProtocol, TakesTheWholeRestOfTheLineAsTheKey) {
  EXPECT_EQ(answer("GET two words\n"), "OK 1\nx");
}

TEST(LarderProtocol, WaitsForAWholeLine) {
  const std::string line = "GET flour\n";
  for (std::size_t n = 0; n < line.size(); ++n) {
    std::string inbox = line.substr(0, n);
    EXPECT_FALSE(larder()(inbox).has_value()) << inbox;
    EXPECT_EQ(inbox, line.substr(0, n));
  }
}

TEST(LarderProtocol, TakesOneRequestAtATime) {
  std::string inbox = "GET flour\nGET eggs\nGET";
  EXPECT_EQ(larder()(inbox)->bytes, "OK 5\nwhite");
  EXPECT_EQ(inbox, "GET eggs\nGET");
  EXPECT_EQ(larder()(inbox)->bytes, "NO such key\n");
  EXPECT_EQ(inbox, "GET");
}

TEST(LarderProtocol, HangsUpAfterAnyAnswerWhenTold) {
  for (const std::string key : {"flour", "eggs"}) {
    std::string inbox = "GET " + key + "\n";
    EXPECT_TRUE(larder(true)(inbox)->hang_up) << key;
    inbox = "GET " + key + "\n";
    EXPECT_FALSE(larder(false)(inbox)->hang_up) << key;
  }
}

TEST(LarderProtocol, GivesRawAnswersAsTheyAreAndHangsUp) {
  std::string inbox = "GET bad\n";
  const std::optional<Reply> reply = larder()(inbox);
  EXPECT_EQ(reply->bytes, "YES\n");
  EXPECT_TRUE(reply->hang_up);
}

TEST(LarderProtocol, HangsUpOnOtherRequests) {
  for (const std::string line : {"PUT flour\n", "get flour\n", "\n", "GET\n"}) {
    std::string inbox = line;
    const std::optional<Reply> reply = larder()(inbox);
    ASSERT_TRUE(reply.has_value());
    EXPECT_EQ(reply->bytes, "NO such request\n");
    EXPECT_TRUE(reply->hang_up);
  }
}

TEST(LarderProtocol, HangsUpOnALineWithoutAnEnd) {
  std::string inbox(1024, 'x');
  EXPECT_FALSE(larder()(inbox).has_value());
  inbox += 'x';
  const std::optional<Reply> reply = larder()(inbox);
  ASSERT_TRUE(reply.has_value());
  EXPECT_EQ(reply->bytes, "NO request is too long\n");
  EXPECT_TRUE(reply->hang_up);
  EXPECT_TRUE(inbox.empty());
}

TEST(LarderProtocol, AcceptsManyShortRequestsInOneInbox) {
  std::string inbox;
  for (int i = 0; i < 1000; ++i) inbox += "GET flour\n";
  const Protocol protocol = larder();
  for (int i = 0; i < 1000; ++i) {
    EXPECT_EQ(protocol(inbox)->bytes, "OK 5\nwhite");
  }
  EXPECT_TRUE(inbox.empty());
}

}  // namespace
}  // namespace pots::detail
