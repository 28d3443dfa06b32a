// What Loop promises: what runs in which turn, in which order, and that it
// sleeps when nothing is to be done.
#include "pots/aio/event_loop.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <source_location>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "pots/adversary.hpp"
#include "pots/fd.hpp"
#include "pots/loop_world.hpp"
#include "pots/testing.hpp"
#include "same_text.hpp"
#include "tests/oracle/loop_language.hpp"
#include "tests/oracle/named_loop.hpp"

namespace pots::aio {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::make_pipe;
using testing::make_socket_pair;
using testing::put;
using testing::take_all;

// A loop in a world without waiting, and what ran on it, in words.
struct Desk {
  VirtualWorld world;
  Loop loop{world};
  std::string log;

  // A callback that writes its name down.
  auto says(const char* name) {
    return
        [this, name] { log += (log.empty() ? "" : " ") + std::string(name); };
  }
  auto stops() {
    return [this] { loop.stop(); };
  }
  // What has run since the last question.
  std::string taken() { return std::exchange(log, {}); }
  std::string one_turn() {
    loop.run_once();
    return taken();
  }
};

// Whether exactly `expected` ran.
bool ran(const std::string& got, const std::string& expected, const char* why,
         std::source_location where = std::source_location::current()) {
  return same_text("ran", got, expected, why, where);
}

// --- example ---

TEST(EventLoop, RunsReadyOnesThenTimersInTheirOrder) {
  VirtualWorld world;
  Loop loop(world);
  std::vector<std::string> trace;
  const auto says = [&](const char* name) {
    return [&, name] {
      trace.push_back(std::to_string(world.now() / milliseconds(1)) + " " +
                      name);
    };
  };
  Handle second;
  loop.call_soon(says("soon 1"));
  loop.call_soon([&] {
    says("soon 2")();
    second.cancel();
  });
  loop.call_soon(says("soon 3"));
  loop.call_later(milliseconds(10), [&] {
    says("timer 10, first")();
    loop.call_soon(says("soon, from timer 10"));
  });
  second = loop.call_later(milliseconds(10), says("timer 10, second"));
  loop.call_later(milliseconds(10), says("timer 10, third"));
  loop.call_later(milliseconds(20), [&] {
    says("timer 20")();
    loop.stop();
  });
  loop.run_forever();
  const std::vector<std::string> expected = {
      "0 soon 1",           "0 soon 2",           "0 soon 3",
      "10 timer 10, first", "10 timer 10, third", "10 soon, from timer 10",
      "20 timer 20"};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const std::string got = i < trace.size() ? trace[i] : "nothing more";
    ASSERT_EQ(got, expected[i])
        << "line " << i + 1 << " of what ran is \"" << got << "\", expected \""
        << expected[i] << "\"";
  }
  EXPECT_EQ(trace.size(), expected.size());
}

// --- one turn ---

TEST(EventLoop, DueTimersGoBehindWhatIsReady) {
  Desk desk;
  desk.loop.call_soon([&] {
    desk.says("A")();
    desk.loop.call_soon(desk.says("D"));
  });
  desk.loop.call_later(Duration(0), desk.says("B"));
  desk.loop.call_soon(desk.says("C"));
  ran(desk.one_turn(), "A C B",
      "the timer was made before C, but goes behind what is ready");
  ran(desk.one_turn(), "D", "D came while the batch ran");
}

TEST(EventLoop, DueWhileSleeping) {
  Desk desk;
  desk.loop.call_later(milliseconds(10), desk.says("timer"));
  ran(desk.one_turn(), "timer",
      "it became due while the turn slept, and this turn runs it");
  EXPECT_EQ(desk.world.now(), milliseconds(10));
}

