// The slow server over real connections. Nothing here depends on time: delays
// are 0, or so long that they never end.
#include "pots/slow_server.hpp"

#include <dirent.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "pots/fd.hpp"
#include "pots/loopback.hpp"

namespace {

std::mutex sends_mutex;
std::vector<std::size_t> sends;  // results of the server's sends

// A socket takes no more than this at once, and nothing of an answer that is
// longer than this while the tap is closed.
std::atomic<std::size_t> most_at_once = SIZE_MAX;
std::atomic<bool> tap_is_closed = false;

}  // namespace

// Takes the place of libc's in this program. Only the server calls send().
extern "C" ssize_t send(int fd, const void* data, std::size_t size, int flags) {
  if (size > most_at_once && tap_is_closed) {
    errno = EAGAIN;
    return -1;
  }
  size = std::min(size, most_at_once.load());
  const long n = ::syscall(SYS_sendto, fd, data, size, flags, nullptr, 0);
  if (n > 0) {
    const std::lock_guard lock(sends_mutex);
    sends.push_back(static_cast<std::size_t>(n));
  }
  return n;
}

namespace pots {
namespace {

using namespace std::chrono_literals;

constexpr auto kForEver = 24h;

// A client that does as it is told. Every call blocks until it is done.
class Guest {
 public:
  explicit Guest(std::uint16_t port) : fd_(connect_loopback(port)) {}

  void say(std::string_view text) {
    ASSERT_EQ(::write(fd_.get(), text.data(), text.size()),
              static_cast<ssize_t>(text.size()));
  }
  // The next n bytes, or fewer if the server hangs up before.
  std::string hear(std::size_t n) {
    std::string text(n, '\0');
    std::size_t done = 0;
    while (done < n) {
      const ssize_t got = ::read(fd_.get(), text.data() + done, n - done);
      if (got <= 0) break;
      done += static_cast<std::size_t>(got);
    }
    text.resize(done);
    return text;
  }
  // All that is still to come; needs a server that hangs up.
  std::string hear_all() {
    std::string all;
    for (std::string more; !(more = hear(4096)).empty();) all += more;
    return all;
  }
  void say_no_more() { ::shutdown(fd_.get(), SHUT_WR); }

