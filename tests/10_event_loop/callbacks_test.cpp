// What Callbacks and Handle promise: a function runs once or is cancelled, its
// slot is used again, and an old handle never touches the new owner.
#include "pots/aio/callbacks.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "pots/fd.hpp"
#include "pots/testing.hpp"

namespace pots::aio {
namespace {

using std::chrono::milliseconds;

// Two of the four steps of a loop: what is due, then the batch.
class Turns {
 public:
  ReadyQueue ready;
  Callbacks callbacks;

  Handle soon(Callback f) {
    Timer& slot = callbacks.make(std::move(f));
    ready.push(slot);
    return callbacks.handle(slot);
  }
  Handle later(int ms, Callback f) {
    Timer& slot = callbacks.make(std::move(f));
    callbacks.heap.push(milliseconds(ms), slot);
    return callbacks.handle(slot);
  }
  void queue_due(int ms) {
    while (Timer* due = callbacks.heap.pop_due(milliseconds(ms))) {
      ready.push(*due);
    }
  }
  void run() { run_batch(ready); }
  void run_at(int ms) {
    queue_due(ms);
    run();
  }
};

// As a capture: tells when the last copy of it goes.
class Capture {
 public:
  explicit Capture(std::function<void()> gone)
      : gone_(new Gone{std::move(gone)}) {}

