// What the scheduler's epoll sets and eventfds promise of one thread: Linux's
// answers, in Linux's order.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <chrono>
#include <string>

#include "pots/loopback.hpp"
#include "tests/common/adversary/both_engines.hpp"
#include "tests/common/adversary/epoll_set.hpp"

namespace pots::adv {
namespace {

using namespace std::chrono_literals;

class VirtualEpoll : public BothEngines {};
INSTANTIATE_TEST_SUITE_P(Engines, VirtualEpoll, testing::Bool(), engine_name);

// One thread, a kind world: there is one schedule.
void once(const std::function<void()>& body) {
  Schedules plan;
  plan.random = plan.priorities = 1;
  plan.may_be_sequential = true;
  const Verdict verdict = explore_schedules(plan, body);
  EXPECT_TRUE(verdict.passed) << verdict.report;
  EXPECT_EQ(verdict.complete, 1u);
}

TEST_P(VirtualEpoll, TellsInTheOrderInWhichTheyBecameReady) {
  once([] {
    const EpollSet set;
    const Fd a = make_bell(), b = make_bell(), c = make_bell();
    EXPECT_EQ(set.add(a.get(), 'a'), "ok");
    EXPECT_EQ(set.add(b.get(), 'b'), "ok");
    EXPECT_EQ(set.add(c.get(), 'c'), "ok");
    EXPECT_EQ(set.wait(), "");
    ring(c);
    ring(a);
    EXPECT_EQ(set.wait(), "c:in a:in");
    // What has been told goes to the end.
    EXPECT_EQ(set.wait(0, 1), "c:in");
    EXPECT_EQ(set.wait(0, 1), "a:in");
    EXPECT_EQ(set.wait(0, 1), "c:in");
    ring(b);
    EXPECT_EQ(set.wait(), "a:in c:in b:in");
    EXPECT_EQ(answer(a), "1");
    EXPECT_EQ(set.wait(), "c:in b:in");
  });
}

TEST_P(VirtualEpoll, WhatIsReadyWhenAddedIsTold) {
  once([] {
    const EpollSet set;
    const Fd a = make_bell(2), b = make_bell();
    EXPECT_EQ(set.add(b.get(), 'b', EPOLLIN | EPOLLOUT), "ok");
    EXPECT_EQ(set.add(a.get(), 'a', EPOLLIN | EPOLLOUT), "ok");
    EXPECT_EQ(set.wait(), "b:out a:in+out");
  });
}

TEST_P(VirtualEpoll, EdgesAreToldOnceEach) {
  once([] {
    const EpollSet set;
    const Fd a = make_bell();
    EXPECT_EQ(set.add(a.get(), 'a', EPOLLIN | EPOLLET), "ok");
    ring(a);
    EXPECT_EQ(set.wait(), "a:in");
    EXPECT_EQ(set.wait(), "");
    ring(a);  // an edge, though it was readable before
    ring(a);
    EXPECT_EQ(set.wait(), "a:in");
    EXPECT_EQ(set.wait(), "");
    EXPECT_EQ(set.change(a.get(), 'b', EPOLLIN | EPOLLET), "ok");
    EXPECT_EQ(set.wait(), "b:in");
    EXPECT_EQ(answer(a), "3");
    EXPECT_EQ(set.wait(), "");
    ring(a);
    EXPECT_EQ(answer(a), "1");  // nothing is left of this edge
    EXPECT_EQ(set.wait(), "");
  });
}

TEST_P(VirtualEpoll, OneShotIsToldOnceUntilAskedAgain) {
  once([] {
    const EpollSet set;
    const Fd a = make_bell();
    EXPECT_EQ(set.add(a.get(), 'a', EPOLLIN | EPOLLONESHOT), "ok");
    ring(a);
    EXPECT_EQ(set.wait(), "a:in");
    ring(a);
    EXPECT_EQ(set.wait(), "");
    EXPECT_EQ(set.change(a.get(), 'a', EPOLLIN | EPOLLONESHOT), "ok");
    EXPECT_EQ(set.wait(), "a:in");
    EXPECT_EQ(set.wait(), "");
  });
}

TEST_P(VirtualEpoll, ErrorsAndHangupsAreToldUnasked) {
  once([] {
    const EpollSet set;
    int one[2], two[2];
    ASSERT_EQ(::pipe(one), 0);
    ASSERT_EQ(::pipe(two), 0);
    const Fd reader(one[0]), writer(two[1]);
    Fd other_writer(one[1]), other_reader(two[0]);
    EXPECT_EQ(set.add(reader.get(), 'r', 0), "ok");
    EXPECT_EQ(set.add(writer.get(), 'w', 0), "ok");
    EXPECT_EQ(set.wait(), "");
    other_writer = Fd();
    EXPECT_EQ(set.wait(), "r:hup");
    other_reader = Fd();
    EXPECT_EQ(set.wait(), "r:hup w:err");
  });
}

TEST_P(VirtualEpoll, SocketsTellOfPeersThatCome) {
  once([] {
    const EpollSet set;
    std::uint16_t port = 0;
    const Fd listener = listen_loopback(port);
    EXPECT_EQ(set.add(listener.get(), 'l', EPOLLIN | EPOLLET), "ok");
    Fd client = connect_loopback(port);
    EXPECT_EQ(set.wait(), "l:in");
    const Fd server(::accept(listener.get(), nullptr, nullptr));
    EXPECT_EQ(set.add(server.get(), 's', EPOLLIN | EPOLLRDHUP | EPOLLET), "ok");
    EXPECT_EQ(set.wait(), "");
    EXPECT_EQ(::write(client.get(), "x", 1), 1);
    EXPECT_EQ(set.wait(), "s:in");
    EXPECT_EQ(::shutdown(client.get(), SHUT_WR), 0);
    EXPECT_EQ(set.wait(), "s:in+rdhup");
    char c;
    EXPECT_EQ(::read(server.get(), &c, 1), 1);
    client = Fd();
    EXPECT_EQ(::read(server.get(), &c, 1), 0);
  });
}

TEST_P(VirtualEpoll, RoomToWriteIsAnEdgeIfThereWasNone) {
  Schedules plan;
  plan.stream_buffer = 2;
  plan.may_be_sequential = true;
  const Verdict verdict = explore_schedules(plan, [] {
    const EpollSet set;
    int ends[2];
    ASSERT_EQ(::pipe2(ends, O_NONBLOCK), 0);
    const Fd from(ends[0]), to(ends[1]);
    EXPECT_EQ(set.add(to.get(), 'w', EPOLLOUT | EPOLLET), "ok");
    EXPECT_EQ(set.wait(), "w:out");
    EXPECT_EQ(::write(to.get(), "ab", 2), 2);
    char c[2];
    EXPECT_EQ(set.wait(), "");
    EXPECT_EQ(::read(from.get(), c, 2), 2);
    EXPECT_EQ(set.wait(), "w:out");
  });
  EXPECT_TRUE(verdict.passed) << verdict.report;
}

TEST_P(VirtualEpoll, WatchesFilesNotNumbers) {
  once([] {
    const EpollSet set;
    Fd a = make_bell();
    const int number = a.get();
    Fd copy(::dup(number));
    EXPECT_EQ(set.add(number, 'a'), "ok");
    EXPECT_EQ(set.add(copy.get(), 'c'), "ok");  // another key
    ring(a);
    EXPECT_EQ(set.remove(copy.get()), "ok");
    a = Fd();
    EXPECT_EQ(set.wait(), "a:in");  // the copy keeps it open
    EXPECT_EQ(set.remove(number), "EBADF");
    const Fd other = make_bell();
    ASSERT_EQ(other.get(), number);
    EXPECT_EQ(set.remove(number), "ENOENT");  // the number is another file's
    EXPECT_EQ(set.add(number, 'o'), "ok");
    copy = Fd();
    EXPECT_EQ(set.wait(), "");
    ring(other);
    EXPECT_EQ(set.wait(), "o:in");
  });
}

TEST_P(VirtualEpoll, SetsMayBeInSets) {
  once([] {
    const EpollSet outer, inner;
    const Fd a = make_bell();
    EXPECT_EQ(outer.add(inner.get(), 'i', EPOLLIN | EPOLLET), "ok");
    EXPECT_EQ(inner.add(a.get(), 'a'), "ok");
    EXPECT_EQ(outer.wait(), "");
    ring(a);
    pollfd entry{inner.get(), POLLIN, 0};
    EXPECT_EQ(::poll(&entry, 1, 0), 1);
    EXPECT_EQ(outer.wait(), "i:in");
    EXPECT_EQ(inner.wait(), "a:in");
    EXPECT_EQ(outer.wait(), "");
    EXPECT_EQ(inner.add(outer.get(), 'o'), "ELOOP");
    EXPECT_EQ(inner.add(inner.get(), 'i'), "EINVAL");
  });
}

TEST_P(VirtualEpoll, KnowsItsErrors) {
  once([] {
    const EpollSet set;
    const Fd a = make_bell();
    epoll_event event{};
    EXPECT_EQ(set.change(a.get(), 'a', EPOLLIN), "ENOENT");
    EXPECT_EQ(set.remove(a.get()), "ENOENT");
    EXPECT_EQ(set.add(a.get(), 'a'), "ok");
    EXPECT_EQ(set.add(a.get(), 'a'), "EEXIST");
    EXPECT_EQ(set.add(101, 'x'), "EBADF");
    EXPECT_EQ(set.add(-1, 'x'), "EBADF");
    const Fd null(::open("/dev/null", O_RDONLY));
    EXPECT_EQ(set.add(null.get(), 'n'), "EPERM");
    EXPECT_EQ(::epoll_ctl(set.get(), 77, a.get(), &event), -1);
    EXPECT_EQ(errno, EINVAL);
    EXPECT_EQ(::epoll_ctl(a.get(), EPOLL_CTL_ADD, set.get(), &event), -1);
    EXPECT_EQ(errno, EINVAL);
    EXPECT_EQ(::epoll_ctl(101, EPOLL_CTL_ADD, a.get(), &event), -1);
    EXPECT_EQ(errno, EBADF);
    EXPECT_EQ(::epoll_ctl(set.get(), EPOLL_CTL_MOD, a.get(), nullptr), -1);
    EXPECT_EQ(errno, EFAULT);
    EXPECT_EQ(::epoll_wait(a.get(), &event, 1, 0), -1);
    EXPECT_EQ(errno, EINVAL);
    EXPECT_EQ(::epoll_wait(101, &event, 1, 0), -1);
    EXPECT_EQ(errno, EBADF);
    EXPECT_EQ(set.wait(0, 0), "EINVAL");
    EXPECT_EQ(set.wait(0, -1), "EINVAL");
    EXPECT_EQ(::epoll_create1(1), -1);
    EXPECT_EQ(errno, EINVAL);
    EXPECT_EQ(::epoll_create(0), -1);
    EXPECT_EQ(errno, EINVAL);
    char c[8];
    EXPECT_EQ(::read(set.get(), c, 8), -1);
    EXPECT_EQ(errno, EINVAL);
    EXPECT_EQ(::fcntl(set.get(), F_GETFD), FD_CLOEXEC);
  });
}

TEST_P(VirtualEpoll, WaitsOnTheVirtualClock) {
  once([] {
    const EpollSet set;
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(set.wait(60'000), "");
    EXPECT_EQ(std::chrono::steady_clock::now() - start, 60s);
    epoll_event event{};
    const timespec limit{1, 5};
    EXPECT_EQ(::epoll_pwait2(set.get(), &event, 1, &limit, nullptr), 0);
    EXPECT_EQ(::epoll_pwait(set.get(), &event, 1, 4, nullptr), 0);
    EXPECT_EQ(std::chrono::steady_clock::now() - start, 61s + 4ms + 5ns);
  });
}

TEST_P(VirtualEpoll, EventfdsCount) {
  once([] {
    const Fd bell = make_bell(5);
    EXPECT_EQ(ring(bell, 2), "ok");
    EXPECT_EQ(answer(bell), "7");
    EXPECT_EQ(answer(bell), "EAGAIN");
    EXPECT_EQ(ring(bell, ~eventfd_t{0}), "EINVAL");
    EXPECT_EQ(ring(bell, ~eventfd_t{0} - 1), "ok");
    EXPECT_EQ(ring(bell, 1), "EAGAIN");
    pollfd entry{bell.get(), POLLIN | POLLOUT, 0};
    EXPECT_EQ(::poll(&entry, 1, 0), 1);
    EXPECT_EQ(entry.revents, POLLIN);
    EXPECT_EQ(answer(bell), "18446744073709551614");
    const Fd permits = make_bell(2, EFD_SEMAPHORE | EFD_CLOEXEC);
    EXPECT_EQ(::fcntl(permits.get(), F_GETFD), FD_CLOEXEC);
    EXPECT_EQ(::fcntl(permits.get(), F_SETFL, O_NONBLOCK), 0);
    EXPECT_EQ(answer(permits), "1");
    EXPECT_EQ(answer(permits), "1");
    EXPECT_EQ(answer(permits), "EAGAIN");
    char few[7] = {};
    EXPECT_EQ(::read(bell.get(), few, sizeof few), -1);
    EXPECT_EQ(errno, EINVAL);
    EXPECT_EQ(::write(bell.get(), few, sizeof few), -1);
    EXPECT_EQ(errno, EINVAL);
    EXPECT_EQ(::eventfd(0, 1 << 20), -1);
    EXPECT_EQ(errno, EINVAL);
  });
}

TEST_P(VirtualEpoll, SomeRelativesAreNotDriven) {
  EXPECT_EQ(kind_of([] { ::timerfd_create(CLOCK_MONOTONIC, 0); }),
            "not driven");
  EXPECT_EQ(kind_of([] {
              const EpollSet set;
              const Fd bell = make_bell();
              set.add(bell.get(), 'b', EPOLLIN | EPOLLEXCLUSIVE);
            }),
            "not driven");
}

TEST_P(VirtualEpoll, LeftOpenIsALeak) {
  Schedules plan;
  plan.may_be_sequential = true;
  const Verdict verdict = explore_schedules(plan, [] { ::epoll_create1(0); });
  EXPECT_EQ(verdict.kind, "leak");
  EXPECT_NE(verdict.report.find("an epoll set"), std::string::npos)
      << verdict.report;
}

}  // namespace
}  // namespace pots::adv
