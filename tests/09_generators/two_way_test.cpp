// What TwoWay promises: the answers that Python's generators give.
#include "pots/two_way.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "pots/testing.hpp"
#include "tracked.hpp"

namespace pots {
namespace {

using checks::Tracked;
using Numbers = TwoWay<int, int>;

struct ValueError {};
struct KeyError {};

std::string told(const std::optional<int>& value, const char* none) {
  return value ? std::to_string(*value) : none;
}

// What a body tells of itself.
class Log {
 public:
  void add(const std::string& word) {
    if (!text_.empty()) text_ += " ";
    text_ += word;
  }
  void got(const std::optional<int>& value) { add(told(value, "None")); }
  std::string take() { return std::exchange(text_, ""); }

 private:
  std::string text_;
};

// The five bodies. oracle/two_way.py has the same in Python.

Numbers plain(Log* log) {
  std::optional<int> value = co_yield 1;
  log->got(value);
  value = co_yield 2;
  log->got(value);
  value = co_yield 3;
  log->got(value);
}

Numbers averager(Log* log) {
  int total = 0, count = 0, average = 0;
  try {
    for (;;) {
      const std::optional<int> value = co_yield average;
      if (!value) {
        log->add("nothing");
        continue;
      }
      total += *value;
      ++count;
      average = total / count;
    }
  } catch (const GeneratorExit&) {
    log->add("bye");
  }
}

Numbers catches(Log* log) {
  for (int k = 1; k < 5; ++k) {
    try {
      const std::optional<int> value = co_yield k;
      log->got(value);
    } catch (const ValueError&) {
      log->add("caught");
    }
  }
}

Numbers stubborn(Log* log) {
  for (int k = 1; k < 5; ++k) {
    try {
      const std::optional<int> value = co_yield k;
      log->got(value);
    } catch (const GeneratorExit&) {
      log->add("stays");
    }
  }
}

Numbers throws(Log* log) {
  try {
    std::optional<int> value = co_yield 1;
    log->got(value);
    value = co_yield 2;
    log->got(value);
  } catch (...) {
    log->add("caught");
  }
  throw KeyError();
}

std::exception_ptr value_error() {
  return std::make_exception_ptr(ValueError());
}

// The answer to one question, in a word: to n (next), s (send), t (throw_in)
// or c (close).
std::string ask(Numbers& generator, char question, int number) {
  try {
    if (question == 'n') return told(generator.next(), "end");
    if (question == 's') return told(generator.send(10 * number), "end");
    if (question == 't') return told(generator.throw_in(value_error()), "end");
    generator.close();
    return "ok";
  } catch (const std::logic_error& error) {
    return std::string_view(error.what()) == "generator ignored GeneratorExit"
               ? "ignored"
               : "not started";
  } catch (const ValueError&) {
    return "ValueError";
  } catch (const KeyError&) {
    return "KeyError";
  } catch (const GeneratorExit&) {
    return "GeneratorExit";
  }
}

// --- examples ---

TEST(TwoWay, AveragesWhatIsSent) {
  Log log;
  Numbers generator = averager(&log);
  generator.next();
  const auto after_10 = generator.send(10);
  EXPECT_EQ(after_10, 10);
  const auto after_20 = generator.send(20);
  EXPECT_EQ(after_20, 15);
  const auto after_30 = generator.send(30);
  EXPECT_EQ(after_30, 20);
}

TEST(TwoWay, ThrowsIntoTheBody) {
  Log log;
  Numbers generator = catches(&log);
  EXPECT_EQ(generator.next(), 1);
  EXPECT_EQ(generator.send(5), 2);
  EXPECT_EQ(generator.throw_in(value_error()), 3);
  EXPECT_EQ(log.take(), "5 caught");
}

TEST(TwoWay, IsDoneAfterItsLastYield) {
  Log log;
  Numbers generator = plain(&log);
  EXPECT_EQ(generator.next(), 1);
  EXPECT_EQ(generator.next(), 2);
  EXPECT_FALSE(generator.done());
  EXPECT_EQ(generator.next(), 3);
  EXPECT_FALSE(generator.done()) << "it waits in its last co_yield";
  EXPECT_EQ(generator.next(), std::nullopt);
  EXPECT_TRUE(generator.done());
}

// --- as in Python ---

struct Golden {
  const char* body;
  std::vector<const char*> words;  // of the letters a, b... in the text
  std::string_view answers;        // one letter a sequence, in order
};
const std::array<Golden, 5>& golden() {
  static const std::array<Golden, 5> all = {{
#include "two_way_golden.inc"
  }};
  return all;
}

constexpr std::string_view kQuestions = "nstc";
constexpr std::string_view kLetters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

// All words over the questions, shorter ones first, then in order.
std::vector<std::string> sequences() {
  std::vector<std::string> all = {""};
  for (std::size_t i = 0; all[i].size() < 5; ++i) {
    for (const char question : kQuestions) all.push_back(all[i] + question);
  }
  all.erase(all.begin());
  return all;
}

std::string in_words(std::string_view sequence) {
  std::string text;
  int number = 0;
  for (const char question : sequence) {
    ++number;
    if (!text.empty()) text += ", ";
    if (question == 'n') text += "next()";
    if (question == 's') text += "send(" + std::to_string(10 * number) + ")";
    if (question == 't') text += "throw_in(ValueError)";
    if (question == 'c') text += "close()";
  }
  return text;
}

// What the body tells after the last question, and the answer to it.
std::string answer(Numbers (*body)(Log*), std::string_view sequence) {
  Log log;
  Numbers generator = body(&log);
  std::string said;
  int number = 0;
  for (const char question : sequence) {
    log.take();
    said = ask(generator, question, ++number);
  }
  log.add(said);
  return log.take();
}

TEST(TwoWay, AllSequences) {
  const std::vector<std::string> all = sequences();
  ASSERT_EQ(all.size(), 1364u);
  constexpr std::array<Numbers (*)(Log*), 5> kBodies = {
      plain, averager, catches, stubborn, throws};
  for (std::size_t b = 0; b < kBodies.size(); ++b) {
    const Golden& one = golden()[b];
    ASSERT_EQ(one.answers.size(), all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
      const std::string_view expected =
          one.words[kLetters.find(one.answers[i])];
      if (expected == "not said") continue;
      const std::string got = answer(kBodies[b], all[i]);
      ASSERT_EQ(got, expected)
          << one.body << ": " << in_words(all[i]) << " gave '" << got
          << "' in the end, Python's '" << expected << "'";
    }
  }
}

// --- the contract, row by row ---

TEST(TwoWay, NothingRunsBeforeTheFirstNext) {
  Log log;
  const auto body = [](Log* log) -> Numbers {
    log->add("begins");
    co_yield 1;
  };
  Numbers generator = body(&log);
  EXPECT_EQ(log.take(), "");
  EXPECT_FALSE(generator.done());
  EXPECT_EQ(generator.next(), 1);
  EXPECT_EQ(log.take(), "begins");
}

TEST(TwoWay, TakesNoValueBeforeItsStart) {
  Log log;
  Numbers generator = averager(&log);
  EXPECT_THROW(generator.send(10), std::logic_error)
      << "no co_yield waits for a value yet";
  EXPECT_FALSE(generator.done());
  EXPECT_EQ(generator.next(), 0) << "nothing has changed";
  EXPECT_EQ(generator.send(6), 6) << "the 10 was not kept either";
}

TEST(TwoWay, NeverBeginsOnceItIsDone) {
  Log log;
  const auto body = [](Log* log) -> Numbers {
    log->add("begins");
    co_yield 1;
  };
  Numbers generator = body(&log);
  EXPECT_THROW(generator.throw_in(value_error()), ValueError);
  EXPECT_TRUE(generator.done());
  Numbers closed = body(&log);
  closed.close();
  EXPECT_TRUE(closed.done());
  EXPECT_EQ(generator.next(), std::nullopt);
  EXPECT_EQ(closed.next(), std::nullopt);
  EXPECT_EQ(log.take(), "") << "the body must never run";
}

TEST(TwoWay, NextAfterSendGivesNothing) {
  Log log;
  Numbers generator = plain(&log);
  generator.next();
  EXPECT_EQ(generator.send(7), 2);
  EXPECT_EQ(log.take(), "7");
  EXPECT_EQ(generator.next(), 3);
  EXPECT_EQ(log.take(), "None") << "next() sends nothing, not the 7 again";
  EXPECT_EQ(generator.send(0), std::nullopt);
  EXPECT_EQ(log.take(), "0") << "0 is a value like any other";
}

TEST(TwoWay, CloseRunsTheHandler) {
  Log log;
  Numbers generator = averager(&log);
  generator.next();
  generator.close();
  EXPECT_EQ(log.take(), "bye") << "the body can catch GeneratorExit";
  EXPECT_TRUE(generator.done());
  generator.close();
  EXPECT_EQ(log.take(), "") << "close() on what is done does nothing";
}

TEST(TwoWay, CloseLetsOthersOut) {
  Log log;
  Numbers generator = throws(&log);
  generator.next();
  EXPECT_THROW(generator.close(), KeyError);
  EXPECT_TRUE(generator.done());
  Numbers lets_it_out = plain(&log);
  lets_it_out.next();
  lets_it_out.close();  // of GeneratorExit nothing comes out
  EXPECT_TRUE(lets_it_out.done());
}

TEST(TwoWay, IgnoredExitIsReported) {
  Log log;
  Numbers generator = stubborn(&log);
  generator.next();
  std::string said = "nothing";
  try {
    generator.close();
  } catch (const std::logic_error& error) {
    said = error.what();
  }
  EXPECT_EQ(said, "generator ignored GeneratorExit");
  EXPECT_EQ(log.take(), "stays");
}

TEST(TwoWay, ThrowsAnErrorOnce) {
  Log log;
  Numbers generator = throws(&log);
  generator.next();
  generator.next();
  EXPECT_THROW(generator.next(), KeyError);
  EXPECT_TRUE(generator.done());
  EXPECT_EQ(generator.next(), std::nullopt) << "it has come out already";
  EXPECT_EQ(generator.send(1), std::nullopt);
  generator.close();
  // Only close() keeps a GeneratorExit.
  const std::exception_ptr exit = std::make_exception_ptr(GeneratorExit());
  Numbers fresh = plain(&log);
  EXPECT_THROW(fresh.throw_in(exit), GeneratorExit);
  EXPECT_THROW(fresh.throw_in(exit), GeneratorExit) << "it is done";
  Numbers waiting = plain(&log);
  waiting.next();
  EXPECT_THROW(waiting.throw_in(exit), GeneratorExit);
  EXPECT_TRUE(waiting.done());
  const auto body = []() -> Numbers {
    co_yield 1;
    throw GeneratorExit();
  };
  Numbers leaves = body();
  leaves.next();
  EXPECT_THROW(leaves.next(), GeneratorExit)
      << "what the body throws comes out of the call that ran it";
  EXPECT_TRUE(leaves.done());
}

TEST(TwoWay, ExitIsNoStdException) {
  EXPECT_FALSE((std::is_base_of_v<std::exception, GeneratorExit>));
  Log log;
  const auto body = [](Log* log) -> Numbers {
    try {
      co_yield 1;
    } catch (const std::exception&) {
      log->add("swallowed");
    }
  };
  Numbers generator = body(&log);
  generator.next();
  generator.close();
  EXPECT_EQ(log.take(), "");
}

// --- asked by its own body ---

struct Self {
  Numbers* generator = nullptr;
  int entered = 0;  // how often the place behind the co_yield was reached
  std::string said;
};

std::string asked_inside(Self& self, char question) {
  try {
    if (question == 'n') self.generator->next();
    if (question == 's') self.generator->send(1);
    if (question == 't') self.generator->throw_in(value_error());
    if (question == 'c') self.generator->close();
    return "nothing";
  } catch (const std::logic_error& error) {
    return error.what();
  }
}

Numbers asks_itself(Self* self, char question) {
  for (;;) {
    co_yield 1;
    // Entered while it runs: do not go in any deeper.
    if (++self->entered > 1) co_return;
    self->said = asked_inside(*self, question);
    std::optional<int> value = co_yield 2;
    self->said += told(value, " None");
    co_yield 3;
  }
}

// Asks itself before its first co_yield (how: '0'), or when that question has
// made it go on.
Numbers asks_when_run(Self* self, char question, char how) {
  if (how == '0') {
    if (++self->entered > 1) co_return;
    self->said = asked_inside(*self, question);
  }
  for (;;) {
    try {
      co_yield 1;
    } catch (...) {  // what was thrown in
    }
    if (++self->entered > 1) co_return;
    if (how != '0') self->said = asked_inside(*self, question);
    if (how == 'c') co_return;
  }
}

TEST(TwoWay, ReentranceIsRefused) {
  for (const char question : kQuestions) {
    Self self;
    Numbers generator = asks_itself(&self, question);
    self.generator = &generator;
    ASSERT_EQ(generator.next(), 1);
    const std::optional<int> second = generator.next();
    ASSERT_EQ(self.entered, 1) << "a body that runs was resumed once more";
    ASSERT_EQ(self.said, "generator already executing")
        << in_words(std::string(1, question)) << " by its own body";
    ASSERT_EQ(second, 2);
    ASSERT_EQ(generator.next(), 3) << "the refused question has left nothing";
    ASSERT_EQ(self.said, "generator already executing None");
  }
  for (const char how : std::string("0nstc")) {
    for (const char question : kQuestions) {
      const std::string what =
          in_words(std::string(1, question)) + " by its own body, run by " +
          (how == '0' ? "the first next()" : in_words(std::string(1, how)));
      Self self;
      Numbers generator = asks_when_run(&self, question, how);
      self.generator = &generator;
      ASSERT_EQ(generator.next(), 1) << what;
      if (how != '0') ask(generator, how, 1);
      if (how == 'c' && self.entered == 0) continue;  // CloseRunsTheHandler
      ASSERT_LE(self.entered, 1) << what << ": it was resumed once more";
      ASSERT_EQ(self.said, "generator already executing") << what;
      ASSERT_EQ(generator.done(), how == 'c') << what;
    }
  }
}

// --- what it is made of ---

using Boxes = TwoWay<std::unique_ptr<int>, std::unique_ptr<int>>;

Boxes doubles() {
  auto box = std::make_unique<int>(0);
  for (;;) {
    std::optional<std::unique_ptr<int>> got = co_yield std::move(box);
    if (!got) co_return;
    box = std::move(*got);
    *box *= 2;
  }
}

// Can be moved, and no more.
class Ticket {
 public:
  explicit Ticket(int number) : number_(std::make_unique<int>(number)) {}
  int number() const { return *number_; }