TEST(EventLoop, SelfReschedulingDoesNotStarve) {
  Desk desk;
  int runs = 0;
  const std::function<void()> again = [&] {
    if (++runs < 100) desk.loop.call_soon(again);
  };
  const testing::Pipe pipe = make_pipe();
  put(pipe.writer.get(), "x");
  desk.loop.add_reader(pipe.reader.get(), desk.says("reader"));
  desk.loop.call_soon(again);
  desk.loop.run_once();
  EXPECT_EQ(runs, 1)
      << runs << " runs in one turn, expected 1: what comes while the batch "
      << "runs waits for the next";
  desk.loop.run_once();
  EXPECT_EQ(runs, 2);
  ran(desk.taken(), "reader reader", "descriptors have their turns");
  desk.loop.remove_reader(pipe.reader.get());
}

TEST(EventLoop, ReadyMeansZeroTimeout) {
  Desk desk;
  const testing::Pipe pipe = make_pipe();
  desk.loop.add_reader(pipe.reader.get(), desk.says("reader"));
  desk.loop.call_soon(desk.says("soon"));
  ran(desk.one_turn(), "soon", "no timer, but something is ready");
  desk.loop.call_later(hours(1), desk.says("timer"));
  desk.loop.call_soon(desk.says("soon"));
  EXPECT_EQ(desk.one_turn(), "soon");
  EXPECT_EQ(desk.world.now(), Time(0))
      << "the loop slept, although something was ready";
  desk.loop.remove_reader(pipe.reader.get());
}

TEST(EventLoop, SleepsWhenIdle) {
  Desk desk;
  const testing::Pipe pipe = make_pipe();
  desk.loop.add_reader(pipe.reader.get(), desk.says("reader"));
  for (int i = 1; i <= 10; ++i) {
    desk.loop.call_later(seconds(i), desk.says("tick"));
  }
  desk.loop.call_later(seconds(10), desk.stops());
  desk.loop.run_forever();
  EXPECT_EQ(desk.taken().size(), 49U) << "expected ten ticks";
  EXPECT_EQ(desk.world.now(), seconds(10));
  EXPECT_LE(desk.world.waits(), 20)
      << desk.world.waits() << " waits for ten timers: between two of them "
      << "nothing is to be done";
  // Without a timer only descriptors end a wait.
  EXPECT_THROW(desk.loop.run_once(), WouldSleepForever);
  desk.loop.remove_reader(pipe.reader.get());
}

TEST(EventLoop, WakesForADescriptorBeforeTheTimer) {
  Desk desk;
  const testing::Pipe pipe = make_pipe();
  desk.loop.call_later(seconds(1), desk.says("timer"));
  desk.loop.add_reader(pipe.reader.get(), desk.says("reader"));
  put(pipe.writer.get(), "x");
  EXPECT_EQ(desk.one_turn(), "reader");
  EXPECT_EQ(desk.world.now(), Time(0));
  take_all(pipe.reader.get());
  EXPECT_EQ(desk.one_turn(), "timer");
  EXPECT_EQ(desk.world.now(), seconds(1));
  desk.loop.remove_reader(pipe.reader.get());
}

// --- when it ends ---

TEST(EventLoop, StopFinishesTheIteration) {
  Desk desk;
  desk.loop.call_soon(desk.says("A"));
  desk.loop.call_soon([&] {
    desk.loop.stop();
    desk.loop.call_soon(desk.says("D"));
  });
  desk.loop.call_soon(desk.says("C"));
  desk.loop.run_forever();
  ran(desk.taken(), "A C", "the batch with the stop() in it, no more");
  desk.loop.call_later(milliseconds(5), desk.stops());
  desk.loop.run_forever();
  ran(desk.taken(), "D", "the loop can run again");
  EXPECT_EQ(desk.world.now(), milliseconds(5))
      << "the second run_forever() has ended before its time";
}

