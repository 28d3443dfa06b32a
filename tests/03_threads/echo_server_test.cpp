// What EchoServer promises: everybody is served, nobody is disturbed, and
// stop() ends it whatever the clients are doing.
//
// Under for_every_interleaving the sockets are played, too: who waits in
// accept, read or write is blocked, as in front of a lock. One pause is enough
// there: a conversation has many steps, and each wait hands over to the others
// anyway.
#include "pots/echo_server.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "pots/adversary.hpp"
#include "pots/fd.hpp"
#include "pots/loopback.hpp"
#include "pots/signals.hpp"
#include "pots/testing.hpp"

namespace pots {
namespace {

[[maybe_unused]] const bool kNoSigpipe = (ignore_sigpipe(), true);

// Sends all of it, unless the server has hung up.
void send_text(const Fd& connection, std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(connection.get(), text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return;
    text.remove_prefix(static_cast<std::size_t>(n));
  }
}

void end_sending(const Fd& connection) {
  ::shutdown(connection.get(), SHUT_WR);
}

// As many bytes as come, at most n; fewer if the server hangs up.
std::string receive(const Fd& connection, std::size_t n) {
  std::string text(n, '?');
  std::size_t got = 0;
  while (got < n) {
    const ssize_t some = ::read(connection.get(), &text[got], n - got);
    if (some < 0 && errno == EINTR) continue;
    if (some <= 0) break;
    got += static_cast<std::size_t>(some);
  }
  return text.substr(0, got);
}

// All that still comes until the server ends the connection, or breaks it.
std::string receive_to_the_end(const Fd& connection) {
  return receive(connection, 100);
}

// A client's whole visit: says something, ends its sending, hears the rest.
std::string visit(std::uint16_t port, std::string_view text) {
  const Fd connection = connect_loopback(port);
  send_text(connection, text);
  end_sending(connection);
  return receive_to_the_end(connection);
}

// --- an example ---

TEST(EchoServer, GivesBackWhatAClientSends) {
  std::uint16_t port = 0;
  EchoServer server(listen_loopback(port));
  const Fd client = connect_loopback(port);
  send_text(client, "hello\n");
  EXPECT_EQ(receive(client, 6), "hello\n");
  send_text(client, "bye\n");
  end_sending(client);
  EXPECT_EQ(receive_to_the_end(client), "bye\n");
  const std::string bytes("a\0b", 3);  // no text
  EXPECT_EQ(visit(port, bytes), bytes);
}

// --- serving ---

TEST(EchoServer, ServesAClientBesideASilentOne) {
  for_every_interleaving({.pauses = 1}, [] {
    std::uint16_t port = 0;
    EchoServer server(listen_loopback(port));
    const Fd silent = connect_loopback(port);
    EXPECT_EQ(visit(port, "a"), "a");
    end_sending(silent);
    EXPECT_EQ(receive_to_the_end(silent), "");
  });
  // Beside many: a few schedules are enough.
  const adv::Schedules few{
      .pauses = 0, .random = 2, .priorities = 2, .dpor = 0, .most = 5};
  for_every_interleaving(few, [] {
    std::uint16_t port = 0;
    EchoServer server(listen_loopback(port));
    std::vector<Fd> silent;
    for (int i = 0; i < 12; ++i) {
      silent.push_back(connect_loopback(port));
      adv::settle();
    }
    EXPECT_EQ(visit(port, "a"), "a");
  });
}

TEST(EchoServer, EchoesWhateverTheKernelAnswers) {
  // Short counts, EINTR and ECONNABORTED; for once it is not the threads that
  // are looked at.
  for_every_interleaving({.pauses = 0, .unkind_io = 2}, [] {
    std::uint16_t port = 0;
    EchoServer server(listen_loopback(port));
    EXPECT_EQ(visit(port, "abcd"), "abcd");
  });
  for_every_interleaving({.pauses = 1}, [] {
    std::uint16_t port = 0;
    Fd listener = listen_loopback(port);
    const int door = listener.get();
    EchoServer server(std::move(listener));
    const Fd client = connect_loopback(port);
    send_text(client, "a");
    EXPECT_EQ(receive(client, 1), "a");
    ::shutdown(door, SHUT_RDWR);  // from now on accept fails: EINVAL
    adv::settle();
    send_text(client, "b");
    EXPECT_EQ(receive(client, 1), "b")
        << "accept failed, and a connection did not live until stop()";
    server.stop();
  });
}

TEST(EchoServer, OutlivesAClientThatBreaksOff) {
  for_every_interleaving({.pauses = 1}, [] {
    std::uint16_t port = 0;
    EchoServer server(listen_loopback(port));
    const auto break_off = [&] {
      const Fd client = connect_loopback(port);
      send_text(client, "abc");
    };  // and does not wait for the echo
    break_off();
    EXPECT_EQ(visit(port, "d"), "d");
  });
}

// --- stopping ---

TEST(EchoServer, StopsWhenNobodyIsThere) {
  for_every_interleaving([] {
    std::uint16_t port = 0;
    EchoServer server(listen_loopback(port));
    const auto before = std::chrono::steady_clock::now();
    server.stop();
    EXPECT_EQ(std::chrono::steady_clock::now().time_since_epoch().count(),
              before.time_since_epoch().count())
        << "stop() waited until some time had passed; wake up who is asleep";
  });
}

TEST(EchoServer, StopsWhenAClientIsSilent) {
  for_every_interleaving({.pauses = 1}, [] {
    std::uint16_t port = 0;
    EchoServer server(listen_loopback(port));
    const Fd client = connect_loopback(port);
    adv::settle();  // the server waits for a word from the client
    server.stop();
    EXPECT_EQ(receive_to_the_end(client), "");
  });
}

TEST(EchoServer, StopsWhenAClientNeverReads) {
  for_every_interleaving({.pauses = 1, .stream_buffer = 4}, [] {
    std::uint16_t port = 0;
    EchoServer server(listen_loopback(port));
    const Fd client = connect_loopback(port);
    send_text(client, "abcdefgh");
    adv::settle();  // four bytes have come back, the fifth finds no room
    server.stop();
    receive_to_the_end(client);
  });
}

TEST(EchoServer, StopsWhenAClientIsConnecting) {
  for_every_interleaving({.pauses = 1}, [] {
    std::uint16_t port = 0;
    EchoServer server(listen_loopback(port));
    std::jthread client([port] {
      try {
        const Fd connection = connect_loopback(port);
        EXPECT_EQ(receive_to_the_end(connection), "");
      } catch (const std::system_error&) {
        // Too late: nobody listens any more.
      }
    });
    server.stop();
  });
}

TEST(EchoServer, StopsOnceAndForAll) {
  for_every_interleaving({.pauses = 1}, [] {
    std::uint16_t port = 0;
    EchoServer server(listen_loopback(port));
    EXPECT_EQ(visit(port, "a"), "a");
    server.stop();
    server.stop();
    try {
      EXPECT_EQ(visit(port, "b"), "") << "served after stop()";
    } catch (const std::system_error&) {
    }
  });
}

// --- what stays behind ---

TEST(EchoServer, CleansUpAfterEachClient) {
  // The clients come one after another, so there is little for the scheduler to
  // decide; a few schedules show what is left behind.
  const adv::Schedules few{
      .pauses = 0, .random = 20, .priorities = 20, .dpor = 0, .most = 100};
  for_every_interleaving(few, [] {
    std::uint16_t port = 0;
    EchoServer server(listen_loopback(port));
    adv::settle();
    const int before = adv::open_descriptors();
    for (int i = 1; i <= 20; ++i) {
      EXPECT_EQ(visit(port, "a"), "a");
      adv::settle();
      // The acceptor, the client who has just left, and one more.
      ASSERT_LE(adv::live_threads(), 3) << "after " << i << " clients";
      ASSERT_LE(adv::open_descriptors(), before + 2)
          << "after " << i << " clients";
    }
  });
  for_every_interleaving(few, [] {
    std::uint16_t port = 0;
    EchoServer server(listen_loopback(port));
    const Fd first = connect_loopback(port);  // and stays, silent
    adv::settle();
    const int before = adv::open_descriptors();
    for (int i = 1; i <= 8; ++i) {
      EXPECT_EQ(visit(port, "a"), "a");
      adv::settle();
      ASSERT_LE(adv::live_threads(), 4)
          << "after " << i << " clients beside one that stays";
      ASSERT_LE(adv::open_descriptors(), before + 2)
          << "after " << i << " clients beside one that stays";
    }
  });
}

TEST(EchoServer, HangsUpOnNobodyElse) {
  for_every_interleaving({.pauses = 1}, [] {
    std::uint16_t port = 0;
    EchoServer server(listen_loopback(port));
    EXPECT_EQ(visit(port, "a"), "a");
    adv::settle();
    // The kernel gives out the lowest number that is free, so these two get
    // what the client, and perhaps the server, has closed.
    int ends[2];
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    const Fd ours(ends[0]), theirs(ends[1]);
    server.stop();
    send_text(ours, "x");
    end_sending(ours);
    EXPECT_EQ(receive_to_the_end(theirs), "x")
        << "stop() hung up on descriptor " << theirs.get() << " or "
        << ours.get() << ", which is not the server's";
  });
}

TEST(EchoServer, HangsUpOnAClientWithoutAThread) {
  for_every_interleaving({.pauses = 1, .failing_threads = 1}, [] {
    std::uint16_t port = 0;
    std::optional<EchoServer> server;
    try {
      // The acceptor inherits it: a thread for a client may be missing too.
      const adv::Scarcity of_threads;
      server.emplace(listen_loopback(port));
    } catch (const std::system_error& error) {
      EXPECT_EQ(error.code().value(), EAGAIN);
      EXPECT_EQ(adv::open_descriptors(), 0) << "the listener is still open";
      return;
    }
    const std::string first = visit(port, "a");
    const std::string second = visit(port, "b");
    EXPECT_TRUE(first == "a" || first == "") << first;
    EXPECT_TRUE(second == "b" || second == "") << second;
    EXPECT_TRUE(first == "a" || second == "b")
        << "one thread was missing, and two clients were hung up on";
  });
}

TEST(EchoServer, HangsUpOnAClientWithoutMemory) {
  for_every_interleaving({.pauses = 0, .failing_allocations = 1}, [] {
    std::uint16_t port = 0;
    std::optional<EchoServer> server;
    try {
      const adv::Scarcity of_memory;
      server.emplace(listen_loopback(port));
    } catch (const std::bad_alloc&) {
      EXPECT_EQ(adv::open_descriptors(), 0) << "the listener is still open";
      return;
    }
    const std::string first = visit(port, "a");
    const std::string second = visit(port, "b");
    EXPECT_TRUE(first == "a" || second == "b")
        << "memory was missing once, and two clients were hung up on";
  });
}

TEST(EchoServer, LeavesNothingBehind) {
  testing::leaves_nothing_behind([] {
    std::uint16_t port = 0;
    EchoServer server(listen_loopback(port));
    EXPECT_EQ(visit(port, "a"), "a");
    EXPECT_EQ(visit(port, "b"), "b");
    server.stop();
  });
}

}  // namespace
}  // namespace pots