 private:
  struct Gone {
    std::function<void()> tell;
    ~Gone() { tell(); }
  };
  std::shared_ptr<Gone> gone_;
};

TEST(Callbacks, RunsUnlessCancelled) {
  Turns turns;
  std::string ran;
  turns.soon([&] { ran += "A"; });
  Handle b = turns.soon([&] { ran += "B"; });
  turns.soon([&] { ran += "C"; });
  b.cancel();
  turns.run();
  EXPECT_EQ(ran, "AC") << "B was cancelled before it ran: expected AC, got "
                       << ran;
}

TEST(Callbacks, RunsWhenDue) {
  Turns turns;
  std::string ran;
  Handle a = turns.later(10, [&] { ran += "A"; });
  EXPECT_TRUE(a.pending());
  turns.run_at(9);
  EXPECT_EQ(ran, "");
  turns.run_at(10);
  EXPECT_EQ(ran, "A");
  EXPECT_FALSE(a.pending());
  turns.run_at(11);
  EXPECT_EQ(ran, "A") << "a callback runs once";
}

// --- cancel ---

TEST(Callbacks, OldHandleIsHarmless) {
  Turns turns;
  std::string ran;
  std::vector<Handle> old;
  for (int i = 0; i < 8; ++i) old.push_back(turns.soon([] {}));
  turns.run();
  Handle next;
  for (int i = 0; i < 8; ++i) next = turns.soon([&] { ran += "x"; });
  for (Handle& each : old) {
    EXPECT_FALSE(each.pending()) << "it has run";
    each.cancel();
  }
  EXPECT_TRUE(next.pending()) << "an old handle has hit a later callback";
  turns.run();
  EXPECT_EQ(ran, "xxxxxxxx") << "eight new callbacks, and eight old handles "
                                "were cancelled: ran "
                             << ran;
  Handle none;
  EXPECT_FALSE(none.pending());
  none.cancel();
  // Nor is it ever mistaken for a later one, however often its slot is used.
  Turns one;
  const Handle first = one.soon([] {});
  one.run();
  for (int i = 1; i <= 70'000; ++i) {
    Handle later = one.soon([] {});
    ASSERT_FALSE(first.pending()) << "a handle that has run names callback "
                                  << i << " after it in its slot";
    later.cancel();
  }
}

TEST(Callbacks, CancelledHandleIsHarmless) {
  Turns turns;
  std::string ran;
  for (const bool timer : {false, true}) {
    Handle old = timer ? turns.later(10, [] {}) : turns.soon([] {});
    const Handle copy = old;
    old.cancel();
    EXPECT_FALSE(copy.pending());
    turns.run_at(10);
    for (int i = 0; i < 3; ++i) {
      turns.soon([&] { ran += "x"; });
      turns.later(10, [&] { ran += "y"; });
    }
    old.cancel();
    turns.run_at(20);
    EXPECT_EQ(ran, "xxxyyy");
    ran.clear();
  }
}

TEST(Callbacks, CancelWhenDue) {
  Turns turns;
  std::string ran;
  Handle b;
  turns.soon([&] { b.cancel(); });
  b = turns.later(10, [&] { ran += "B"; });
  turns.later(10, [&] { ran += "C"; });
  turns.queue_due(10);
  EXPECT_TRUE(b.pending()) << "due, but it has not run";
  turns.run();
  EXPECT_EQ(ran, "C") << "B was due and queued when it was cancelled: expected "
                         "C, got "
                      << ran;
}

TEST(Callbacks, CancelFromInside) {
  Turns turns;
  std::string ran;
  Handle self;
  self = turns.soon([&] {
    EXPECT_FALSE(self.pending()) << "it runs: it will not run any more";
    self.cancel();
    ran += "A";
  });
  turns.run();
  EXPECT_EQ(ran, "A");
  // Was its slot given back once, or twice?
  Timer& one = turns.callbacks.make([&] { ran += "B"; });
  Timer& other = turns.callbacks.make([&] { ran += "C"; });
  ASSERT_NE(&one, &other) << "two callbacks have the same slot";
  turns.ready.push(one);
  turns.ready.push(other);
  turns.run();
  EXPECT_EQ(ran, "ABC");
}

TEST(Callbacks, CapturesDieAtOnce) {
  int gone = 0;
  Turns turns;
  const auto make = [&](bool timer) {
    Capture capture([&gone] { ++gone; });
    Callback f = [capture] {};
    return timer ? turns.later(3'600'000, std::move(f))
                 : turns.soon(std::move(f));
  };
  Handle soon = make(false), later = make(true), due = make(true);
  soon.cancel();
  EXPECT_EQ(gone, 1) << "cancelled in a queue: what it captured is still there";
  later.cancel();
  EXPECT_EQ(gone, 2) << "cancelled an hour before it was due: what it captured "
                        "is still there";
  turns.queue_due(3'600'000);
  due.cancel();
  EXPECT_EQ(gone, 3) << "cancelled when it was due";
  make(false);
  turns.run();
  EXPECT_EQ(gone, 4) << "it has run: what it captured is still there";
  turns.callbacks.on_error = [](std::exception_ptr) {};
  {
    Capture capture([&gone] { ++gone; });
    turns.soon([capture] { throw std::runtime_error("no eggs"); });
  }
  turns.run();
  EXPECT_EQ(gone, 5) << "it has thrown: what it captured is still there";
  {
    Capture capture([&gone] { ++gone; });
    turns.callbacks.handle(turns.callbacks.make([capture] {})).cancel();
  }
  EXPECT_EQ(gone, 6) << "cancelled before it was pushed anywhere";
}

TEST(Callbacks, CapturesMayCallBack) {
  std::string ran;
  bool over = false;
  Handle first, second;
  Turns turns;
  for (const bool timer : {false, true}) {
    // What is cancelled takes another along, and leaves a last word.
    {
      Capture capture([&] {
        if (over) return;
        first.cancel();
        second.cancel();
        turns.soon([&] { ran += "last word"; });
      });
      Callback f = [capture, &ran] { ran += "first "; };
      first = timer ? turns.later(10, std::move(f)) : turns.soon(std::move(f));
    }
    second = timer ? turns.later(10, [&] { ran += "second "; })
                   : turns.soon([&] { ran += "second "; });
    first.cancel();
    // Is every slot given back once?
    std::array<Timer*, 3> fresh;
    for (Timer*& each : fresh) each = &turns.callbacks.make([] {});
    EXPECT_TRUE(fresh[0] != fresh[1] && fresh[1] != fresh[2] &&
                fresh[0] != fresh[2])
        << "two callbacks have the same slot";
    if (::testing::Test::HasFailure()) break;
    for (Timer* each : fresh) turns.ready.push(*each);
    turns.run_at(10);
    EXPECT_EQ(ran, "last word");
    ran.clear();
  }
  over = true;
}

// --- slots ---

TEST(Callbacks, MayMakeAnotherInItsOwnSlot) {
  Turns turns;
  int left = 1'000;
  std::function<void()> again = [&] {
    if (--left > 0) turns.soon([&] { again(); });
  };
  turns.soon([&] { again(); });
  while (left > 0) turns.run();
  EXPECT_EQ(turns.callbacks.slots(), 1U)
      << "one callback at a time, each made by the one before: expected 1 "
         "slot, got "
      << turns.callbacks.slots();
  // The one that it made is another callback, with a handle of its own.
  std::string ran;
  Handle self, next;
  self = turns.soon([&] {
    next = turns.soon([&] { ran += "next"; });
    self.cancel();
  });
  turns.run();
  EXPECT_FALSE(self.pending());
  EXPECT_TRUE(next.pending()) << "it was made in the slot of the one that ran";
  turns.run();
  EXPECT_EQ(ran, "next");
  EXPECT_FALSE(next.pending());
}

TEST(Callbacks, SlotsAreBounded) {
  Turns turns;
  turns.callbacks.on_error = [](std::exception_ptr) {};
  for (int i = 0; i < 3'000; ++i) {
    Handle cancelled = turns.soon([] {});
    turns.soon([i] {
      if (i % 3 == 0) throw std::runtime_error("no more eggs");
    });
    if (i % 2 == 0) cancelled.cancel();
    turns.run();
    ASSERT_LE(turns.callbacks.slots(), 2U)
        << "two at once at most, after " << i + 1 << " rounds";
  }
  // Timers of an hour, all of them cancelled: one waits at a time.
  for (int i = 0; i < 3'000; ++i) {
    turns.later(3'600'000 + i, [] {}).cancel();
    ASSERT_LE(turns.callbacks.slots(), 2U + 64U + 3U)
        << "cancelled timers pile up, after " << i + 1;
  }
  // Cancelled before they are pushed anywhere.
  for (int i = 0; i < 3'000; ++i) {
    turns.callbacks.handle(turns.callbacks.make([] {})).cancel();
    ASSERT_LE(turns.callbacks.slots(), 2U + 64U + 3U)
        << "slots that were never pushed pile up, after " << i + 1;
  }
  EXPECT_GE(turns.callbacks.slots(), 2U) << "two were alive at once";
}

TEST(Callbacks, HandlesAreSmall) {
  EXPECT_LE(sizeof(Handle), 16U);
  Turns turns;
  const Handle handle = turns.soon([] {});
  const Handle copy = handle;
  Handle assigned;
  assigned = copy;
  EXPECT_TRUE(handle.pending() && copy.pending() && assigned.pending());
  assigned.cancel();
  EXPECT_FALSE(handle.pending() || copy.pending() || assigned.pending());
}

// --- errors, and the end ---

std::string said_to_stderr(const std::function<void()>& body) {
  const Fd file = testing::make_memory_file();
  const Fd before(::dup(STDERR_FILENO));
  ::dup2(file.get(), STDERR_FILENO);
  body();
  ::dup2(before.get(), STDERR_FILENO);
  ::lseek(file.get(), 0, SEEK_SET);
  return testing::take_all(file.get());
}

TEST(Callbacks, ErrorsGoToOnError) {
  Turns turns;
  std::string ran;
  turns.callbacks.on_error = [&](std::exception_ptr error) {
    try {
      std::rethrow_exception(error);
    } catch (const std::exception& e) {
      ran += std::string("(") + e.what() + ")";
    } catch (int number) {
      ran += "(" + std::to_string(number) + ")";
    }
  };
  turns.soon([&] { ran += "A"; });
  turns.soon([] { throw std::runtime_error("no eggs"); });
  turns.later(10, [] { throw 7; });
  turns.soon([&] { ran += "B"; });
  turns.run_at(10);
  EXPECT_EQ(ran, "A(no eggs)B(7)");
  turns.soon([&] { ran += "C"; });
  turns.run();
  EXPECT_EQ(ran, "A(no eggs)B(7)C");
  turns.callbacks.on_error = nullptr;
  turns.soon([] { throw std::runtime_error("no flour"); });
  turns.soon([&] { ran += "D"; });
  const std::string said = said_to_stderr([&] { turns.run(); });
  EXPECT_EQ(ran, "A(no eggs)B(7)CD");
  EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 1)
      << "without on_error it is one line to stderr, but it was '" << said
      << "'";
  EXPECT_NE(said.find("no flour"), said.npos) << "it was '" << said << "'";
}

TEST(Callbacks, TheEndRunsNothing) {
  std::string log;
  ReadyQueue ready;
  {
    Callbacks callbacks;
    const auto make = [&](const char* name) -> Timer& {
      Capture capture([&log, name] { log += std::string("~") + name; });
      return callbacks.make([capture, &log] { log += "ran"; });
    };
    ready.push(make("queued "));
    callbacks.heap.push(milliseconds(10), make("waiting "));
    Timer& cancelled = make("cancelled ");
    callbacks.heap.push(milliseconds(20), cancelled);
    callbacks.handle(cancelled).cancel();
    EXPECT_EQ(log, "~cancelled ");
  }
  EXPECT_TRUE(ready.empty()) << "a slot that is gone is in a queue";
  EXPECT_EQ(log.size(), std::string("~cancelled ~queued ~waiting ").size());
  EXPECT_EQ(log.find("ran"), log.npos);
}

// --- all of it, against a list ---

// What is done, and what should come of it.
class Play {
 public:
  enum Op { soon, later, run, due, cancel0 };  // cancel0 + k: k-th handle