TEST(EventLoop, StopBeforeRun) {
  Desk desk;
  desk.loop.call_later(hours(1), desk.says("timer"));
  desk.loop.call_soon(desk.says("A"));
  desk.loop.stop();
  desk.loop.run_forever();
  ran(desk.taken(), "A", "one turn");
  desk.loop.stop();
  desk.loop.run_forever();
  EXPECT_EQ(desk.taken(), "");
  EXPECT_EQ(desk.world.now(), Time(0))
      << "the loop slept, although stop() was called";
}

TEST(EventLoop, OneBadCallback) {
  Desk desk;
  std::string errors;
  desk.loop.callbacks().on_error = [&](std::exception_ptr error) {
    try {
      std::rethrow_exception(error);
    } catch (const std::runtime_error& burnt) {
      errors += std::string(burnt.what()) + ";";
    }
  };
  const testing::Pipe pipe = make_pipe();
  put(pipe.writer.get(), "x");
  desk.loop.add_reader(pipe.reader.get(), [&] {
    take_all(pipe.reader.get());
    throw std::runtime_error("reader");
  });
  desk.loop.call_soon(desk.says("A"));
  desk.loop.call_soon([] { throw std::runtime_error("soon"); });
  desk.loop.call_soon(desk.says("B"));
  desk.loop.call_later(milliseconds(1),
                       [] { throw std::runtime_error("timer"); });
  desk.loop.call_later(milliseconds(2), desk.stops());
  EXPECT_NO_THROW(desk.loop.run_forever())
      << "what a callback threw has left the loop";
  ran(desk.taken(), "A B", "the rest of the batch runs");
  EXPECT_EQ(errors, "soon;reader;timer;")
      << "on_error was told \"" << errors << "\", expected all three";
  EXPECT_TRUE(desk.loop.remove_reader(pipe.reader.get()))
      << "the reader that threw was removed, but it stays";

  // Whatever is thrown; and without on_error it is a line on stderr.
  int others = 0;
  desk.loop.callbacks().on_error = [&](std::exception_ptr) { ++others; };
  desk.loop.add_reader(pipe.reader.get(), [&] {
    desk.says("reader")();
    throw 42;
  });
  put(pipe.writer.get(), "x");
  EXPECT_NO_THROW(desk.loop.run_once())
      << "a number that a reader threw has left the loop";
  EXPECT_EQ(others, 1) << "a reader threw a number: on_error is told of it";
  desk.loop.callbacks().on_error = nullptr;
  EXPECT_NO_THROW(desk.loop.run_once())
      << "a reader that has thrown once, and there is no on_error now";
  ran(desk.taken(), "reader reader", "the reader that threw is called again");
  desk.loop.remove_reader(pipe.reader.get());
}

// --- times ---

TEST(EventLoop, TakesTimesOfAnySize) {
  Desk desk;
  desk.world.advance(seconds(100));
  desk.loop.call_later(Duration::max(), desk.says("never"));
  desk.loop.call_later(Duration::min(), desk.says("negative"));
  desk.loop.call_at(Time(seconds(7)), desk.says("past"));
  desk.loop.call_at(Time::min(), desk.says("long past"));
  desk.loop.call_at(Time(seconds(101)), desk.says("at 101"));
  desk.loop.call_later(milliseconds(500), desk.says("at 100.5"));
  ran(desk.one_turn(), "long past past negative",
      "all three are due; in order of time, and a negative delay is none");
  EXPECT_EQ(desk.one_turn(), "at 100.5");
  EXPECT_EQ(desk.loop.time(), milliseconds(100500));
  EXPECT_EQ(desk.one_turn(), "at 101");
  desk.loop.call_soon(desk.says("soon"));
  ran(desk.one_turn(), "soon",
      "what would end after all time never "
      "does");
  desk.loop.call_soon([&] {
    const Time before = desk.loop.time();
    desk.world.advance(seconds(1));
    EXPECT_EQ(desk.loop.time() - before, seconds(1))
        << "a second has passed inside a callback: time() is now, not when "
        << "the turn began";
  });
  desk.loop.run_once();
}

