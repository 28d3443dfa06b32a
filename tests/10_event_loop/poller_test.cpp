// What Poller promises: who is queued for which descriptor, what is never
// queued, and how seldom the kernel is told.
#include <gtest/gtest.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <source_location>
#include <string>
#include <system_error>
#include <vector>

#include "pots/adversary.hpp"
#include "pots/fd.hpp"
#include "pots/loop_world.hpp"
#include "pots/testing.hpp"
#include "same_text.hpp"

// The answer's calls of epoll_ctl come here and are counted.
inline int epoll_ctl_calls = 0;
inline int counted_epoll_ctl(int set, int how, int fd, epoll_event* event) {
  ++epoll_ctl_calls;
  return epoll_ctl(set, how, fd, event);
}
#define epoll_ctl counted_epoll_ctl
#include "pots/aio/poller.hpp"
#undef epoll_ctl

namespace pots::aio {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::make_pipe;
using testing::make_socket_pair;
using testing::put;
using testing::take_all;

constexpr Duration kNow{0};

// A reaction with a name, and what was run or queued, in names.
struct Named : Reaction {
  Named(std::string its_name, std::string& its_log)
      : Reaction(&write_down), name(std::move(its_name)), log(its_log) {}
  static void write_down(Reaction& r) {
    auto& self = static_cast<Named&>(r);
    self.log += (self.log.empty() ? "" : " ") + self.name;
  }
  std::string name;
  std::string& log;
};

// Whether exactly `expected` was queued.
bool queued(const std::string& got, const std::string& expected,
            const char* why,
            std::source_location where = std::source_location::current()) {
  return same_text("queued", got, expected, why, where);
}

// Tells what is ready backwards, if it is to.
class BackwardWorld : public VirtualWorld {
 public:
  bool backwards = false;
  int wait(int epfd, epoll_event* events, int cap,
           std::optional<Duration> timeout) override {
    const int n = VirtualWorld::wait(epfd, events, cap, timeout);
    if (backwards) std::reverse(events, events + n);
    return n;
  }
};

// A poller in a world without waiting, and reactions a, b, c.
struct Desk {
  BackwardWorld world;
  std::string log;
  Named a{"a", log}, b{"b", log}, c{"c", log};
  std::unique_ptr<ReadyQueue> queue = std::make_unique<ReadyQueue>();
  ReadyQueue& ready = *queue;
  Poller poller{world};

