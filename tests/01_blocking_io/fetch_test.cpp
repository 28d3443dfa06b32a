// What 01.fetch promises, one sentence of the contract a case.
#include "pots/fetch.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <ostream>
#include <source_location>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "pots/adversary.hpp"
#include "pots/errors.hpp"
#include "pots/fd.hpp"
#include "pots/slow_server.hpp"
#include "pots/testing.hpp"
#include "stream_checks.hpp"

namespace pots {
namespace {

using adv::Kernel;
using checks::errno_name;
using checks::expect;
using testing::make_socket_pair;
using testing::put;
using testing::SocketPair;
using testing::take_all;

constexpr std::size_t kMebibyte = 1u << 20;
constexpr char kProtocolError[] = "protocol_error";

std::string shown(std::string_view bytes) {
  if (bytes.size() <= 80) return checks::in_quotes(bytes);
  return std::to_string(bytes.size()) + " bytes";
}

// What a question came to, in words that can be compared and read.
std::string outcome(const std::function<std::string()>& question) {
  try {
    return question();
  } catch (const not_found& error) {
    return "not_found " + shown(error.what());
  } catch (const protocol_error&) {
    return kProtocolError;
  } catch (const std::invalid_argument&) {
    return "invalid_argument";
  } catch (const std::system_error& error) {
    return "system_error " + errno_name(error.code().value());
  } catch (const std::exception& error) {
    return std::string("another exception: ") + error.what();
  }
}

std::string asking(const Fd& connection, const std::string& key = "flour") {
  return outcome([&] { return shown(get(connection.get(), key)); });
}

std::string fetching(std::uint16_t port, const std::string& key) {
  return outcome([&] { return shown(fetch(port, key)); });
}

std::string listed(const std::vector<std::string>& bodies) {
  std::string text;
  for (const std::string& body : bodies) text += shown(body) + ' ';
  return "[ " + text + ']';
}

std::string fetching_all(std::uint16_t port,
                         const std::vector<std::string>& keys) {
  return outcome([&] { return listed(fetch_all(port, keys)); });
}

// A connection on which the peer has said `answer`, will say nothing more, and
// still listens.
SocketPair line_with(const std::string& answer) {
  SocketPair line = make_socket_pair();
  put(line.theirs.get(), answer);
  ::shutdown(line.theirs.get(), SHUT_WR);
  return line;
}

void expect_answer(const std::string& answer, const std::string& expected,
                   std::source_location at = std::source_location::current()) {
  const SocketPair line = line_with(answer);
  expect("the answer " + shown(answer), asking(line.ours), expected, at);
}

TEST(Fetch, FetchesTheKeysInOrder) {
  const SlowServer server(
      {.hang_up = true,
       .larder = {{"flour", "500 g"}, {"eggs", "a dozen"}, {"salt", ""}},
       .raw = {}});
  expect("fetch of flour", fetching(server.port(), "flour"), shown("500 g"));
  expect("fetch_all of eggs, flour, salt, flour",
         fetching_all(server.port(), {"eggs", "flour", "salt", "flour"}),
         listed({"a dozen", "500 g", "", "500 g"}));
  expect("fetch_all of no key", fetching_all(server.port(), {}), listed({}));
}

TEST(Fetch, TakesTheAnswerHoweverItArrives) {
  constexpr std::string_view kCause =
      "question, head and body go and come in pieces of any size, and one "
      "piece "
      "may hold the end of the head and the beginning of the body.";
  for_every_kernel({.unkind = 2}, [&](Kernel& kernel) {
    const SocketPair line = make_socket_pair();
    put(line.theirs.get(), "OK 5\nhello");
    kernel.drive(line.ours.get());
    expect(kernel, "get(\"flour\")", asking(line.ours), shown("hello"), kCause);
    expect(kernel, "what get(\"flour\") has sent",
           shown(take_all(line.theirs.get())), shown("GET flour\n"), kCause);
  });
}

struct Answer {
  std::string bytes, outcome;
};
std::ostream& operator<<(std::ostream& out, const Answer& answer) {
  return out << shown(answer.bytes);
}

TEST(Fetch, WaitsForNothingBehindTheAnswer) {
  // The peer neither says more nor hangs up.
  for_every_kernel({.unkind = 1, .random = 200}, [](Kernel& kernel) {
    const auto [bytes, expected] = kernel.run().pick<Answer>(
        "answer", {{"OK 5\nhello", shown("hello")},
                   {"OK 0\n", shown("")},
                   {"NO such key\n", "not_found " + shown("such key")},
                   {"YES\n", kProtocolError},
                   {"OK 12a\n", kProtocolError},
                   // 2^20 + 1: to be refused before the body is waited for.
                   {"OK 1048577\nhello", kProtocolError}});
    const SocketPair line = make_socket_pair();
    put(line.theirs.get(), bytes);
    kernel.drive(line.ours.get());
    expect(kernel, "the answer " + shown(bytes), asking(line.ours), expected,
           "all that has to be known is in these bytes.");
  });
}

TEST(Fetch, AsksAgainOnTheSameConnection) {
  constexpr std::string_view kCause =
      "the connection was fit for this question when the last answer had been "
      "taken: whole, and nothing behind it.";
  for_every_kernel({.unkind = 1, .random = 200}, [&](Kernel& kernel) {
    const SocketPair line = make_socket_pair();
    kernel.drive(line.ours.get());
    const auto question = [&](const std::string& key, const std::string& answer,
                              const std::string& expected) {
      put(line.theirs.get(), answer);
      const std::string what = "get(" + shown(key) + ") on the same connection";
      expect(kernel, what, asking(line.ours, key), expected, kCause);
      expect(kernel, "what " + what + " has sent",
             shown(take_all(line.theirs.get())), shown("GET " + key + "\n"),
             kCause);
    };
    question("flour", "OK 5\nwheat", shown("wheat"));
    question("gold", "NO gold here\n", "not_found " + shown("gold here"));
    question("air", "OK 0\n", shown(""));
    question("eggs", "OK 2\n12", shown("12"));
  });
}

TEST(Fetch, TakesTheBodyAsItIs) {
  expect_answer("OK 0\n", shown(""));
  expect_answer("OK 3\n\n\n\n", shown("\n\n\n"));
  const std::string all("a\nb\r\n\0 \xFF\x80OK 5\n", 14);
  expect_answer("OK 14\n" + all, shown(all));
  expect_answer("OK 10\n0123456789", shown("0123456789"));
}

TEST(Fetch, TakesABodyOfOneMebibyte) {
  std::string body(kMebibyte, '\0');
  for (std::size_t i = 0; i < body.size(); ++i) {
    body[i] = static_cast<char>(i * 31 + i / 251);
  }
  const SlowServer server(
      {.hang_up = true, .larder = {{"much", body}}, .raw = {}});
  std::string got;
  const std::string was = outcome([&] {
    got = fetch(server.port(), "much");
    return shown(got);
  });
  expect("a body of 2^20 bytes", was, shown(body));
  EXPECT_TRUE(got == body) << "a body of 2^20 bytes came back changed";
}

TEST(Fetch, TellsTheAnswersApart) {
  expect_answer("OK 5\nhello", shown("hello"));
  expect_answer("NO such key\n", "not_found " + shown("such key"));
  const std::string reason(79, '?');
  expect_answer("NO " + reason + "\n", "not_found " + shown(reason));
  // The end of file closes a head, too.
  expect_answer("NO such key", "not_found " + shown("such key"));
  for (const char* head :
       {"YES", "", "NOPE", "OKAY 5", "ok 5", "OK", "OK5", "OK:5", "OK\t5",
        "NOT such key", "NO:such key", "GET flour", "5"}) {
    expect_answer(std::string(head) + "\nhello and more, 16", kProtocolError);
  }
}

TEST(Fetch, RefusesALengthThatIsNoPlainNumber) {
  using std::string_literals::operator""s;
  // A lax answer must not cost the machine's memory.
  const testing::AllocationLimit limit(4 * kMebibyte);
  // 2^32 + 5 and 2^64 + 5 are 5 to somebody who does not look for overflow.
  for (const std::string& number :
       {"x"s, "12a"s, "-1"s, "99999999999"s, "4294967301"s,
        "18446744073709551621"s, ""s, " 5"s, "5 "s, "+5"s, "-0"s, "5.0"s,
        "1e1"s, "0x5"s, "5,0"s, "5 5"s, "\t5"s, "5\0"s, "5\0a"s}) {
    expect_answer("OK " + number + "\nsixteen bytes ok", kProtocolError);
  }
}

TEST(Fetch, NoticesAnEndInMidAnswer) {
  const std::string answer = "OK 5\nhello";
  for (std::size_t k = 0; k < answer.size(); ++k) {
    expect_answer(answer.substr(0, k), kProtocolError);
  }
  expect_answer(answer, shown("hello"));
}

TEST(Fetch, SendsNothingForABadKey) {
  using std::string_literals::operator""s;
  for (const std::string& key :
       {""s, "a b"s, "a\nGET b"s, " a"s, "a\n"s, "a\tb"s, "a\r"s, "a\0b"s,
        "\0"s, "\x1F"s, "\x7F"s, std::string(201, 'k')}) {
    // The answer is for those who ask all the same.
    const SocketPair line = line_with("OK 5\nhello");
    const std::string what = "get(" + shown(key) + ")";
    expect(what, asking(line.ours, key), "invalid_argument");
    expect("what " + what + " has sent", shown(take_all(line.theirs.get())),
           shown(""));
  }
}

TEST(Fetch, SendsEveryGoodKey) {
  std::string allowed;  // every byte
  for (int byte = 0x21; byte <= 0xFF; ++byte) {
    if (byte != 0x7F) allowed += static_cast<char>(byte);
  }
  for (const std::string& key : {std::string("!"), std::string(200, 'k'),
                                 allowed.substr(0, 111), allowed.substr(111)}) {
    const SocketPair line = line_with("OK 5\nhello");
    const std::string what = "get(" + shown(key) + ")";
    expect(what, asking(line.ours, key), shown("hello"));
    EXPECT_TRUE(take_all(line.theirs.get()) == "GET " + key + "\n")
        << what << " has sent something else than GET, the key and a newline";
  }
}

TEST(Fetch, PassesTheSystemsErrorsOn) {
  const adv::KernelPlan plan{
      .unkind = 2, .random = 500, .errors = {ECONNRESET, EIO}};
  for_every_kernel(plan, [](Kernel& kernel) {
    const SocketPair line = make_socket_pair();
    put(line.theirs.get(), "OK 5\nhello");
    kernel.drive(line.ours.get());
    const std::string was = asking(line.ours);
    const int error = checks::refused_transfer(kernel);
    expect(kernel, "get(\"flour\")", was,
           error == 0 ? shown("hello") : "system_error " + errno_name(error),
           error == 0 ? "no call has failed for good here (EINTR is no error): "
                        "there is a result to give."
                      : "the connection failed, the peer has said nothing "
                        "wrong: the system_error has to reach the caller.");
  });
}

TEST(Fetch, SaysThatNobodyListens) {
  // A port that is ours, so that nobody else can listen there.
  const Fd closed(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const any = reinterpret_cast<sockaddr*>(&address);
  ASSERT_EQ(::bind(closed.get(), any, size), 0);
  ASSERT_EQ(::getsockname(closed.get(), any, &size), 0);
  const std::uint16_t port = ntohs(address.sin_port);

  expect("fetch from a port where nobody listens", fetching(port, "flour"),
         "system_error ECONNREFUSED");
  expect("fetch_all from a port where nobody listens",
         fetching_all(port, {"flour", "eggs"}), "system_error ECONNREFUSED");
}

TEST(Fetch, OpensOneConnectionAfterAnother) {
  // This server keeps its connections open: the client ends them.
  SlowServer server(
      {.larder = {{"flour", "500 g"}, {"eggs", "a dozen"}}, .raw = {}});
  expect(
      "fetch_all of eggs, flour, eggs, eggs, flour",
      fetching_all(server.port(), {"eggs", "flour", "eggs", "eggs", "flour"}),
      listed({"a dozen", "500 g", "a dozen", "a dozen", "500 g"}));
  server.stop();
  EXPECT_EQ(server.accepts(), 5)
      << "fetch_all of 5 keys made " << server.accepts()
      << " connections, expected 5";
  EXPECT_EQ(server.requests(), 5) << "fetch_all of 5 keys asked "
                                  << server.requests() << " times, expected 5";
  EXPECT_EQ(server.peak_clients(), 1)
      << server.peak_clients() << " questions were in service at once, "
      << "expected one after another";
}

TEST(Fetch, StopsAtTheFirstError) {
  const SlowServer server({.hang_up = true,
                           .larder = {{"flour", "500 g"}, {"eggs", "a dozen"}},
                           .raw = {{"odd", "YES\n"}}});
  expect("fetch_all of flour, odd, gold, eggs",
         fetching_all(server.port(), {"flour", "odd", "gold", "eggs"}),
         kProtocolError);
  EXPECT_EQ(server.requests(), 2)
      << "the second key is an error; fetch_all has asked for "
      << server.requests() << " keys, expected 2";
  expect("fetch_all of eggs, a bad key, flour",
         fetching_all(server.port(), {"eggs", "a b", "flour"}),
         "invalid_argument");
}

int open_descriptors() {
  int open = 0;
  for (int fd = 0; fd < 1024; ++fd) {
    if (::fcntl(fd, F_GETFD) != -1) ++open;
  }
  return open;
}

TEST(Fetch, ClosesTheConnectionHoweverItEnds) {
  const std::vector<Answer> endings = {
      // key, outcome
      {"flour", shown("500 g")}, {"gold", "not_found \"gold here\""},
      {"odd", kProtocolError},   {"cut", kProtocolError},
      {"mute", kProtocolError},  {"a b", "invalid_argument"}};
  testing::leaves_nothing_behind([&] {
    for (const auto& [key, expected] : endings) {
      const int before = open_descriptors();
      {
        const SlowServer server({.hang_up = true,
                                 .larder = {{"flour", "500 g"}},
                                 .raw = {{"gold", "NO gold here\n"},
                                         {"odd", "YES\n"},
                                         {"cut", "OK 5\nhel"},
                                         {"mute", ""}}});
        expect("fetch of the key " + shown(key), fetching(server.port(), key),
               expected);
      }
      const int left = open_descriptors() - before;
      EXPECT_EQ(left, 0) << "open descriptors after fetch of the key "
                         << shown(key) << ", which ends in " << expected << ": "
                         << left << " more than before";
    }
  });
}

}  // namespace
}  // namespace pots
