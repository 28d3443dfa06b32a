// What the scheduler's pipes and sockets promise: Linux's answers, in every
// order of calls.
#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#include "common/adversary/interleavings.hpp"
#include "pots/fd.hpp"
#include "pots/loopback.hpp"

namespace pots::adv {
namespace {

using namespace std::chrono_literals;

// A few random schedules and all with up to one pause: these programs are
// small.
Schedules small_plan() {
  Schedules plan;
  plan.pauses = 1;
  plan.random = plan.priorities = 100;
  plan.may_be_sequential = true;
  return plan;
}

void passes(const std::function<void()>& body,
            const Schedules& plan = small_plan()) {
  const Verdict verdict = explore_schedules(plan, body);
  EXPECT_TRUE(verdict.passed) << verdict.report;
}

// The report.
std::string fails(std::string_view kind, const std::function<void()>& body,
                  const Schedules& plan = small_plan()) {
  const Verdict verdict = explore_schedules(plan, body);
  EXPECT_FALSE(verdict.passed);
  EXPECT_EQ(verdict.kind, kind) << verdict.report;
  return verdict.report;
}

struct Pair {
  Fd a, b;
};

Pair make_pipe(int flags = 0) {  // a reads, b writes
  int ends[2] = {-1, -1};
  EXPECT_EQ(::pipe2(ends, flags), 0);
  return {Fd(ends[0]), Fd(ends[1])};
}

Pair make_unix() {
  int ends[2] = {-1, -1};
  EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
  return {Fd(ends[0]), Fd(ends[1])};
}

Pair make_tcp() {  // a has connected, b was accepted
  std::uint16_t port = 0;
  const Fd listener = listen_loopback(port);
  Fd client = connect_loopback(port);
  return {std::move(client), Fd(::accept(listener.get(), nullptr, nullptr))};
}

void say(const Fd& to, std::string_view text) {
  EXPECT_EQ(::write(to.get(), text.data(), text.size()),
            static_cast<ssize_t>(text.size()));
}

// One read: what came, "end", or the error's name.
std::string hear(const Fd& from, std::size_t most = 10) {
  std::string text(most, '?');
  const ssize_t n = ::read(from.get(), text.data(), most);
  if (n < 0) return ::strerrorname_np(errno);
  if (n == 0) return "end";
  return text.substr(0, static_cast<std::size_t>(n));
}

std::string try_to_say(const Fd& to, std::string_view text = "x") {
  const ssize_t n = ::write(to.get(), text.data(), text.size());
  if (n < 0) return ::strerrorname_np(errno);
  return n == static_cast<ssize_t>(text.size()) ? "all" : std::to_string(n);
}

int events(const Fd& fd, int asked = POLLIN | POLLOUT, int timeout = 0) {
  pollfd entry{fd.get(), static_cast<short>(asked), 0};
  return ::poll(&entry, 1, timeout) < 0 ? -1 : entry.revents;
}

void ignore_sigpipe() { std::signal(SIGPIPE, SIG_IGN); }

void reset_at_close(const Fd& fd) {
  const linger now{1, 0};
  EXPECT_EQ(::setsockopt(fd.get(), SOL_SOCKET, SO_LINGER, &now, sizeof now), 0);
}

// --- numbers

TEST(VirtualDescriptors, GetTheLowestFreeNumberAgain) {
  passes([] {
    Pair pipe = make_pipe();
    const int first = pipe.a.get(), second = pipe.b.get();
    EXPECT_EQ(first + 1, second);
    pipe.a = Fd();
    const Fd other(::dup(second));
    EXPECT_EQ(other.get(), first);
    EXPECT_EQ(open_descriptors(), 2);
    EXPECT_EQ(::close(100), -1);
    EXPECT_EQ(errno, EBADF);
  });
}

TEST(VirtualDescriptors, StartAnewInEachExecution) {
  passes([] {
    EXPECT_EQ(open_descriptors(), 0);
    const Pair pipe = make_pipe();
    std::thread other([&] { say(pipe.b, "a"); });
    EXPECT_EQ(hear(pipe.a), "a");
    other.join();
  });
}

TEST(VirtualDescriptors, ClosingTwiceIsAnError) {
  passes([] {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    EXPECT_EQ(::close(ends[0]), 0);
    EXPECT_EQ(::close(ends[0]), -1);
    EXPECT_EQ(errno, EBADF);
    EXPECT_EQ(::close(ends[1]), 0);
    EXPECT_EQ(::write(ends[1], "x", 1), -1);
    EXPECT_EQ(errno, EBADF);
  });
}

TEST(VirtualDescriptors, LeftOpenAreALeak) {
  const std::string report = fails("leak", [] {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    ::close(ends[0]);
  });
  EXPECT_NE(report.find("the writing end of a pipe"), report.npos) << report;
}

TEST(VirtualDescriptors, AClosedNumberMayBeSomebodyElses) {
  // The reader may be late, and then reads from what got the number.
  fails("expectation", [] {
    Pair mine = make_pipe();
    say(mine.b, "mine");
    const int number = mine.a.get();
    std::thread reader([&] {
      char text[8] = {};
      if (::read(number, text, sizeof text - 1) > 0) {
        EXPECT_STREQ(text, "mine");
      }
    });
    mine.a = Fd();
    const Pair other = make_pipe();
    say(other.b, "other");
    reader.join();
  });
}

TEST(VirtualDescriptors, LeaveRealOnesAlone) {
  int real[2];
  ASSERT_EQ(::pipe(real), 0);
  passes([&] {
    const Pair pipe = make_pipe();
    EXPECT_NE(pipe.a.get(), real[0]);
    EXPECT_NE(pipe.b.get(), real[1]);
    EXPECT_EQ(::write(real[1], "a", 1), 1);
    char c = 0;
    EXPECT_EQ(::read(real[0], &c, 1), 1);
    const Fd file(::open("/dev/null", O_RDONLY));
    EXPECT_GE(file.get(), 100);
    EXPECT_EQ(hear(file), "end");
  });
  ::close(real[0]);
  ::close(real[1]);
}

TEST(VirtualDescriptors, KnowTheirFlags) {
  passes([] {
    const Pair pipe = make_pipe(O_CLOEXEC);
    EXPECT_EQ(::fcntl(pipe.a.get(), F_GETFL), O_RDONLY);
    EXPECT_EQ(::fcntl(pipe.b.get(), F_GETFL), O_WRONLY);
    EXPECT_EQ(::fcntl(pipe.a.get(), F_GETFD), FD_CLOEXEC);
    EXPECT_EQ(::fcntl(pipe.a.get(), F_SETFL, O_NONBLOCK), 0);
    EXPECT_EQ(hear(pipe.a), "EAGAIN");
    const Fd copy(::fcntl(pipe.a.get(), F_DUPFD_CLOEXEC, 0));
    EXPECT_EQ(::fcntl(copy.get(), F_GETFL), O_RDONLY | O_NONBLOCK);
    EXPECT_EQ(::dup2(pipe.b.get(), copy.get()), copy.get());
    say(copy, "ab");
    int bytes = 0;
    EXPECT_EQ(::ioctl(pipe.a.get(), FIONREAD, &bytes), 0);
    EXPECT_EQ(bytes, 2);
  });
}

// --- pipes

TEST(VirtualDescriptors, HandBytesToAndFro) {
  passes([] {
    const Pair there = make_pipe(), back = make_pipe();
    std::thread other([&] {
      for (int i = 0; i < 2; ++i) {
        EXPECT_EQ(hear(there.a), "ping");
        say(back.b, "pong");
      }
    });
    for (int i = 0; i < 2; ++i) {
      say(there.b, "ping");
      EXPECT_EQ(hear(back.a), "pong");
    }
    other.join();
  });
}

TEST(VirtualDescriptors, APipeEndsWhenItsLastWriterHasClosed) {
  passes([] {
    Pair pipe = make_pipe();
    Fd copy(::dup(pipe.b.get()));
    std::thread other([&] {
      pipe.b = Fd();
      say(copy, "abc");
      copy = Fd();
    });
    EXPECT_EQ(hear(pipe.a), "abc");
    EXPECT_EQ(hear(pipe.a), "end");
    EXPECT_EQ(hear(pipe.a), "end");
    other.join();
  });
}

TEST(VirtualDescriptors, WritingWhereNobodyReadsIsEpipe) {
  passes([] {
    ignore_sigpipe();
    Pair pipe = make_pipe();
    pipe.a = Fd();
    EXPECT_EQ(try_to_say(pipe.b), "EPIPE");
    EXPECT_EQ(events(pipe.b), POLLOUT | POLLERR);
  });
}

TEST(VirtualDescriptors, SigpipeEndsAProgramThatDoesNotIgnoreIt) {
  fails("crash", [] {
    std::signal(SIGPIPE, SIG_DFL);
    Pair pair = make_unix();
    pair.a = Fd();
    EXPECT_EQ(::send(pair.b.get(), "x", 1, MSG_NOSIGNAL), -1);
    EXPECT_EQ(errno, EPIPE);
    ::write(pair.b.get(), "x", 1);
  });
}

TEST(VirtualDescriptors, AFullBufferBlocksTheWriter) {
  Schedules plan = small_plan();
  plan.stream_buffer = 4;
  passes(
      [] {
        const Pair pair = make_unix();
        std::thread writer([&] { say(pair.b, "abcdefghij"); });
        settle();
        EXPECT_TRUE(blocked(writer.get_id()));
        EXPECT_EQ(hear(pair.a), "abcd");
        std::string rest;
        while (rest.size() < 6) rest += hear(pair.a);
        EXPECT_EQ(rest, "efghij");
        writer.join();
      },
      plan);
  fails(
      "deadlock",
      [] {
        const Pair pair = make_unix();
        say(pair.b, "abcde");
      },
      plan);
}

TEST(VirtualDescriptors, SmallWritesToAPipeAreNotTorn) {
  Schedules plan = small_plan();
  plan.stream_buffer = 5;
  passes(
      [] {
        const Pair pipe = make_pipe();
        std::thread a([&] { say(pipe.b, "aaa"); });
        std::thread b([&] { say(pipe.b, "bbb"); });
        std::string all = hear(pipe.a, 3);
        all += hear(pipe.a, 3);
        EXPECT_TRUE(all == "aaabbb" || all == "bbbaaa") << all;
        a.join();
        b.join();
      },
      plan);
}

TEST(VirtualDescriptors, NonBlockingOnesSayAgain) {
  Schedules plan = small_plan();
  plan.stream_buffer = 4;
  passes(
      [] {
        const Pair pair = make_unix();
        char c;
        EXPECT_EQ(::recv(pair.a.get(), &c, 1, MSG_DONTWAIT), -1);
        EXPECT_EQ(errno, EAGAIN);
        EXPECT_EQ(::send(pair.b.get(), "abcdef", 6, MSG_DONTWAIT), 4);
        EXPECT_EQ(::send(pair.b.get(), "x", 1, MSG_DONTWAIT), -1);
        EXPECT_EQ(errno, EAGAIN);
        EXPECT_EQ(::recv(pair.a.get(), &c, 1, MSG_PEEK), 1);
        EXPECT_EQ(hear(pair.a), "abcd");
      },
      plan);
}

TEST(VirtualDescriptors, ScatteredBuffersAreFilledInOrder) {
  passes([] {
    const Pair pipe = make_pipe();
    char hello[] = "hel", lo[] = "lo";
    const iovec out[] = {{hello, 3}, {lo, 2}};
    EXPECT_EQ(::writev(pipe.b.get(), out, 2), 5);
    char first[2], second[8] = {};
    const iovec in[] = {{first, 2}, {second, 7}};
    EXPECT_EQ(::readv(pipe.a.get(), in, 2), 5);
    EXPECT_EQ(std::string(first, 2) + second, "hello");
  });
}

// --- closing and shutting down

TEST(VirtualDescriptors, ClosingWakesNobody) {
  const std::string report = fails("deadlock", [] {
    std::uint16_t port = 0;
    Fd listener = listen_loopback(port);
    const int number = listener.get();
    std::thread acceptor([=] { ::accept(number, nullptr, nullptr); });
    settle();
    listener = Fd();
    acceptor.join();
  });
  EXPECT_NE(report.find("accept"), report.npos) << report;
}

TEST(VirtualDescriptors, AFileLivesWhileSomebodySleepsInIt) {
  passes([] {
    Pair pipe = make_pipe();
    std::thread reader([&, number = pipe.a.get()] {
      char c = 0;
      EXPECT_EQ(::read(number, &c, 1), 1);
      EXPECT_EQ(c, 'x');
    });
    settle();
    pipe.a = Fd();
    EXPECT_EQ(open_descriptors(), 1);
    say(pipe.b, "x");
    reader.join();
    ignore_sigpipe();
    EXPECT_EQ(try_to_say(pipe.b), "EPIPE");
  });
}

TEST(VirtualDescriptors, ShuttingDownWakesAcceptReadAndWrite) {
  Schedules plan = small_plan();
  plan.stream_buffer = 2;
  plan.random = plan.priorities = 30;
  passes(
      [] {
        ignore_sigpipe();
        std::uint16_t port = 0;
        const Fd listener = listen_loopback(port);
        const Pair pair = make_tcp();
        std::thread acceptor([&] {
          EXPECT_EQ(::accept(listener.get(), nullptr, nullptr), -1);
          EXPECT_EQ(errno, EINVAL);
        });
        std::thread reader([&] { EXPECT_EQ(hear(pair.a), "end"); });
        std::thread writer([&] { EXPECT_EQ(try_to_say(pair.a, "abc"), "2"); });
        settle();
        EXPECT_EQ(::shutdown(listener.get(), SHUT_RDWR), 0);
        EXPECT_EQ(::shutdown(pair.a.get(), SHUT_RDWR), 0);
        acceptor.join();
        reader.join();
        writer.join();
        EXPECT_EQ(try_to_say(pair.a), "EPIPE");
        EXPECT_EQ(hear(pair.b), "ab");
        EXPECT_EQ(hear(pair.b), "end");
      },
      plan);
}

TEST(VirtualDescriptors, EndingToSendLeavesTheOtherDirection) {
  passes([] {
    const Pair pair = make_tcp();
    say(pair.a, "question");
    EXPECT_EQ(::shutdown(pair.a.get(), SHUT_WR), 0);
    EXPECT_EQ(hear(pair.b), "question");
    EXPECT_EQ(hear(pair.b), "end");
    say(pair.b, "answer");
    EXPECT_EQ(hear(pair.a), "answer");
  });
}

TEST(VirtualDescriptors, ClosingWithUnreadBytesResets) {
  passes([] {
    ignore_sigpipe();
    for (const bool tcp : {false, true}) {
      Pair pair = tcp ? make_tcp() : make_unix();
      say(pair.a, "unread");
      say(pair.b, "last");
      pair.b = Fd();
      EXPECT_EQ(hear(pair.a), "last");
      EXPECT_EQ(hear(pair.a), "ECONNRESET");
      EXPECT_EQ(hear(pair.a), "end");
      EXPECT_EQ(try_to_say(pair.a), "EPIPE");
    }
  });
}

TEST(VirtualDescriptors, LingeringForNoTimeResets) {
  passes([] {
    ignore_sigpipe();
    Pair pair = make_tcp();
    reset_at_close(pair.a);
    pair.a = Fd();
    EXPECT_EQ(try_to_say(pair.b), "ECONNRESET");
    EXPECT_EQ(try_to_say(pair.b), "EPIPE");
    EXPECT_EQ(hear(pair.b), "end");
  });
}

TEST(VirtualDescriptors, TheFirstWriteToAClosedTcpPeerIsLost) {
  passes([] {
    ignore_sigpipe();
    Pair pair = make_tcp();
    pair.a = Fd();
    EXPECT_EQ(try_to_say(pair.b), "all");
    EXPECT_EQ(try_to_say(pair.b), "EPIPE");
    EXPECT_EQ(hear(pair.b), "end");
  });
}

// --- connecting

TEST(VirtualDescriptors, ServeAClientOfTheKit) {
  passes([] {
    std::uint16_t port = 0;
    const Fd listener = listen_loopback(port);
    EXPECT_NE(port, 0);
    std::thread server([&] {
      const Fd client(::accept(listener.get(), nullptr, nullptr));
      say(client, hear(client));
    });
    const Fd client = connect_loopback(port);
    say(client, "hello");
    EXPECT_EQ(hear(client), "hello");
    EXPECT_EQ(hear(client), "end");
    server.join();
  });
}

TEST(VirtualDescriptors, ToldWhoIsThere) {
  passes([] {
    std::uint16_t port = 0;
    const Fd listener = listen_loopback(port);
    const Fd client = connect_loopback(port);
    sockaddr_in peer{}, name{};
    socklen_t size = sizeof peer;
    const Fd server(
        ::accept(listener.get(), reinterpret_cast<sockaddr*>(&peer), &size));
    EXPECT_EQ(size, sizeof peer);
    ASSERT_EQ(
        ::getsockname(client.get(), reinterpret_cast<sockaddr*>(&name), &size),
        0);
    EXPECT_EQ(peer.sin_port, name.sin_port);
    EXPECT_EQ(peer.sin_addr.s_addr, htonl(INADDR_LOOPBACK));
    ASSERT_EQ(
        ::getpeername(client.get(), reinterpret_cast<sockaddr*>(&name), &size),
        0);
    EXPECT_EQ(ntohs(name.sin_port), port);
  });
}

TEST(VirtualDescriptors, RefuseWhereNobodyListens) {
  passes([] {
    std::uint16_t port = 0;
    Fd listener = listen_loopback(port);
    listener = Fd();
    try {
      connect_loopback(port);
      FAIL();
    } catch (const std::system_error& error) {
      EXPECT_EQ(error.code().value(), ECONNREFUSED);
    }
    const Fd once = listen_loopback(port);
    EXPECT_THROW(listen_loopback(port), std::system_error);
  });
}

TEST(VirtualDescriptors, AConnectionThatNobodyAcceptedIsReset) {
  passes([] {
    std::uint16_t port = 0;
    Fd listener = listen_loopback(port);
    const Fd client = connect_loopback(port);
    std::thread closer([&] { listener = Fd(); });
    EXPECT_EQ(hear(client), "ECONNRESET");
    closer.join();
  });
}

TEST(VirtualDescriptors, AFullBacklogBlocksTheNextClient) {
  passes([] {
    const Fd listener(::socket(AF_UNIX, SOCK_STREAM, 0));
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    std::strcpy(name.sun_path, "/tmp/nowhere");
    const auto* generic = reinterpret_cast<const sockaddr*>(&name);
    ASSERT_EQ(::bind(listener.get(), generic, sizeof name), 0);
    ASSERT_EQ(::listen(listener.get(), 0), 0);
    const Fd first(::socket(AF_UNIX, SOCK_STREAM, 0));
    const Fd second(::socket(AF_UNIX, SOCK_STREAM, 0));
    ASSERT_EQ(::connect(first.get(), generic, sizeof name), 0);
    std::thread other(
        [&] { EXPECT_EQ(::connect(second.get(), generic, sizeof name), 0); });
    settle();
    EXPECT_TRUE(blocked(other.get_id()));
    const Fd accepted(::accept(listener.get(), nullptr, nullptr));
    other.join();
  });
}

TEST(VirtualDescriptors, ConnectInTheBackgroundThenAskHowItEnded) {
  passes([] {
    std::uint16_t port = 0;
    Fd listener = listen_loopback(port);
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_port = htons(port);
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const auto* generic = reinterpret_cast<const sockaddr*>(&name);
    for (const int expected : {0, ECONNREFUSED}) {
      const Fd client(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
      EXPECT_EQ(::connect(client.get(), generic, sizeof name), -1);
      EXPECT_EQ(errno, EINPROGRESS);
      EXPECT_NE(events(client, POLLOUT, -1) & POLLOUT, 0);
      int error = -1;
      socklen_t size = sizeof error;
      ASSERT_EQ(::getsockopt(client.get(), SOL_SOCKET, SO_ERROR, &error, &size),
                0);
      EXPECT_EQ(error, expected);
      listener = Fd();
    }
  });
}

// --- poll

TEST(VirtualDescriptors, PollSeesWhatIsReady) {
  passes([] {
    ignore_sigpipe();
    Pair pipe = make_pipe();
    EXPECT_EQ(events(pipe.a), 0);
    EXPECT_EQ(events(pipe.b), POLLOUT);
    say(pipe.b, "x");
    EXPECT_EQ(events(pipe.a), POLLIN);
    pipe.b = Fd();
    EXPECT_EQ(events(pipe.a), POLLIN | POLLHUP);
    Pair tcp = make_tcp();
    EXPECT_EQ(events(tcp.b), POLLOUT);
    EXPECT_EQ(::shutdown(tcp.a.get(), SHUT_WR), 0);
    EXPECT_EQ(events(tcp.b), POLLOUT | POLLIN);
    EXPECT_EQ(::shutdown(tcp.b.get(), SHUT_WR), 0);
    EXPECT_EQ(events(tcp.b), POLLOUT | POLLIN | POLLHUP);
    pollfd closed{101, POLLIN, 0};
    EXPECT_EQ(::poll(&closed, 1, -1), 1);
    EXPECT_EQ(closed.revents, POLLNVAL);
  });
}

TEST(VirtualDescriptors, PollWaitsForAnyOfSeveral) {
  passes([] {
    const Pair one = make_pipe(), two = make_pipe();
    std::thread other([&] { say(two.b, "x"); });
    pollfd both[] = {{one.a.get(), POLLIN, 0}, {two.a.get(), POLLIN, 0}};
    EXPECT_EQ(::poll(both, 2, -1), 1);
    EXPECT_EQ(both[0].revents, 0);
    EXPECT_EQ(both[1].revents, POLLIN);
    fd_set in;
    FD_ZERO(&in);
    FD_SET(one.a.get(), &in);
    FD_SET(two.a.get(), &in);
    EXPECT_EQ(::select(two.a.get() + 1, &in, nullptr, nullptr, nullptr), 1);
    EXPECT_TRUE(FD_ISSET(two.a.get(), &in));
    EXPECT_FALSE(FD_ISSET(one.a.get(), &in));
    other.join();
  });
}

TEST(VirtualDescriptors, PollTimesOutOnTheVirtualClock) {
  passes([] {
    const Pair pipe = make_pipe();
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(events(pipe.a, POLLIN, 60'000), 0);
    EXPECT_EQ(std::chrono::steady_clock::now() - start, 60s);
    EXPECT_EQ(::poll(nullptr, 0, 1'000), 0);
    EXPECT_EQ(std::chrono::steady_clock::now() - start, 61s);
    std::thread waiter([&] { EXPECT_EQ(events(pipe.a, POLLIN, 10), POLLIN); });
    settle();
    advance(5ms);
    settle();
    EXPECT_TRUE(blocked(waiter.get_id()));
    say(pipe.b, "x");
    waiter.join();
  });
}

TEST(VirtualDescriptors, ReadGivesUpAfterItsTimeLimit) {
  passes([] {
    const Pair pair = make_unix();
    const timeval limit{2, 0};
    ASSERT_EQ(::setsockopt(pair.a.get(), SOL_SOCKET, SO_RCVTIMEO, &limit,
                           sizeof limit),
              0);
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(hear(pair.a), "EAGAIN");
    EXPECT_EQ(std::chrono::steady_clock::now() - start, 2s);
  });
}

TEST(VirtualDescriptors, AnEventfdCounts) {
  passes([] {
    const Fd bell(::eventfd(0, 0));
    std::thread other([&] {
      eventfd_t value = 0;
      EXPECT_EQ(::eventfd_read(bell.get(), &value), 0);
      EXPECT_EQ(value, 3u);
    });
    EXPECT_EQ(::eventfd_write(bell.get(), 3), 0);
    other.join();
    EXPECT_EQ(events(bell), POLLOUT);
  });
}

// --- waiting, as tests see it

TEST(VirtualDescriptors, WaitingIsSeen) {
  passes([] {
    const Pair pipe = make_pipe();
    std::thread reader([&] { EXPECT_EQ(hear(pipe.a), "x"); });
    settle();
    EXPECT_TRUE(blocked(reader.get_id()));
    EXPECT_EQ(waited(reader.get_id()), 1);
    say(pipe.b, "x");
    EXPECT_FALSE(blocked(reader.get_id()));
    settle();
    EXPECT_EQ(wakeups(reader.get_id()), 1);
    reader.join();
  });
}

TEST(VirtualDescriptors, AskingAgainAndAgainIsALivelock) {
  fails("livelock", [] {
    const Pair pipe = make_pipe(O_NONBLOCK);
    char c;
    while (::read(pipe.a.get(), &c, 1) < 0 && errno == EAGAIN) {
    }
  });
}

// --- what a byte hands over

TEST(VirtualDescriptors, AByteHandsOverWhatWasWrittenBefore) {
  passes([] {
    const Pair pipe = make_pipe();
    int data = 0;
    std::thread other([&] {
      data = 1;
      say(pipe.b, "x");
    });
    EXPECT_EQ(hear(pipe.a), "x");
    EXPECT_EQ(data, 1);
    other.join();
  });
}

TEST(VirtualDescriptors, TheEndHandsOverWhatWasWrittenBefore) {
  passes([] {
    Pair pair = make_tcp();
    int data = 0;
    std::thread other([&] {
      data = 1;
      pair.b = Fd();
    });
    EXPECT_EQ(hear(pair.a), "end");
    EXPECT_EQ(data, 1);
    other.join();
  });
}

TEST(VirtualDescriptors, AcceptSeesWhatCameBeforeConnect) {
  passes([] {
    std::uint16_t port = 0;
    const Fd listener = listen_loopback(port);
    int data = 0;
    std::thread other([&] {
      data = 1;
      const Fd client = connect_loopback(port);
    });
    const Fd server(::accept(listener.get(), nullptr, nullptr));
    EXPECT_EQ(data, 1);
    other.join();
  });
}

TEST(VirtualDescriptors, WithoutAByteItIsARace) {
  fails("race", [] {
    const Pair pipe = make_pipe();
    int data = 0;
    std::thread other([&] {
      say(pipe.b, "x");
      data = 1;
    });
    EXPECT_EQ(hear(pipe.a), "x");
    EXPECT_LE(data, 1);
    other.join();
  });
}

TEST(VirtualDescriptors, ABufferThatOthersUseIsARace) {
  fails("race", [] {
    const Pair pipe = make_pipe();
    char buffer[4] = {};
    std::thread other([&] { buffer[0] = 'a'; });
    EXPECT_EQ(::write(pipe.b.get(), buffer, 1), 1);
    other.join();
  });
}

// --- an unkind world

TEST(VirtualDescriptors, EveryShorterCountAndEintr) {
  Schedules plan = small_plan();
  plan.unkind_io = 1;
  for (const char* answer : {"a", "ab", "abc", "EINTR"}) {
    fails(
        "expectation",
        [=] {
          const Pair pair = make_unix();
          if (try_to_say(pair.b, "abc") == "all") {
            EXPECT_NE(hear(pair.a), answer);
          }
        },
        plan);
  }
  passes(
      [] {
        const Pair pair = make_unix();
        const std::string said = try_to_say(pair.b, "abc");
        EXPECT_TRUE(said == "1" || said == "2" || said == "all" ||
                    said == "EINTR")
            << said;
      },
      plan);
}

TEST(VirtualDescriptors, TheKitTakesAnUnkindWorld) {
  Schedules plan = small_plan();
  plan.unkind_io = 2;
  passes(
      [] {
        std::uint16_t port = 0;
        const Fd listener = listen_loopback(port);
        const Fd client = connect_loopback(port);
        int fd = -1;
        while (fd < 0) {
          fd = ::accept(listener.get(), nullptr, nullptr);
          if (fd < 0) {
            EXPECT_TRUE(errno == EINTR || errno == ECONNABORTED);
          }
        }
        const Fd server(fd);
      },
      plan);
  fails(
      "expectation",
      [] {
        std::uint16_t port = 0;
        const Fd listener = listen_loopback(port);
        const Fd client = connect_loopback(port);
        const Fd server(::accept(listener.get(), nullptr, nullptr));
        EXPECT_GE(server.get(), 0);
      },
      plan);
}

TEST(VirtualDescriptors, OthersThanStreamsAreNotDriven) {
  fails("not driven", [] { ::socket(AF_INET, SOCK_DGRAM, 0); });
}

}  // namespace
}  // namespace pots::adv