  // Takes out all that is queued and says what it was, the oldest first.
  std::string taken() {
    std::string names;
    for (int i = 0; i < 10; ++i) {
      Reaction* next = ready.pop();
      if (next == nullptr) return names;
      names += (names.empty() ? "" : " ") + static_cast<Named*>(next)->name;
    }
    // Its links are broken: it can not even be destroyed.
    static_cast<void>(queue.release());
    return names + " ...";
  }
  // What one poll queues.
  std::string polled(std::optional<Duration> timeout = kNow) {
    poller.poll(timeout, ready);
    return taken();
  }
};

// --- example ---

TEST(Poller, QueuesTheReaderOfAPipe) {
  Desk desk;
  const testing::Pipe pipe = make_pipe();
  desk.poller.watch(pipe.reader.get(), Dir::read, &desk.a);
  queued(desk.polled(), "", "the pipe is empty");
  put(pipe.writer.get(), "x");
  desk.poller.poll(kNow, desk.ready);
  if (!queued(desk.taken(), "a",
              "the pipe is readable, but the reaction was not queued"))
    return;
  EXPECT_EQ(desk.poller.watcher(pipe.reader.get(), Dir::read), &desk.a);
  EXPECT_EQ(desk.log, "") << "poll() ran a reaction: it only queues them";
}

// --- what is ready ---

TEST(Poller, LeftoverIsReportedAgain) {
  Desk desk;
  const testing::Pipe pipe = make_pipe();
  desk.poller.watch(pipe.reader.get(), Dir::read, &desk.a);
  put(pipe.writer.get(), "ab");
  EXPECT_EQ(desk.polled(), "a");
  char first = 0;
  ASSERT_EQ(::read(pipe.reader.get(), &first, 1), 1);
  queued(desk.polled(), "a", "there is still a 'b' to be read");
  queued(desk.polled(), "a", "there is still a 'b' to be read");
  EXPECT_EQ(take_all(pipe.reader.get()), "b");
  queued(desk.polled(), "", "nothing is left");
}

TEST(Poller, ThreeReadyThreeQueued) {
  Desk desk;
  const testing::Pipe one = make_pipe(), two = make_pipe(), three = make_pipe();
  desk.poller.watch(one.reader.get(), Dir::read, &desk.a);
  desk.poller.watch(two.reader.get(), Dir::read, &desk.b);
  desk.poller.watch(three.reader.get(), Dir::read, &desk.c);
  for (const testing::Pipe* pipe : {&one, &two, &three}) {
    put(pipe->writer.get(), "x");
  }
  desk.poller.poll(kNow, desk.ready);
  for (const Reaction* each : {&desk.a, &desk.b, &desk.c}) {
    EXPECT_TRUE(each->linked())
        << "three descriptors are ready, but not all three were queued";
  }
  const std::string names = desk.taken();
  EXPECT_EQ(names.size(), 5U) << "three were ready, but queued was " << names;
}

TEST(Poller, PipeEndOfStreamWakes) {
  Desk desk;
  testing::Pipe pipe = make_pipe();
  desk.poller.watch(pipe.reader.get(), Dir::read, &desk.a);
  pipe.writer = Fd();
  queued(desk.polled(), "a",
         "the stream has ended: of a pipe, EPOLLHUP alone says so");
  testing::Pipe other = make_pipe();
  desk.poller.watch(pipe.reader.get(), Dir::read, nullptr);
  desk.poller.watch(other.writer.get(), Dir::write, &desk.b);
  put(other.writer.get(), std::string(65536, 'x'));
  queued(desk.polled(), "", "there is no room in the pipe");
  other.reader = Fd();
  queued(desk.polled(), "b",
         "nobody will ever read: the writer has to be told (EPOLLERR)");
}

TEST(Poller, ReadAndWriteTogether) {
  for (const bool reader_first : {true, false}) {
    Desk desk;
    const testing::SocketPair pair = make_socket_pair();
    const int fd = pair.ours.get();
    if (reader_first) desk.poller.watch(fd, Dir::read, &desk.a);
    desk.poller.watch(fd, Dir::write, &desk.b);
    if (!reader_first) desk.poller.watch(fd, Dir::read, &desk.a);
    queued(desk.polled(), "b", "there is room to write, nothing to read");
    put(pair.theirs.get(), "x");
    queued(desk.polled(), "a b", "both; the reader comes first");
    desk.poller.watch(fd, Dir::write, nullptr);
    queued(desk.polled(), "a", "nobody waits to write any more");
    desk.poller.watch(fd, Dir::write, &desk.c);
    desk.poller.watch(fd, Dir::read, nullptr);
    queued(desk.polled(), "c", "nobody waits to read any more");
  }
}

TEST(Poller, HangUpWakesBothDirections) {
  Desk desk;
  testing::SocketPair pair = make_socket_pair();
  desk.poller.watch(pair.ours.get(), Dir::read, &desk.a);
  desk.poller.watch(pair.ours.get(), Dir::write, &desk.b);
  pair.theirs = Fd();
  EXPECT_EQ(desk.polled(), "a b");
  // Of a pipe nothing but the one flag is told.
  testing::Pipe ended = make_pipe();
  Desk other;
  other.poller.watch(ended.reader.get(), Dir::write, &other.a);
  queued(other.polled(), "", "nothing has happened to the pipe");
  ended.writer = Fd();
  queued(other.polled(), "a",
         "a hang-up (EPOLLHUP) counts as both directions: whoever waits to "
         "write has to be told, too");
  testing::Pipe broken = make_pipe();
  other.poller.forget(ended.reader.get());
  put(broken.writer.get(), std::string(65536, 'x'));
  other.poller.watch(broken.writer.get(), Dir::read, &other.b);
  queued(other.polled(), "", "nothing has happened to the pipe");
  broken.reader = Fd();
  queued(other.polled(), "b",
         "an error (EPOLLERR) counts as both directions: whoever waits to "
         "read has to be told, too");
}

TEST(Poller, InAndHupOnce) {
  Desk desk;
  testing::Pipe pipe = make_pipe();
  desk.poller.watch(pipe.reader.get(), Dir::read, &desk.a);
  put(pipe.writer.get(), "x");
  pipe.writer = Fd();
  queued(desk.polled(), "a", "EPOLLIN and EPOLLHUP came together");
  take_all(pipe.reader.get());
  for (int i = 0; i < 2; ++i) {
    queued(desk.polled(), "a",
           "the end is still there: every poll() that finds it queues whoever "
           "waits");
  }
}

TEST(Poller, QueuedAlreadyIsNotQueuedAgain) {
  Desk desk;
  const testing::Pipe pipe = make_pipe();
  desk.poller.watch(pipe.reader.get(), Dir::read, &desk.a);
  put(pipe.writer.get(), "x");
  for (int i = 0; i < 3; ++i) {
    desk.poller.poll(kNow, desk.ready);
    if (i == 0) desk.ready.push(desk.b);
  }
  queued(desk.taken(), "a b", "polled three times, and `a` kept its place");
}

TEST(Poller, QueuesInTheOrderOfTheWorld) {
  Desk desk;
  const testing::SocketPair one = make_socket_pair(), two = make_socket_pair();
  desk.poller.watch(one.ours.get(), Dir::read, &desk.a);
  desk.poller.watch(one.ours.get(), Dir::write, &desk.b);
  desk.poller.watch(two.ours.get(), Dir::write, &desk.c);
  put(one.theirs.get(), "x");
  const std::string told = desk.polled();
  ASSERT_TRUE(told == "a b c" || told == "c a b")
      << "queued \"" << told << "\", expected a, b and c, and b right behind a";
  desk.world.backwards = true;
  queued(desk.polled(), told == "a b c" ? "c a b" : "a b c",
         "the world told it backwards now; of one descriptor the reader still "
         "comes first");
}

// --- who is never queued ---

TEST(Poller, CountsWhoWaits) {
  Desk desk;
  const testing::SocketPair pair = make_socket_pair();
  const int fd = pair.ours.get();
  EXPECT_EQ(desk.poller.waiting(), 0U);
  EXPECT_EQ(desk.poller.watcher(fd, Dir::write), nullptr);
  desk.poller.watch(fd, Dir::read, &desk.a);
  desk.poller.watch(fd, Dir::write, &desk.b);
  EXPECT_EQ(desk.poller.waiting(), 2U);
  EXPECT_EQ(desk.poller.watcher(fd, Dir::read), &desk.a);
  EXPECT_EQ(desk.poller.watcher(fd, Dir::write), &desk.b);
  desk.poller.watch(fd, Dir::read, &desk.c);
  EXPECT_EQ(desk.poller.waiting(), 2U)
      << "waiting() counts somebody who was replaced";
  desk.poller.watch(fd, Dir::read, nullptr);
  desk.poller.watch(fd, Dir::read, nullptr);
  EXPECT_EQ(desk.poller.waiting(), 1U);
  EXPECT_EQ(desk.poller.watcher(fd, Dir::read), nullptr);
  desk.poller.forget(fd);
  EXPECT_EQ(desk.poller.waiting(), 0U);
  EXPECT_EQ(desk.poller.watcher(fd, Dir::write), nullptr);
  // Before each close(), whether somebody waits or not.
  EXPECT_NO_THROW(desk.poller.forget(fd)) << "it is forgotten already";
  EXPECT_NO_THROW(desk.poller.forget(pair.theirs.get()))
      << "nobody has ever waited for it";
  EXPECT_EQ(desk.poller.waiting(), 0U);
  const testing::Pipe pipe = make_pipe();
  const int low = pipe.reader.get();
  for (int i = 0; i < 2; ++i) desk.poller.watch(low, Dir::read, &desk.a);
  EXPECT_EQ(desk.poller.waiting(), 1U)
      << "waiting() counts somebody twice who was registered again";
  // The same pipe, under a number far behind all others.
  const Fd far(::dup2(low, 500));
  ASSERT_EQ(far.get(), 500);
  EXPECT_EQ(desk.poller.watcher(far.get(), Dir::read), nullptr);
  EXPECT_NO_THROW(desk.poller.watch(far.get(), Dir::read, &desk.b))
      << "a descriptor with a number as big as 500 may be watched, too";
  EXPECT_EQ(desk.poller.watcher(far.get(), Dir::read), &desk.b);
  EXPECT_EQ(desk.poller.watcher(low, Dir::read), &desk.a);
  EXPECT_EQ(desk.poller.waiting(), 2U);
  put(pipe.writer.get(), "x");
  const std::string both = desk.polled();
  EXPECT_TRUE(both == "a b" || both == "b a")
      << "queued \"" << both << "\", expected a, who waits for descriptor "
      << low << ", and b, who waits for " << far.get();
}

TEST(Poller, WhoeverIsReplacedIsUnqueued) {
  Desk desk;
  const testing::Pipe pipe = make_pipe();
  const int fd = pipe.reader.get();
  put(pipe.writer.get(), "x");
  desk.poller.watch(fd, Dir::read, &desk.a);
  desk.poller.poll(kNow, desk.ready);
  ASSERT_TRUE(desk.a.linked());
  desk.poller.watch(fd, Dir::read, &desk.b);
  queued(desk.taken(), "", "`a` waits no more");
  EXPECT_EQ(desk.polled(), "b");
  desk.poller.poll(kNow, desk.ready);
  desk.poller.watch(fd, Dir::read, nullptr);
  queued(desk.taken(), "", "`b` waits no more");
  // The same of those who want to write.
  const testing::SocketPair pair = make_socket_pair();
  desk.poller.watch(pair.ours.get(), Dir::write, &desk.a);
  desk.poller.poll(kNow, desk.ready);
  desk.poller.watch(pair.ours.get(), Dir::write, &desk.c);
  queued(desk.taken(), "", "`a` waits to write no more");
  EXPECT_EQ(desk.polled(), "c");
  desk.poller.poll(kNow, desk.ready);
  desk.poller.watch(pair.ours.get(), Dir::write, nullptr);
  queued(desk.taken(), "", "`c` waits to write no more");
}

// Runs `f`, whatever that is.
struct Doing : Reaction {
  explicit Doing(std::function<void()> what)
      : Reaction([](Reaction& r) { static_cast<Doing&>(r).f(); }),
        f(std::move(what)) {}
  std::function<void()> f;
};

TEST(Poller, ForgetInTheSameBatch) {
  VirtualWorld world;
  ReadyQueue ready;
  Poller poller(world);
  testing::Pipe pipes[] = {make_pipe(), make_pipe()};
  testing::Pipe late;
  std::vector<std::unique_ptr<Doing>> readers;
  std::string log;
  Doing owner([&] { log += " new"; });
  // Whoever comes first closes the other's pipe; its number gets a new owner.
  for (int i : {0, 1}) {
    readers.push_back(std::make_unique<Doing>([&, i] {
      log += i == 0 ? " one" : " two";
      if (late.reader.get() >= 0) return;
      Fd& other = pipes[1 - i].reader;
      poller.forget(other.get());
      const int number = other.get();
      other = Fd();
      late = make_pipe();
      ASSERT_EQ(late.reader.get(), number);  // the lowest free one
      poller.watch(number, Dir::read, &owner);
    }));
    poller.watch(pipes[i].reader.get(), Dir::read, readers.back().get());
    put(pipes[i].writer.get(), "x");
  }
  poller.poll(kNow, ready);
  run_batch(ready);
  EXPECT_TRUE(log == " one" || log == " two")
      << "ran:" << log << ", but the first had forgotten the other's "
      << "descriptor and closed it";
  take_all(pipes[0].reader.get() >= 0 ? pipes[0].reader.get()
                                      : pipes[1].reader.get());
  log.clear();
  poller.poll(kNow, ready);
  run_batch(ready);
  EXPECT_EQ(log, "") << "ran:" << log << ", but the new pipe is empty";
  put(late.writer.get(), "x");
  poller.poll(kNow, ready);
  run_batch(ready);
  EXPECT_EQ(log, " new") << "ran:" << log << ", expected new: the number "
                         << "belongs to the new pipe now";

  Desk desk;
  const testing::SocketPair pair = make_socket_pair();
  put(pair.theirs.get(), "x");
  desk.poller.watch(pair.ours.get(), Dir::read, &desk.a);
  desk.poller.watch(pair.ours.get(), Dir::write, &desk.b);
  desk.poller.poll(kNow, desk.ready);
  ASSERT_TRUE(desk.a.linked() && desk.b.linked());
  desk.poller.forget(pair.ours.get());
  queued(desk.taken(), "",
         "the descriptor was forgotten, so its reader and its writer leave "
         "the queue");
}

TEST(Poller, ForgottenIsForgottenByTheKernelToo) {
  Desk desk;
  testing::Pipe pipe = make_pipe();
  const int number = pipe.reader.get();
  desk.poller.watch(number, Dir::read, &desk.a);
  // The same open pipe under another number: close() alone ends nothing.
  const Fd twin(::dup(number));
  desk.poller.forget(number);
  pipe.reader = Fd();
  put(pipe.writer.get(), "x");
  EXPECT_EQ(desk.polled(), "");
  EXPECT_EQ(desk.polled(seconds(1)), "");
  EXPECT_EQ(desk.world.now(), seconds(1))
      << "the kernel still looks at a descriptor that was forgotten";
}

TEST(Poller, RefusesARegularFile) {
  Desk desk;
  const Fd file = testing::make_memory_file();
  const testing::Pipe pipe = make_pipe();
  desk.poller.watch(pipe.reader.get(), Dir::read, &desk.a);
  int error = 0;
  try {
    desk.poller.watch(file.get(), Dir::read, &desk.b);
    desk.poller.poll(kNow, desk.ready);
  } catch (const std::system_error& refused) {
    error = refused.code().value();
  }
  EXPECT_EQ(error, EPERM)
      << "watching a regular file: expected system_error with EPERM, from "
         "watch() or the next poll()";
  EXPECT_EQ(desk.poller.watcher(file.get(), Dir::read), nullptr);
  EXPECT_EQ(desk.poller.waiting(), 1U)
      << "the regular file is counted by waiting(), but nobody is registered";
  put(pipe.writer.get(), "x");
  queued(desk.polled(), "a", "the others go on");
  EXPECT_THROW(
      {
        desk.poller.watch(file.get(), Dir::read, &desk.b);
        desk.poller.poll(kNow, desk.ready);
      },
      std::system_error)
      << "the regular file was refused once; it has to be refused again";
  EXPECT_EQ(desk.poller.waiting(), 1U);
}

// --- the kernel is told little ---

TEST(Poller, WaitsAsLongAsItIsTold) {
  Desk desk;
  const testing::Pipe pipe = make_pipe();
  desk.poller.watch(pipe.reader.get(), Dir::read, &desk.a);
  EXPECT_EQ(desk.polled(kNow), "");
  EXPECT_EQ(desk.world.now(), kNow) << "poll(0) has waited";
  EXPECT_EQ(desk.polled(milliseconds(5)), "");
  EXPECT_EQ(desk.world.now(), milliseconds(5));
  EXPECT_THROW(desk.polled(std::nullopt), WouldSleepForever)
      << "poll without a timeout came back, but nothing has happened";
}

// Nobody waits for what is ready: a poll may come back at once for that one
// time, but then it has to sleep.
void sleeps_soon(Desk& desk, const char* why) {
  const Time begin = desk.world.now();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(desk.polled(seconds(1)), "") << why;
  EXPECT_GE(desk.world.now() - begin, seconds(2))
      << "three polls of a second each, and the clock has not moved by two: "
      << why;
}

TEST(Poller, NoWatcherNoSpin) {
  {
    Desk desk;
    const testing::Pipe pipe = make_pipe();
    desk.poller.watch(pipe.reader.get(), Dir::read, &desk.a);
    put(pipe.writer.get(), "x");
    desk.poller.watch(pipe.reader.get(), Dir::read, nullptr);
    sleeps_soon(desk, "there are bytes that nobody waits for");
    desk.poller.watch(pipe.reader.get(), Dir::read, &desk.b);
    queued(desk.polled(), "b", "somebody waits for them again");
  }
  {
    Desk desk;
    const testing::SocketPair pair = make_socket_pair();
    desk.poller.watch(pair.ours.get(), Dir::read, &desk.a);
    desk.poller.watch(pair.ours.get(), Dir::write, &desk.b);
    desk.poller.watch(pair.ours.get(), Dir::write, nullptr);
    sleeps_soon(desk, "there is room to write that nobody waits for");
    put(pair.theirs.get(), "x");
    queued(desk.polled(), "a", "the reader still waits");
  }
  {
    Desk desk;
    testing::Pipe pipe = make_pipe();
    desk.poller.watch(pipe.reader.get(), Dir::read, &desk.a);
    pipe.writer = Fd();
    desk.poller.watch(pipe.reader.get(), Dir::read, nullptr);
    sleeps_soon(desk,
                "a stream has ended, and nobody waits for that; a mask "
                "of 0 does not silence EPOLLHUP");
    desk.poller.watch(pipe.reader.get(), Dir::read, &desk.b);
    queued(desk.polled(), "b", "somebody waits for the end again");
  }
}

TEST(Poller, LazyRegistration) {
  Desk desk;
  const testing::Pipe pipe = make_pipe();
  const int fd = pipe.reader.get();
  epoll_ctl_calls = 0;
  for (int i = 0; i < 1000; ++i) {
    desk.poller.watch(fd, Dir::read, i % 2 == 0 ? &desk.a : &desk.b);
    if (i % 10 == 0) {
      put(pipe.writer.get(), "x");
      ASSERT_EQ(desk.polled(), i % 2 == 0 ? "a" : "b");
      take_all(fd);
    }
    desk.poller.watch(fd, Dir::read, nullptr);
    ASSERT_EQ(desk.polled(), "");
  }
  EXPECT_LE(epoll_ctl_calls, 1)
      << epoll_ctl_calls << " calls of epoll_ctl for 1,000 rounds of watch and "
      << "unwatch, expected 1: the kernel looks already";
  put(pipe.writer.get(), "x");
  epoll_ctl_calls = 0;
  for (int i = 0; i < 10; ++i) ASSERT_EQ(desk.polled(), "");
  EXPECT_LE(epoll_ctl_calls, 1)
      << epoll_ctl_calls << " calls of epoll_ctl to make the kernel stop, "
      << "expected 1";
  const testing::SocketPair pair = make_socket_pair();
  epoll_ctl_calls = 0;
  for (int i = 0; i < 100; ++i) {
    desk.poller.watch(pair.ours.get(), Dir::write, &desk.b);
    ASSERT_EQ(desk.polled(), "b");
    desk.poller.watch(pair.ours.get(), Dir::write, nullptr);
  }
  EXPECT_LE(epoll_ctl_calls, 1)
      << epoll_ctl_calls << " calls of epoll_ctl for 100 rounds of watch and "
      << "unwatch of a writer, expected 1: the kernel looks already";
  testing::Pipe ended = make_pipe();
  desk.poller.watch(ended.reader.get(), Dir::read, &desk.c);
  desk.polled();
  ended.writer = Fd();
  epoll_ctl_calls = 0;
  for (int i = 0; i < 10; ++i) ASSERT_EQ(desk.polled(), "c");
  EXPECT_LE(epoll_ctl_calls, 1)
      << epoll_ctl_calls << " calls of epoll_ctl in 10 polls, while somebody "
      << "waits for what the kernel reports (a hang-up), expected none";
}

// --- the world plays ---

// Three pipes, each with a reader that takes a byte at a time: nothing is lost,
// nothing is read that is not there, and nobody polls much longer than needed.
TEST(Poller, LosesNothingInAnyOrder) {
  for_every_turn({.unkind = 2, .random = 300}, [](adv::LoopWorld& world) {
    ReadyQueue ready;
    Poller poller(world);
    testing::Pipe pipes[3];
    std::string read[3];
    std::vector<std::unique_ptr<Doing>> readers;
    for (int i = 0; i < 3; ++i) {
      pipes[i] = make_pipe();
      const int fd = pipes[i].reader.get();
      readers.push_back(std::make_unique<Doing>([&, i, fd] {
        char byte = 0;
        const ssize_t n = ::read(fd, &byte, 1);
        if (n > 0) {
          read[i] += byte;
        } else {
          read[i] += '.';
          poller.forget(fd);
        }
      }));
      poller.watch(fd, Dir::read, readers.back().get());
      put(pipes[i].writer.get(), i == 0 ? "a" : "xy");
      pipes[i].writer = Fd();
    }
    int polls = 0;
    while (poller.waiting() > 0 && polls < 12) {
      poller.poll(seconds(1), ready);
      run_batch(ready);
      ++polls;
    }
    EXPECT_EQ(read[0], "a.");
    EXPECT_EQ(read[1], "xy.");
    EXPECT_EQ(read[2], "xy.");
  });
}

TEST(Poller, LeavesNothingBehind) {
  testing::leaves_nothing_behind([] {
    Desk desk;
    const testing::Pipe pipe = make_pipe();
    const testing::SocketPair pair = make_socket_pair();
    desk.poller.watch(pipe.reader.get(), Dir::read, &desk.a);
    desk.poller.watch(pair.ours.get(), Dir::read, &desk.b);
    desk.poller.watch(pair.ours.get(), Dir::write, &desk.c);
    put(pipe.writer.get(), "x");
    desk.poller.poll(kNow, desk.ready);
    EXPECT_TRUE(desk.a.linked()) << "there is a byte in the pipe";
    EXPECT_TRUE(desk.c.linked()) << "there is room in the socket";
    desk.poller.forget(pipe.reader.get());
  });
}

}  // namespace
}  // namespace pots::aio