// --- descriptors ---

TEST(EventLoop, CallsWhoeverWatches) {
  Desk desk;
  const testing::SocketPair pair = make_socket_pair();
  const int fd = pair.ours.get();
  EXPECT_FALSE(desk.loop.remove_reader(fd))
      << "remove_reader() said there was one, but there is none yet";
  desk.loop.add_reader(fd, desk.says("reader"));
  desk.loop.add_writer(fd, desk.says("writer"));
  EXPECT_EQ(desk.one_turn(), "writer");
  put(pair.theirs.get(), "x");
  EXPECT_EQ(desk.one_turn(), "reader writer");
  ran(desk.one_turn(), "reader writer", "the byte is still there");
  desk.loop.add_reader(fd, desk.says("other"));
  ran(desk.one_turn(), "other writer", "one takes another's place");
  EXPECT_TRUE(desk.loop.remove_writer(fd));
  EXPECT_EQ(desk.one_turn(), "other");
  EXPECT_TRUE(desk.loop.remove_reader(fd));
  EXPECT_FALSE(desk.loop.remove_reader(fd))
      << "remove_reader() said there was one, but it was removed";
  EXPECT_EQ(desk.loop.poller().waiting(), 0U);
  desk.loop.add_reader(fd, desk.says("reader"));
  desk.loop.add_writer(fd, desk.says("writer"));
  EXPECT_TRUE(desk.loop.remove_reader(fd));
  desk.loop.call_soon(desk.says("soon"));
  ran(desk.one_turn(), "soon writer",
      "the reader was removed, the writer stays");
  EXPECT_TRUE(desk.loop.remove_writer(fd));
}

TEST(EventLoop, WatchersMayRemoveAndReplaceThemselves) {
  Desk desk;
  const testing::Pipe pipe = make_pipe();
  const int fd = pipe.reader.get();
  put(pipe.writer.get(), "x");
  int number = 42;  // memory that is given back reads otherwise
  desk.loop.add_reader(fd, [&desk, fd, number] {
    Desk& mine = desk;
    EXPECT_TRUE(mine.loop.remove_reader(fd));
    EXPECT_EQ(number, 42) << "a callback that removed itself was destroyed "
                             "while it ran";
    mine.says("once")();
  });
  EXPECT_EQ(desk.one_turn(), "once");
  desk.loop.call_soon(desk.says("soon"));
  EXPECT_EQ(desk.one_turn(), "soon");
  desk.loop.add_reader(fd, [&desk, fd, number] {
    Desk& mine = desk;
    mine.loop.add_reader(fd, mine.says("second"));
    EXPECT_EQ(number, 42) << "a callback that replaced itself was destroyed "
                             "while it ran";
    mine.says("first")();
  });
  EXPECT_EQ(desk.one_turn(), "first");
  EXPECT_EQ(desk.one_turn(), "second");
  desk.loop.remove_reader(fd);
}

TEST(EventLoop, WhoIsRemovedInTheSameBatchDoesNotRun) {
  Desk desk;
  const testing::SocketPair pair = make_socket_pair();
  const int fd = pair.ours.get();
  const auto alive = std::make_shared<int>();
  put(pair.theirs.get(), "x");
  desk.loop.add_reader(fd, [&] {
    desk.says("reader")();
    EXPECT_TRUE(desk.loop.remove_writer(fd));
  });
  desk.loop.add_writer(fd, [&desk, alive] { desk.says("writer")(); });
  EXPECT_EQ(desk.one_turn(), "reader");
  EXPECT_EQ(alive.use_count(), 1)
      << "the writer was removed, but what it captured is still alive";
  desk.loop.remove_reader(fd);
}

