// What Future promises: somebody makes a result, others wait for it, and nobody
// runs inside anybody else.
#include "pots/aio/future.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <deque>
#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "drive.hpp"
#include "future_model.hpp"
#include "pots/aio/lost_exception.hpp"
#include "pots/aio/world.hpp"
#include "pots/loop_world.hpp"
#include "pots/testing.hpp"
#include "tracked.hpp"

namespace pots::aio {
namespace {

using checks::Tracked;
using std::chrono::milliseconds;

// A loop that is made to run a batch at a time.
struct Turns {
  VirtualWorld world;
  Loop loop{world};
  LoopScope scope{loop};

  void run(int batches = 1) {
    for (int i = 0; i < batches; ++i) {
      loop.call_soon([] {});  // so that it never sleeps
      loop.run_once();
    }
  }
};

std::exception_ptr burnt() {
  return std::make_exception_ptr(std::runtime_error("burnt"));
}

// What the future gives to whoever waits, as text; waits if it must.
Task<> waits(std::string* log, std::string name, Future<std::string> future) {
  const Tracked local(1);
  std::string got;
  try {
    got = co_await future;
  } catch (const CancelledError&) {
    got = "cancelled";
  } catch (const std::runtime_error& error) {
    got = error.what();
  }
  *log += name + got + ". ";
}

Task<> dinner(std::string* log) {
  const Future<std::string> future = make_future<std::string>();
  Loop::current().call_soon([future] { future->set_result("dumplings"); });
  *log += "waiting. ";
  co_await waits(log, "eats ", future);
}

TEST(Future, EaterGetsWhatTheCookMade) {
  VirtualWorld world;
  std::string log;
  try {
    drive(world, dinner(&log));
  } catch (const WouldSleepForever&) {
    FAIL() << "WouldSleepForever: the eater still waits\n"
           << "Next: when the result is set, whoever waits for it has to be "
              "pushed to the loop.";
  }
  EXPECT_EQ(log, "waiting. eats dumplings. ");
}

// --- who is woken, and when ---

// The three ways in which a future can end.
constexpr const char* kWays[] = {"fine", "burnt", "cancelled"};
void end(const Future<std::string>& future, int way) {
  if (way == 0) future->set_result("fine");
  if (way == 1) future->set_exception(burnt());
  if (way == 2) future->cancel();
}

TEST(Future, SetDoesNotRunAnybody) {
  for (int way = 0; way < 3; ++way) {
    Turns turns;
    std::string log;
    const Future<std::string> future = make_future<std::string>();
    Driven<void> waiter(turns.loop, waits(&log, "", future));
    Reaction reaction([](Reaction&) { FAIL() << "run inside when_done()"; });
    turns.run();
    turns.loop.call_soon([&log] { log += "before. "; });
    end(future, way);
    ASSERT_EQ(log, "") << "somebody ran inside the call";
    future->when_done(reaction);
    reaction.unlink();
    turns.loop.call_soon([&log] { log += "behind. "; });
    turns.run();
    ASSERT_EQ(log, "before. " + std::string(kWays[way]) + ". behind. ");
  }
}

// Awaits through a handle that belongs to somebody else.
Task<> waits_through(std::string* log, Future<std::string>* handle) {
  try {
    *log += co_await *handle + ". ";
  } catch (const CancelledError&) {
    *log += "cancelled. ";
  }
}

TEST(Future, EveryWaiterIsWoken) {
  for (int way = 0; way < 3; ++way) {
    for (int n = 1; n <= 5; ++n) {
      Turns turns;
      std::string log, expected;
      const Future<std::string> future = make_future<std::string>();
      std::deque<Driven<void>> waiters;
      for (int i = 0; i < n; ++i) {
        waiters.emplace_back(turns.loop, waits(&log, "", future));
        expected += std::string(kWays[way]) + ". ";
      }
      turns.run();
      end(future, way);
      turns.run();
      ASSERT_EQ(log, expected) << n << " wait";
    }
  }
  // Through a handle that names another future meanwhile.
  Turns turns;
  std::string log;
  const Future<std::string> future = make_future<std::string>();
  Future<std::string> handle = future;
  Driven<void> waiter(turns.loop, waits_through(&log, &handle));
  turns.run();
  handle = make_future<std::string>();
  future->set_result("fine");
  turns.run();
  EXPECT_EQ(log, "fine. ")
      << "it began to wait for a future, and the handle that it had it from "
      << "names another one now: it still waits for the first";
}

// Writes down that it ran.
struct Note : Reaction {
  Note(std::string* its_log, std::string its_text)
      : Reaction([](Reaction& r) {
          Note& note = static_cast<Note&>(r);
          *note.log += note.text;
        }),
        log(its_log),
        text(std::move(its_text)) {}
  std::string* log;
  std::string text;
};

TEST(Future, OrderOfWaiting) {
  Turns turns;
  std::string log;
  const Future<std::string> future = make_future<std::string>();
  Note second(&log, "2. "), fourth(&log, "4. "), fifth(&log, "5. ");
  Driven<void> one(turns.loop, waits(&log, "1 ", future));
  turns.run();
  future->when_done(second);
  Driven<void> three(turns.loop, waits(&log, "3 ", future));
  turns.run();
  future->when_done(fourth);
  future->set_result("fine");
  future->when_done(fifth);
  turns.run();
  EXPECT_EQ(log, "1 fine. 2. 3 fine. 4. 5. ");
}

TEST(Future, DoneDoesNotSuspend) {
  for (int way = 0; way < 3; ++way) {
    Turns turns;
    std::string log;
    const Future<std::string> future = make_future<std::string>();
    end(future, way);
    const auto all = [](std::string* to, Future<std::string> done) -> Task<> {
      for (int i = 0; i < 3; ++i) co_await waits(to, "", done);
    };
    Driven<void> waiter(turns.loop, all(&log, future));
    turns.loop.call_soon([&log] { log += "behind. "; });
    turns.run();
    const std::string once = std::string(kWays[way]) + ". ";
    ASSERT_EQ(log, once + once + once + "behind. ");
  }
}

TEST(Future, Sequences) {
  Turns turns;
  const std::string surprise = checks::first_surprise(turns.loop);
  if (!surprise.empty()) FAIL() << surprise;
}

TEST(Future, WaiterDestroyed) {
  Turns turns;
  std::string log;
  for (int way = 0; way < 3; ++way) {
    const Future<std::string> future = make_future<std::string>();
    std::deque<std::optional<Driven<void>>> waiters(4);
    for (int i = 0; i < 4; ++i) {
      waiters[i].emplace(turns.loop,
                         waits(&log, std::to_string(i) + " ", future));
    }
    auto note = std::make_unique<Note>(&log, "note ");
    future->when_done(*note);
    turns.run();
    waiters[1].reset();
    note.reset();
    end(future, way);
    waiters[2].reset();  // woken, and not yet run
    turns.run();
    const std::string end_of_line = " " + std::string(kWays[way]) + ". ";
    ASSERT_EQ(std::exchange(log, ""), "0" + end_of_line + "3" + end_of_line);
  }
  EXPECT_EQ(Tracked::alive, 0);
}

// --- results of all kinds ---

template <class T>
std::string refusal(const Future<T>& future) {
  try {
    future->result();
  } catch (const InvalidState&) {
    return "InvalidState";
  } catch (const CancelledError&) {
    return "CancelledError";
  }
  return "none";
}

TEST(Future, ResultTwice) {
  Turns turns;
  const Future<std::string> words = make_future<std::string>();
  words->set_result("so long that it does not lie in the string itself");
  for (int i = 0; i < 2; ++i) {
    ASSERT_EQ(words->result(),
              "so long that it does not lie in the string itself");
  }
  const Future<int> error = make_future<int>();
  error->set_exception(burnt());
  for (int i = 0; i < 2; ++i) ASSERT_THROW(error->result(), std::runtime_error);
  const Future<void> nothing = make_future<void>();
  EXPECT_EQ(refusal(nothing), "InvalidState");
  nothing->set_result();
  for (int i = 0; i < 2; ++i) ASSERT_EQ(refusal(nothing), "none");
  EXPECT_EQ(nothing->exception(), nullptr);
  const Future<void> failed = make_future<void>();
  failed->set_exception(burnt());
  for (int i = 0; i < 2; ++i) {
    ASSERT_THROW(failed->result(), std::runtime_error);
  }
}

// Cannot be made of a number below zero.
struct Weight {
  explicit Weight(int its_grams) : grams(its_grams) {
    if (grams < 0) throw std::invalid_argument("less than nothing");
  }
  int grams;
};

TEST(Future, AValueThatCannotBeMadeIsNotSet) {
  Turns turns;
  std::string log;
  const Future<Weight> future = make_future<Weight>();
  const auto weighs = [](std::string* said, Future<Weight> what) -> Task<> {
    *said += std::to_string((co_await what).grams) + " g";
  };
  Driven<void> waiter(turns.loop, weighs(&log, future));
  turns.run();
  EXPECT_THROW(future->set_result(-1), std::invalid_argument);
  EXPECT_FALSE(future->done()) << "there is no value: it stays pending";
  turns.run();
  EXPECT_EQ(log, "");
  future->set_result(7);
  turns.run();
  EXPECT_EQ(log, "7 g");
}

TEST(Future, GivesWhatCannotBeCopiedOnce) {
  Turns turns;
  const auto one = make_future<std::unique_ptr<int>>();
  one->set_result(std::make_unique<int>(7));
  const std::unique_ptr<int> got = one->result();
  ASSERT_NE(got, nullptr);
  EXPECT_EQ(*got, 7);
  EXPECT_EQ(refusal(one), "InvalidState");
  EXPECT_EQ(one->exception(), nullptr) << "it was fine all the same";

  const auto many = make_future<std::vector<std::unique_ptr<int>>>();
  many->set_result(3);  // three null pointers
  EXPECT_EQ(many->result().size(), 3u);
  EXPECT_EQ(refusal(many), "InvalidState");

  const auto failed = make_future<std::unique_ptr<int>>();
  failed->set_exception(burnt());
  for (int i = 0; i < 2; ++i) {
    ASSERT_THROW(failed->result(), std::runtime_error);
  }
}

TEST(Future, MovesInAndCopiesOut) {
  Turns turns;
  const auto future = make_future<Tracked>();
  int copies = Tracked::copies;
  future->set_result(Tracked(5));
  EXPECT_EQ(Tracked::copies - copies, 0);
  copies = Tracked::copies;
  EXPECT_EQ(future->result().value, 5);
  EXPECT_EQ(Tracked::copies - copies, 1);
}

// --- a waiter is cancelled ---

TEST(Future, CancelledWithWhoWaits) {
  Turns turns;
  std::string log;
  const Future<std::string> future = make_future<std::string>();
  Driven<void> one(turns.loop, waits(&log, "1 ", future));
  Driven<void> two(turns.loop, waits(&log, "2 ", future));
  turns.run();
  EXPECT_TRUE(two.cancel_task());
  EXPECT_TRUE(future->cancelled());
  EXPECT_EQ(log, "");
  turns.run();
  EXPECT_EQ(log, "1 cancelled. 2 cancelled. ");
  // The last handle goes while somebody waits.
  log.clear();
  Future<std::string> last = make_future<std::string>();
  Driven<void> three(turns.loop, waits_through(&log, &last));
  turns.run();
  const long live = Recycled::live();
  last = {};
  ASSERT_EQ(Recycled::live(), live)
      << "the last handle is gone, but somebody waits for the future: whoever "
      << "waits has to keep it alive";
  EXPECT_TRUE(three.cancel_task());
  turns.run();
  EXPECT_EQ(log, "cancelled. ");
}

Task<> waits_twice(std::string* log, Future<std::string> first,
                   Future<std::string> second) {
  co_await waits(log, "", first);
  co_await waits(log, "", second);
}

TEST(Future, CancelBetweenWakeAndResume) {
  for (int way = 0; way < 3; ++way) {
    Turns turns;
    std::string log;
    const Future<std::string> first = make_future<std::string>();
    const Future<std::string> second = make_future<std::string>();
    Driven<void> one(turns.loop, waits_twice(&log, first, second));
    Driven<void> other(turns.loop, waits(&log, "other ", first));
    turns.run();
    end(first, way);
    EXPECT_TRUE(one.cancel_task());
    turns.run();
    ASSERT_EQ(log, "cancelled. other " + std::string(kWays[way]) + ". ")
        << "what was cancelled is the task, not the future";
    second->set_result("goes on");
    turns.run();
    ASSERT_EQ(log,
              "cancelled. other " + std::string(kWays[way]) + ". goes on. ");
  }
}

// --- what is refused ---

Task<std::string> tries(Future<std::string> future) {
  try {
    co_await future;
  } catch (const std::logic_error&) {
    co_return "logic_error";
  }
  co_return "nothing";
}

TEST(Future, RefusesToWaitOutsideATask) {
  Turns turns;
  const Future<std::string> future = make_future<std::string>();
  EXPECT_EQ(run_sync(tries(future)), "logic_error");
  future->set_result("fine");
  turns.run();  // nobody is queued
  EXPECT_EQ(run_sync(tries(future)), "nothing")
      << "the future is done: nobody has to wait, so nothing is refused";
}

TEST(Future, RefusesAnotherLoop) {
  Turns turns;
  const Future<std::string> future = make_future<std::string>();
  VirtualWorld other;
  try {
    EXPECT_EQ(drive(other, tries(future)), "logic_error");
  } catch (const WouldSleepForever&) {
    FAIL() << "it waits for a future of another loop; expected a logic_error";
  }
  future->set_result("fine");
  turns.run();
}

// Another loop may be the thread's when a future ends.
TEST(Future, QueuesWithItsOwnLoop) {
  Turns turns;
  std::string log;
  const Future<std::string> future = make_future<std::string>();
  Driven<void> waiter(turns.loop, waits(&log, "", future));
  Driven<void> late(turns.loop, waits(&log, "late ", future));
  turns.run();
  {
    Turns inner;
    EXPECT_EQ(&make_future<int>()->loop, &inner.loop);
    EXPECT_EQ(&make_future<int>(turns.loop)->loop, &turns.loop);
    Reaction reaction([](Reaction&) { FAIL() << "it ran in another loop"; });
    future->set_result("fine");
    future->when_done(reaction);
    inner.run(2);
    EXPECT_EQ(log, "") << "who waits was resumed by another loop";
  }
  turns.run();
  EXPECT_EQ(log, "fine. late fine. ");
}

TEST(Future, RefusesToWaitForItself) {
  Turns turns;
  std::string log;
  const Future<std::string> future = make_future<std::string>();
  const auto asks = [](std::string* said, Future<std::string> own) -> Task<> {
    *said = co_await tries(own);
  };
  Driven<void> task(turns.loop, asks(&log, future));
  task.outcome = future.get();  // what it will have come to
  turns.run();
  EXPECT_EQ(log, "logic_error");
  future->set_result("fine");
  turns.run();  // nobody is queued
}

// --- an exception that nobody asks for ---

TEST(Future, LostExceptionIsReported) {
  Turns turns;
  std::string log;
  const auto usual =
      std::exchange(lost_exception_handler(), [&log](std::exception_ptr lost) {
        try {
          std::rethrow_exception(lost);
        } catch (const std::exception& error) {
          log += std::string("lost ") + error.what() + ". ";
        } catch (...) {
          log += "lost something else. ";
        }
      });
  {
    Future<std::string> future = make_future<std::string>();
    Future<std::string> copy = future;
    future->set_exception(burnt());
    future = {};
    EXPECT_EQ(log, "") << "somebody may still ask";
    copy = {};
    EXPECT_EQ(std::exchange(log, ""), "lost burnt. ");
  }
  {
    const Future<std::string> future = make_future<std::string>();
    future->set_exception(burnt());
    EXPECT_THROW(future->result(), std::runtime_error);
  }
  {
    const Future<std::string> future = make_future<std::string>();
    future->set_exception(burnt());
    EXPECT_NE(future->exception(), nullptr);
  }
  {
    const Future<std::string> future = make_future<std::string>();
    future->set_exception(std::make_exception_ptr(CancelledError()));
  }
  {
    const Future<std::string> future = make_future<std::string>();
    Driven<void> waiter(turns.loop, waits(&log, "", future));
    turns.run();
    future->set_exception(burnt());
    turns.run();
    EXPECT_EQ(std::exchange(log, ""), "burnt. ");
  }
  {
    const Future<std::string> cancelled = make_future<std::string>();
    cancelled->cancel();
    const Future<std::string> pending = make_future<std::string>();
    const Future<std::string> fine = make_future<std::string>();
    fine->set_result("fine");
  }
  EXPECT_EQ(log, "") << "an exception was asked for, or there was none";
  {
    const Future<std::string> future = make_future<std::string>();
    std::optional<Driven<void>> waiter;
    waiter.emplace(turns.loop, waits(&log, "", future));
    turns.run();
    future->set_exception(burnt());
    waiter.reset();
  }
  EXPECT_EQ(log, "lost burnt. ")
      << "whoever waited was destroyed before it could ask";
  lost_exception_handler() = usual;
}

// --- the end ---

TEST(Future, EndsWithItsLoop) {
  std::string log;
  Future<std::string> pending, done;
  std::optional<Driven<void>> waiter;
  {
    Turns turns;
    pending = make_future<std::string>();
    done = make_future<std::string>();
    done->set_result("fine");
    waiter.emplace(turns.loop, waits(&log, "", pending));
    turns.run();
    EXPECT_EQ(Tracked::alive, 1);
  }
  EXPECT_EQ(log, "") << "nobody is run when a loop ends";
  EXPECT_EQ(Tracked::alive, 0);
  EXPECT_TRUE(pending->done());
  EXPECT_TRUE(pending->cancelled());
  EXPECT_EQ(refusal(pending), "CancelledError");
  EXPECT_THROW(pending->set_result("late"), InvalidState);
  EXPECT_FALSE(pending->cancel());
  EXPECT_EQ(done->result(), "fine");
}

TEST(Future, EveryWaiterEndsWhoeverIsCancelled) {
  for_every_turn({.unkind = 2, .random = 0}, [](adv::LoopWorld& world) {
    std::string log[3];
    std::string expected = "fine. ";
    bool first_cancelled = false;
    try {
      std::deque<Driven<void>> waiters;
      Loop loop(world);
      const LoopScope scope(loop);
      const Future<std::string> future = make_future<std::string>();
      for (std::string& one : log) {
        waiters.emplace_back(loop, waits(&one, "", future));
      }
      loop.call_later(milliseconds(5), [future] {
        if (!future->done()) future->set_result("fine");
      });
      loop.call_later(milliseconds(2000), [&loop] { loop.stop(); });
      world.may_cancel("the future", [&] { future->cancel(); });
      world.may_cancel("the first waiter", [&] {
        first_cancelled = waiters.front().cancel_task();
      });
      world.may_abandon();
      loop.run_forever();
      if (future->cancelled()) expected = "cancelled. ";
      EXPECT_EQ(log[0], first_cancelled ? "cancelled. " : expected);
      EXPECT_EQ(log[1], expected);
      EXPECT_EQ(log[2], expected);
    } catch (const adv::LoopWorld::Abandoned&) {
    }
    EXPECT_EQ(Tracked::alive, 0) << "a frame is still there";
    EXPECT_EQ(Recycled::live(), 0) << "a frame or a future is still there";
  });
}

TEST(Future, LeavesNothingBehind) {
  testing::leaves_nothing_behind([] {
    std::string log;
    Future<std::string> survivor;
    VirtualWorld world;
    drive(world, dinner(&log));
    {
      Turns turns;
      survivor = make_future<std::string>();
      const Future<std::string> other = make_future<std::string>();
      Driven<void> one(turns.loop, waits(&log, "", survivor));
      Driven<void> two(turns.loop, waits(&log, "", other));
      turns.run();
      other->set_exception(burnt());
      turns.run();
    }
  });
}

}  // namespace
}  // namespace pots::aio