  static std::string words(const std::vector<int>& script) {
    static const char* const kWords[] = {"soon", "later", "run the batch",
                                         "queue what is due"};
    std::string text;
    for (const int op : script) {
      if (!text.empty()) text += ", ";
      text += op < cancel0 ? kWords[op]
                           : "cancel no. " + std::to_string(op - cancel0 + 1);
    }
    return text;
  }

  std::size_t made() const { return made_; }

  // What went wrong; empty: nothing.
  std::string apply(int op) {
    if (op == soon || op == later) {
      make(op == later);
    } else if (op == run) {
      turns_.run();
      for (const std::size_t k : queued_) expected_ += letter(k);
      for (const std::size_t k : queued_) waits_[k] = false;
      queued_.clear();
    } else if (op == due) {
      turns_.queue_due(10);
      queued_.insert(queued_.end(), timers_.begin(), timers_.end());
      timers_.clear();
    } else {
      const auto k = static_cast<std::size_t>(op - cancel0);
      handles_[k].cancel();
      waits_[k] = false;
      std::erase(queued_, k);
      std::erase(timers_, k);
    }
    return look();
  }

 private:
  static char letter(std::size_t k) { return static_cast<char>('1' + k); }

  void make(bool timer) {
    const std::size_t k = made_++;
    Callback f = [this, k] { ran_ += letter(k); };
    handles_[k] =
        timer ? turns_.later(10, std::move(f)) : turns_.soon(std::move(f));
    waits_[k] = true;
    (timer ? timers_ : queued_).push_back(k);
    const std::size_t lie = turns_.callbacks.heap.size() - timers_.size();
    most_ = std::max(most_, queued_.size() + timers_.size() + lie);
  }
  std::string look() {
    if (ran_ != expected_) return "ran " + ran_ + ", expected " + expected_;
    for (std::size_t k = 0; k < made_; ++k) {
      if (handles_[k].pending() == waits_[k]) continue;
      return "no. " + std::to_string(k + 1) + " is " +
             (waits_[k] ? "not pending, expected pending"
                        : "pending, expected not");
    }
    if (turns_.callbacks.slots() <= most_) return "";
    return std::to_string(turns_.callbacks.slots()) + " slots, at most " +
           std::to_string(most_) + " were needed at once";
  }