TEST(EventLoop, ADescriptorWithoutWatchersMayBeClosed) {
  Desk desk;
  testing::Pipe old = make_pipe();
  const int number = old.reader.get();
  desk.loop.add_reader(number, desk.says("old"));
  put(old.writer.get(), "x");
  EXPECT_EQ(desk.one_turn(), "old");
  desk.loop.remove_reader(number);
  old.reader = Fd();
  const testing::Pipe fresh = make_pipe();
  ASSERT_EQ(fresh.reader.get(), number);  // the lowest free one
  desk.loop.add_reader(number, desk.says("fresh"));
  put(fresh.writer.get(), "x");
  EXPECT_EQ(desk.one_turn(), "fresh");
  desk.loop.remove_reader(number);
}

// --- which loop, and who looks on ---

TEST(EventLoop, CurrentIsTheOneThatRuns) {
  EXPECT_THROW(Loop::current(), std::logic_error);
  Desk desk, inner;
  bool refused = false;
  inner.loop.call_soon([&] {
    EXPECT_EQ(&Loop::current(), &inner.loop);
    inner.loop.stop();
  });
  desk.loop.call_soon([&] {
    EXPECT_EQ(&Loop::current(), &desk.loop);
    inner.loop.run_forever();
    EXPECT_EQ(&Loop::current(), &desk.loop);
    try {
      desk.loop.run_forever();
    } catch (const std::logic_error&) {
      refused = true;
    }
    desk.loop.stop();
  });
  desk.loop.call_soon(desk.says("behind"));
  desk.loop.run_forever();
  EXPECT_TRUE(refused)
      << "run_forever() inside itself: expected std::logic_error";
  ran(desk.taken(), "behind", "and it goes on");
  desk.loop.call_soon([&] { EXPECT_EQ(&Loop::current(), &desk.loop); });
  desk.loop.run_once();
  EXPECT_THROW(Loop::current(), std::logic_error);

  // Refused again and again, through another loop too; and a refusal changes
  // nothing.
  const auto refuses = [](Loop& loop) {
    try {
      loop.run_forever();
    } catch (const WouldSleepForever&) {  // it has run
    } catch (const std::logic_error&) {
      return true;
    }
    return false;
  };
  std::string refusals;
  inner.loop.call_soon([&] {
    refusals += refuses(desk.loop) ? "yes" : "no";
    inner.loop.stop();
  });
  desk.loop.call_soon([&] {
    desk.loop.stop();
    for (int i = 0; i < 2; ++i) refusals += refuses(desk.loop) ? "yes " : "no ";
    inner.loop.run_forever();
  });
  {
    const LoopScope scope(desk.loop);  // nothing runs yet: it may
    EXPECT_NO_THROW(desk.loop.run_forever())
        << "the loop has a LoopScope and is not running: it may be run; and "
        << "a callback has stopped it";
  }
  EXPECT_EQ(refusals, "yes yes yes")
      << "run_forever() inside itself, twice, and inside another loop's "
      << "callback: expected std::logic_error each time";
  // Whatever ended it, it is not running any more.
  EXPECT_THROW(desk.loop.run_forever(), WouldSleepForever);
  desk.loop.call_soon(desk.stops());
  EXPECT_NO_THROW(desk.loop.run_forever())
      << "an exception ended run_forever(), so this one is not inside it";
}

struct Onlooker : Probe {
  std::string log;
  bool takes_it = false;
  void before(const Reaction& next) override {
    log += next.linked() ? "(" : "not in its list;";
    // The list is ours to change, whatever the reference says.
    if (takes_it) const_cast<Reaction&>(next).unlink();
  }
  void after() override { log += ")"; }
};
struct WatchedWorld : VirtualWorld {
  Onlooker onlooker;
  Probe* probe() override { return &onlooker; }
};