 private:
  std::unique_ptr<int> number_;
};

TEST(TwoWay, MovesWhatCannotBeCopied) {
  Boxes generator = doubles();
  generator.next();
  std::optional<std::unique_ptr<int>> got =
      generator.send(std::make_unique<int>(21));
  ASSERT_TRUE(got.has_value() && *got != nullptr);
  EXPECT_EQ(**got, 42);
  EXPECT_FALSE(generator.next().has_value());
  // Nor is a default needed.
  const auto body = []() -> TwoWay<Ticket, Ticket> {
    std::optional<Ticket> ticket = co_yield Ticket(1);
    if (ticket) co_yield Ticket(ticket->number() + 1);
  };
  TwoWay<Ticket, Ticket> tickets = body();
  std::optional<Ticket> ticket = tickets.next();
  ASSERT_TRUE(ticket.has_value());
  EXPECT_EQ(ticket->number(), 1);
  ticket = tickets.send(Ticket(41));
  ASSERT_TRUE(ticket.has_value());
  EXPECT_EQ(ticket->number(), 42);
  EXPECT_FALSE(tickets.next().has_value());
}

Numbers holding(Tracked, Log* log) {
  const Tracked local(2);
  try {
    for (int k = 1;; ++k) co_yield k;
  } catch (const GeneratorExit&) {
    log->add("exit");
  }
}

TEST(TwoWay, GoesWithItsBody) {
  Log log;
  for (int n = 0; n <= 2; ++n) {
    Numbers first = holding(Tracked(1), &log);
    for (int i = 0; i < n; ++i) first.next();
    Numbers second = std::move(first);
    EXPECT_EQ(second.next(), n + 1) << "moved, it goes on where it was";
    EXPECT_EQ(Tracked::alive(), 2u);
    first = holding(Tracked(3), &log);
    second = std::move(first);
    EXPECT_EQ(Tracked::alive(), 1u) << "assigned over: the old body is gone";
  }
  EXPECT_EQ(Tracked::alive(), 0u);
  EXPECT_EQ(Tracked::died_twice, 0);
  EXPECT_EQ(log.take(), "") << "a destructor throws no GeneratorExit";
}

TEST(TwoWay, CanBeMovedAndNotCopied) {
  EXPECT_FALSE(std::is_copy_constructible_v<Numbers>);
  EXPECT_FALSE(std::is_copy_assignable_v<Numbers>);
  EXPECT_TRUE(std::is_nothrow_move_constructible_v<Numbers>);
  EXPECT_TRUE(std::is_nothrow_move_assignable_v<Numbers>);
}

TEST(TwoWay, LeavesNothingBehind) {
  testing::leaves_nothing_behind([] {
    for (const char* sequence : {"", "n", "nn", "nsn", "ntn", "nc", "t", "c"}) {
      for (const auto body : {plain, averager, catches, throws}) {
        answer(body, sequence);
      }
    }
    Boxes generator = doubles();
    generator.next();
    generator.send(std::make_unique<int>(21));
  });
}

}  // namespace
}  // namespace pots