  Turns turns_;
  std::array<Handle, 6> handles_;
  std::array<bool, 6> waits_{};
  std::vector<std::size_t> queued_, timers_;  // which, in order
  std::string ran_, expected_;
  std::size_t made_ = 0;
  std::size_t most_ = 0;  // slots that were needed at once
};

// Every script that begins with this one, up to six operations long. False:
// one has failed.
bool play_on(std::vector<int>& script) {
  Play play;
  for (const int op : script) {
    const std::string wrong = play.apply(op);
    if (!wrong.empty()) {
      ADD_FAILURE() << Play::words(script) << ": " << wrong;
      return false;
    }
  }
  if (script.size() == 6) return true;
  const int made = static_cast<int>(play.made());
  for (int op = 0; op < Play::cancel0 + made; ++op) {
    const bool makes = op == Play::soon || op == Play::later;
    // These teach nothing: to begin with nothing, and to end with a making.
    if (makes ? script.size() == 5 : made == 0) continue;
    if (op == Play::due && !script.empty() && script.back() == op) continue;
    script.push_back(op);
    if (!play_on(script)) return false;
    script.pop_back();
  }
  return true;
}

TEST(Callbacks, SequencesModel) {
  std::vector<int> script;
  play_on(script);
}

TEST(Callbacks, LeavesNothingBehind) {
  testing::leaves_nothing_behind([] {
    Turns turns;
    turns.callbacks.on_error = [](std::exception_ptr) {};
    const auto big = std::make_shared<std::array<char, 100>>();
    turns.soon([big] { throw std::runtime_error("no eggs"); });
    turns.soon([big, copy = *big] { static_cast<void>(copy); });
    turns.later(10, [big] {}).cancel();
    turns.later(10, [big] {});
    turns.run_at(5);
    turns.soon([big] {});
  });
}

}  // namespace
}  // namespace pots::aio