TEST(EventLoop, TellsTheProbe) {
  WatchedWorld world;
  Loop loop(world);
  std::string& log = world.onlooker.log;
  loop.call_soon([&] { log += "a"; });
  loop.call_later(Duration(0), [&] { log += "b"; });
  loop.run_once();
  EXPECT_EQ(log, "(a)(b)") << "the world's probe and the reactions wrote "
                           << log << ", expected (a)(b)";
  Onlooker other;
  loop.set_probe(&other);
  other.takes_it = true;
  loop.call_soon([&] { log += "c"; });
  loop.run_once();
  EXPECT_EQ(other.log, "(")
      << "the probe took a reaction out, but after() was called";
  loop.set_probe(nullptr);
  loop.call_soon([&] { log += "d"; });
  loop.run_once();
  EXPECT_EQ(log, "(a)(b)d");
}

// --- the world plays ---

TEST(EventLoop, IsNeverEarlyAndLosesNothing) {
  for_every_turn({.unkind = 2, .random = 300}, [](adv::LoopWorld& world) {
    Loop loop(world);
    testing::Pipe pipes[2];
    std::string read[2];
    std::string ticks;
    for (int i : {0, 1}) {
      pipes[i] = make_pipe();
      put(pipes[i].writer.get(), "x");
      pipes[i].writer = Fd();
      loop.add_reader(pipes[i].reader.get(), [&, i] {
        char byte = 0;
        const bool some = ::read(pipes[i].reader.get(), &byte, 1) > 0;
        read[i] += some ? byte : '.';
        if (!some) loop.remove_reader(pipes[i].reader.get());
      });
    }
    for (int i : {3, 1, 2}) {
      loop.call_at(milliseconds(i), [&, i] {
        EXPECT_GE(loop.time(), milliseconds(i)) << "a timer came too early";
        ticks += std::to_string(i);
        if (i == 3) loop.stop();
      });
    }
    loop.run_forever();
    const int turns = world.VirtualWorld::waits();
    EXPECT_EQ(read[0], "x.");
    EXPECT_EQ(read[1], "x.");
    EXPECT_EQ(ticks, "123");
    EXPECT_LE(turns, 20) << "the loop waits again and again";
  });
}

// --- as in CPython ---

TEST(EventLoop, GoldenNamedPrograms) {
  for (const oracle::NamedLoop& program : oracle::kNamedLoops) {
    const std::string found = oracle::compare(program);
    EXPECT_TRUE(found.empty()) << found;
  }
}

TEST(EventLoop, GoldenRandomPrograms) {
  const std::string found = oracle::compare_loop_programs();
  EXPECT_TRUE(found.empty()) << found;
}

// --- its end ---

TEST(EventLoop, WhatStillWaitsIsDestroyedNotRun) {
  const auto held = std::make_shared<int>();
  const testing::Pipe pipe = make_pipe();
  put(pipe.writer.get(), "x");
  bool ran = false;
  {
    Desk desk;
    const auto holds = [&ran, held] { ran = true; };
    desk.loop.call_soon(holds);
    desk.loop.call_later(seconds(1), holds);
    desk.loop.add_reader(pipe.reader.get(), holds);
    desk.loop.poller().poll(Duration(0), *std::make_unique<ReadyQueue>());
    EXPECT_EQ(held.use_count(), 5);
  }
  EXPECT_EQ(held.use_count(), 1)
      << "the loop has ended, but what callbacks captured is alive";
  EXPECT_FALSE(ran);
}

TEST(EventLoop, LeavesNothingBehind) {
  testing::leaves_nothing_behind([] {
    Desk desk;
    const testing::Pipe pipe = make_pipe();
    put(pipe.writer.get(), "x");
    desk.loop.add_reader(pipe.reader.get(), [&] {
      take_all(pipe.reader.get());
      desk.loop.call_later(milliseconds(1), desk.stops());
    });
    desk.loop.call_later(hours(1), desk.says("never"));
    desk.loop.call_later(milliseconds(3), desk.says("never")).cancel();
    desk.loop.run_forever();
    desk.loop.call_soon(desk.says("never"));
  });
}

}  // namespace
}  // namespace pots::aio