 private:
  Fd fd_;
};

// Until the server has taken so many requests. It will: they were sent.
void wait_for_requests(const SlowServer& server, int count) {
  while (server.requests() < count) std::this_thread::yield();
}

int open_descriptors() {
  int count = 0;
  const std::unique_ptr<DIR, int (*)(DIR*)> dir(::opendir("/proc/self/fd"),
                                                ::closedir);
  while (::readdir(dir.get()) != nullptr) ++count;
  return count;
}

TEST(SlowServer, AnswersQuestionAfterQuestionOnOneConnection) {
  SlowServer server({.larder = {{"flour", "white"}, {"eggs", "six"}}});
  Guest guest(server.port());
  guest.say("GET flour\n");
  EXPECT_EQ(guest.hear(10), "OK 5\nwhite");
  guest.say("GET eggs\n");
  EXPECT_EQ(guest.hear(8), "OK 3\nsix");
  guest.say("GET salt\n");
  EXPECT_EQ(guest.hear(12), "NO such key\n");
  EXPECT_EQ(server.requests(), 3);
  server.stop();
  EXPECT_EQ(server.accepts(), 1);
}

TEST(SlowServer, AnswersWhatWasSentTogetherInOrder) {
  SlowServer server({.larder = {{"a", "1"}, {"b", "2"}}});
  Guest guest(server.port());
  guest.say("GET a\nGET b\nGET c\n");
  EXPECT_EQ(guest.hear(24), "OK 1\n1OK 1\n2NO such key\n");
  EXPECT_EQ(server.peak_clients(), 1);
}

TEST(SlowServer, AcceptsARequestInPieces) {
  SlowServer server({.larder = {{"flour", "white"}}});
  Guest guest(server.port());
  for (const char c : std::string("GET flour\n")) {
    guest.say(std::string(1, c));
  }
  EXPECT_EQ(guest.hear(10), "OK 5\nwhite");
  EXPECT_EQ(server.requests(), 1);
}

TEST(SlowServer, HangsUpAfterTheFirstAnswerWhenTold) {
  SlowServer server({.hang_up = true, .larder = {{"flour", "white"}}});
  for (int i = 0; i < 3; ++i) {
    Guest guest(server.port());
    guest.say("GET flour\n");
    EXPECT_EQ(guest.hear_all(), "OK 5\nwhite");
  }
  Guest guest(server.port());
  guest.say("GET eggs\n");
  EXPECT_EQ(guest.hear_all(), "NO such key\n");
  server.stop();
  EXPECT_EQ(server.accepts(), 4);
  EXPECT_EQ(server.requests(), 4);
}

TEST(SlowServer, SaysRawAnswersAndHangsUp) {
  SlowServer server(
      {.larder = {{"flour", "white"}},
       .raw = {{"yes", "YES\n"}, {"short", "OK 5\nhel"}, {"nothing", ""}}});
  for (const auto& [key, expected] :
       std::initializer_list<std::pair<std::string, std::string>>{
           {"yes", "YES\n"}, {"short", "OK 5\nhel"}, {"nothing", ""}}) {
    Guest guest(server.port());
    guest.say("GET " + key + "\n");
    EXPECT_EQ(guest.hear_all(), expected);
  }
  Guest guest(server.port());
  guest.say("GET flour\n");
  EXPECT_EQ(guest.hear(10), "OK 5\nwhite");
}

TEST(SlowServer, SendsEachAnswerInOneWrite) {
  SlowServer server({.larder = {{"flour", std::string(1000, 'f')}}});
  Guest guest(server.port());
  sends.clear();
  guest.say("GET flour\nGET eggs\n");
  EXPECT_EQ(guest.hear(1008 + 12).size(), 1020u);
  server.stop();
  EXPECT_EQ(sends, (std::vector<std::size_t>{1008, 12}));
}

TEST(SlowServer, SendsTheRestWhenTheSocketHasRoomAgain) {
  SlowServer server({.larder = {{"flour", std::string(1000, 'f')}}});
  Guest guest(server.port());
  sends.clear();
  most_at_once = 400;
  guest.say("GET flour\n");
  EXPECT_EQ(guest.hear(1008), "OK 1000\n" + std::string(1000, 'f'));
  most_at_once = SIZE_MAX;
  EXPECT_EQ(server.peak_clients(), 1);
  server.stop();
  EXPECT_EQ(sends, (std::vector<std::size_t>{400, 400, 208}));
}

TEST(SlowServer, CountsAnAnswerThatWaitsForRoomAsInService) {
  SlowServer server(
      {.larder = {{"flour", std::string(1000, 'f')}, {"a", "1"}}});
  Guest guest(server.port());
  Guest other(server.port());
  most_at_once = 400;
  tap_is_closed = true;
  guest.say("GET flour\n");
  wait_for_requests(server, 1);
  // The server does not stand still meanwhile.
  other.say("GET a\n");
  EXPECT_EQ(other.hear(6), "OK 1\n1");
  EXPECT_EQ(server.peak_clients(), 2);
  tap_is_closed = false;
  most_at_once = SIZE_MAX;
  EXPECT_EQ(guest.hear(1008).size(), 1008u);
  other.say("GET a\n");
  EXPECT_EQ(other.hear(6), "OK 1\n1");
  EXPECT_EQ(server.peak_clients(), 2);
}

TEST(SlowServer, LetsRequestsWaitSideBySide) {
  SlowServer server({.delay = kForEver, .larder = {{"a", "1"}}});
  std::vector<Guest> guests;
  for (int i = 1; i <= 5; ++i) {
    guests.emplace_back(server.port()).say("GET a\n");
    wait_for_requests(server, i);
    EXPECT_EQ(server.peak_clients(), i);
  }
}

TEST(SlowServer, LetsOneConnectionsRequestsWaitOneAfterAnother) {
  SlowServer server({.delay = kForEver, .larder = {{"a", "1"}}});
  Guest guest(server.port());
  guest.say("GET a\nGET a\n");
  wait_for_requests(server, 1);
  server.stop();
  EXPECT_EQ(server.requests(), 1);
  EXPECT_EQ(server.peak_clients(), 1);
}

TEST(SlowServer, DoesNotAnswerBeforeTheDelayIsOver) {
  SlowServer server({.delay = kForEver, .larder = {{"a", "1"}}});
  Guest guest(server.port());
  guest.say("GET a\n");
  wait_for_requests(server, 1);
  server.stop();
  EXPECT_EQ(guest.hear_all(), "");
}

TEST(SlowServer, AnswersAfterADelay) {
  SlowServer server({.delay = 1ms, .larder = {{"a", "1"}}});
  Guest first(server.port());
  Guest second(server.port());
  first.say("GET a\nGET a\n");
  second.say("GET a\n");
  EXPECT_EQ(second.hear(6), "OK 1\n1");
  EXPECT_EQ(first.hear(12), "OK 1\n1OK 1\n1");
}

TEST(SlowServer, NeverSeesTwoOfASequentialClientsRequestsAtOnce) {
  SlowServer server({.larder = {{"a", "1"}}});
  for (int i = 0; i < 500; ++i) {
    Guest guest(server.port());
    guest.say("GET a\n");
    ASSERT_EQ(guest.hear(6), "OK 1\n1");
  }
  EXPECT_EQ(server.peak_clients(), 1);
  server.stop();
  EXPECT_EQ(server.accepts(), 500);
  EXPECT_EQ(server.requests(), 500);
}

TEST(SlowServer, AnswersAClientThatSaysNoMore) {
  SlowServer server({.delay = 1ms, .larder = {{"a", "1"}}});
  Guest guest(server.port());
  guest.say("GET a\n");
  guest.say_no_more();
  EXPECT_EQ(guest.hear_all(), "OK 1\n1");
}

TEST(SlowServer, SurvivesClientsThatLeave) {
  SlowServer server({.delay = 1ms, .larder = {{"a", "1"}}});
  for (const std::string_view words :
       {"", "GET", "GET a\n", "GET a\nGET a\n"}) {
    Guest guest(server.port());
    guest.say(words);
  }
  Guest guest(server.port());
  guest.say("GET a\n");
  EXPECT_EQ(guest.hear(6), "OK 1\n1");
}

TEST(SlowServer, HangsUpOnAClientThatTalksForEver) {
  SlowServer server({});
  Guest guest(server.port());
  guest.say(std::string(1025, 'x'));
  EXPECT_EQ(guest.hear_all(), "NO request is too long\n");
}

TEST(SlowServer, LeavesNothingBehindWhenStopped) {
  const int before = open_descriptors();
  SlowServer server({.delay = kForEver, .larder = {{"a", "1"}}});
  {
    Guest idle(server.port());
    Guest waiting(server.port());
    waiting.say("GET a\n");
    wait_for_requests(server, 1);
    server.stop();
    EXPECT_EQ(idle.hear_all(), "");
  }
  EXPECT_EQ(open_descriptors(), before);
}

TEST(SlowServer, MayBeStoppedTwiceAndNeedsNoGuest) {
  SlowServer server({});
  const std::uint16_t port = server.port();
  server.stop();
  server.stop();
  EXPECT_EQ(server.port(), port);
  EXPECT_EQ(server.accepts(), 0);
  EXPECT_EQ(server.requests(), 0);
  EXPECT_EQ(server.peak_clients(), 0);
}

TEST(SlowServer, RefusesConnectionsOnceStopped) {
  SlowServer server({});
  server.stop();
  try {
    const Fd fd = connect_loopback(server.port());
    ADD_FAILURE() << "connected";
  } catch (const std::system_error& error) {
    EXPECT_EQ(error.code().value(), ECONNREFUSED);
  }
}

TEST(SlowServer, SeveralRunSideBySide) {
  SlowServer one({.larder = {{"a", "1"}}});
  SlowServer two({.larder = {{"a", "2"}}});
  EXPECT_NE(one.port(), two.port());
  Guest guest(two.port());
  guest.say("GET a\n");
  EXPECT_EQ(guest.hear(6), "OK 1\n2");
}

}  // namespace
}  // namespace pots
