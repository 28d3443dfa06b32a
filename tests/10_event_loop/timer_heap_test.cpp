// What TimerHeap promises: the earliest first, ties in order, nothing from a
// cancelled timer but one drop, and no room for the dead.
#include "pots/aio/timer_heap.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "pots/testing.hpp"

namespace pots::aio {
namespace {

using std::chrono::milliseconds;

constexpr Time at(int ms) { return milliseconds(ms); }

// For cases in which nothing is cancelled.
void drops_nothing(Timer&) { ADD_FAILURE() << "drop(), but nobody cancelled"; }

// "the 10 ms timer"
std::string named(const Timer* timer) {
  if (timer == nullptr) return "nullptr";
  return "the " + std::to_string(timer->when / milliseconds(1)) + " ms timer";
}

std::string named(const std::optional<Time>& when) {
  if (!when) return "none";
  return std::to_string(*when / milliseconds(1)) + " ms";
}

TEST(TimerHeap, TheEarliestComesFirst) {
  Timer twenty, ten;
  TimerHeap heap(drops_nothing);
  heap.push(at(20), twenty);
  heap.push(at(10), ten);
  EXPECT_EQ(named(heap.pop_due(at(15))), "the 10 ms timer");
  EXPECT_EQ(named(heap.pop_due(at(15))), "nullptr");
  EXPECT_EQ(named(heap.pop_due(at(25))), "the 20 ms timer");
  EXPECT_EQ(named(heap.pop_due(at(25))), "nullptr");
}

TEST(TimerHeap, ACancelledOneDoesNotCome) {
  std::vector<Timer*> dropped;
  Timer ten, twenty;
  {
    TimerHeap heap([&](Timer& t) { dropped.push_back(&t); });
    EXPECT_EQ(named(heap.next_deadline()), "none");
    heap.push(at(10), ten);
    heap.push(at(20), twenty);
    EXPECT_EQ(named(heap.next_deadline()), "10 ms");
    heap.cancel(twenty);
    EXPECT_EQ(named(heap.pop_due(at(30))), "the 10 ms timer");
    EXPECT_EQ(named(heap.pop_due(at(30))), "nullptr");
  }
  EXPECT_EQ(dropped, std::vector<Timer*>{&twenty}) << "one drop, of twenty";
}

// --- when ---

TEST(TimerHeap, TiesInOrder) {
  std::array<Timer, 9> same;
  Timer before, after;
  TimerHeap heap(drops_nothing);
  heap.push(at(12), after);
  for (Timer& each : same) heap.push(at(11), each);
  heap.push(at(10), before);
  EXPECT_EQ(named(heap.pop_due(at(20))), "the 10 ms timer");
  std::string order;
  for (std::size_t i = 0; i < same.size(); ++i) {
    const Timer* due = heap.pop_due(at(20));
    ASSERT_EQ(named(due), "the 11 ms timer");
    order += std::to_string(due - same.data() + 1);
  }
  EXPECT_EQ(order, "123456789")
      << "of nine with the same time came " << order << ", expected 123456789";
  EXPECT_EQ(named(heap.pop_due(at(20))), "the 12 ms timer");
}

TEST(TimerHeap, DueAtTheExactTime) {
  Timer ten;
  TimerHeap heap(drops_nothing);
  heap.push(at(10), ten);
  EXPECT_EQ(named(heap.pop_due(at(10) - Duration(1))), "nullptr");
  EXPECT_EQ(named(heap.pop_due(at(10))), "the 10 ms timer")
      << "a timer is due when <= now: at 10 ms got nullptr";
}

TEST(TimerHeap, TakesAnyTime) {
  Timer first, before, now, never;
  TimerHeap heap(drops_nothing);
  heap.push(Time::max(), never);
  heap.push(at(-10), before);
  heap.push(Time::min(), first);
  heap.push(Time::zero(), now);
  EXPECT_EQ(heap.next_deadline(), Time::min());
  EXPECT_EQ(heap.pop_due(at(0)), &first);
  EXPECT_EQ(heap.pop_due(at(0)), &before);
  EXPECT_EQ(heap.pop_due(at(0)), &now);
  EXPECT_EQ(heap.next_deadline(), Time::max());
  EXPECT_EQ(heap.pop_due(Time::max() - Duration(1)), nullptr);
  EXPECT_EQ(heap.pop_due(Time::max()), &never);
  EXPECT_EQ(heap.next_deadline(), std::nullopt);
}

TEST(TimerHeap, ATimerCanBeUsedAgain) {
  int dropped = 0;
  Timer timer;
  std::optional<TimerHeap> place;
  place.emplace([&](Timer& t) {
    ++dropped;
    EXPECT_EQ(t.state, Timer::idle) << "a dropped timer is idle";
  });
  TimerHeap& heap = *place;
  heap.push(at(20), timer);
  EXPECT_EQ(timer.state, Timer::waiting);
  EXPECT_EQ(heap.pop_due(at(20)), &timer);
  EXPECT_EQ(timer.state, Timer::idle);
  EXPECT_EQ(dropped, 0) << "what was returned is not dropped";
  heap.push(at(10), timer);
  EXPECT_EQ(named(heap.next_deadline()), "10 ms");
  heap.cancel(timer);
  EXPECT_EQ(named(heap.next_deadline()), "none");
  if (dropped == 1) {  // else the heap still has it
    heap.push(at(30), timer);
    EXPECT_EQ(heap.pop_due(at(20)), nullptr);
    EXPECT_EQ(heap.pop_due(at(30)), &timer);
  }
  place.reset();
  EXPECT_EQ(dropped, 1);
}

// --- cancelling ---

TEST(TimerHeap, NoWakeUpForTheDead) {
  int dropped = 0;
  std::array<Timer, 3> timers;
  TimerHeap heap([&](Timer&) { ++dropped; });
  for (int i = 0; i < 3; ++i) {
    heap.push(at(10 * (i + 1)), timers[static_cast<std::size_t>(i)]);
  }
  heap.cancel(timers[0]);
  heap.cancel(timers[1]);
  EXPECT_EQ(named(heap.next_deadline()), "30 ms")
      << "10 and 20 ms are cancelled: expected 30 ms, got "
      << named(heap.next_deadline());
  heap.cancel(timers[2]);
  EXPECT_EQ(named(heap.next_deadline()), "none")
      << "all are cancelled: expected none, got "
      << named(heap.next_deadline());
}

TEST(TimerHeap, CancelledDoNotPileUp) {
  // A server's life: a limit for each answer, which nearly always comes.
  constexpr std::size_t kAtOnce = 4;
  std::array<Timer, 200> timers;
  std::vector<Timer*> free;
  for (Timer& each : timers) free.push_back(&each);
  Timer last;
  TimerHeap heap([&](Timer& t) { free.push_back(&t); });
  heap.push(at(1'000'000), last);
  std::vector<Timer*> waiting;
  for (int i = 0; i < 100'000; ++i) {
    ASSERT_FALSE(free.empty())
        << "a timer was cancelled " << i << " times, and not dropped";
    Timer* timer = free.back();
    free.pop_back();
    heap.push(at(2'000'000 + i), *timer);
    waiting.push_back(timer);
    if (waiting.size() < kAtOnce) continue;
    heap.cancel(*waiting.front());
    waiting.erase(waiting.begin());
    const std::size_t most = 2 * (waiting.size() + 1) + 64;
    ASSERT_LE(heap.size(), most)
        << "after " << i << " cancelled timers, with " << waiting.size() + 1
        << " that wait: expected at most " << most << " entries, got "
        << heap.size();
  }
  EXPECT_EQ(named(heap.pop_due(at(1'000'000))), "the 1000000 ms timer");
  // size() tells what is in it: all that is pushed and was neither returned
  // nor dropped.
  std::array<Timer, 3> three;
  std::size_t dropped = 0;
  TimerHeap small([&](Timer&) { ++dropped; });
  EXPECT_EQ(small.size(), 0U);
  for (Timer& each : three) small.push(at(10), each);
  EXPECT_EQ(small.size(), 3U);
  small.cancel(three[1]);
  EXPECT_EQ(three[1].state, dropped == 0 ? Timer::cancelled : Timer::idle)
      << "after cancel() it is cancelled, or idle if it was dropped";
  EXPECT_EQ(small.size(), 3U - dropped) << "size() counts what is cancelled "
                                           "and still in it";
  EXPECT_EQ(small.pop_due(at(10)), &three[0]);
  EXPECT_EQ(small.pop_due(at(10)), &three[2]);
  EXPECT_EQ(small.size(), 1U - dropped);
}

TEST(TimerHeap, KeepsTheOrderOfTheRest) {
  std::vector<Timer*> dropped;
  std::vector<Timer> timers(600);
  std::optional<TimerHeap> place;
  place.emplace([&](Timer& t) { dropped.push_back(&t); });
  TimerHeap& heap = *place;
  for (std::size_t i = 0; i < timers.size(); ++i) {
    heap.push(at(static_cast<int>(i * 7 % 10)), timers[i]);
  }
  std::vector<Timer*> expected;
  for (std::size_t i = 0; i < timers.size(); ++i) {
    if (i % 6 == 0) {
      expected.push_back(&timers[i]);
    } else {
      heap.cancel(timers[i]);
    }
  }
  std::stable_sort(
      expected.begin(), expected.end(),
      [](const Timer* a, const Timer* b) { return a->when < b->when; });
  std::vector<Timer*> got;
  while (Timer* due = heap.pop_due(at(10))) got.push_back(due);
  EXPECT_EQ(got.size(), expected.size());
  EXPECT_TRUE(got == expected) << "100 timers that were not cancelled came in "
                                  "another order than that of (when, push)";
  place.reset();
  EXPECT_EQ(dropped.size(), 500U);
  // And with very many: whoever goes through all of them at each push or each
  // cancel does not come to the end.
  constexpr std::size_t kMany = 300'000;
  std::vector<Timer> many(kMany);
  std::size_t gone = 0, not_idle = 0;
  place.emplace([&](Timer& t) {
    ++gone;
    if (t.state != Timer::idle) ++not_idle;
  });
  for (const int sign : {1, -1}) {
    for (std::size_t i = 0; i < kMany; ++i) {
      place->push(at(sign * static_cast<int>(i)), many[i]);
    }
    for (std::size_t i = 0; i < kMany; ++i) {
      place->cancel(many[i * 7919 % kMany]);
    }
    EXPECT_EQ(named(place->next_deadline()), "none");
  }
  EXPECT_EQ(gone, 2 * kMany);
  EXPECT_EQ(not_idle, 0U) << "a timer is idle when drop() is called for it";
}

TEST(TimerHeap, WhoIsDroppedMayBeGone) {
  // Whoever drops or returns a timer has seen the last of it.
  std::vector<std::unique_ptr<Timer>> timers;
  std::optional<TimerHeap> place;
  place.emplace([&](Timer& t) {
    std::erase_if(timers, [&](const auto& each) { return each.get() == &t; });
  });
  TimerHeap& heap = *place;
  std::uint32_t random = 1;
  for (int i = 0; i < 2'000; ++i) {
    timers.push_back(std::make_unique<Timer>());
    heap.push(at(i / 2 + 50), *timers.back());
    random = random * 1664525 + 1013904223;
    const std::size_t chosen = (random >> 8) % timers.size();
    if (i % 3 != 0 && timers[chosen]->state == Timer::waiting) {
      heap.cancel(*timers[chosen]);
    }
    while (Timer* due = heap.pop_due(at(i / 2))) {
      std::erase_if(timers, [&](const auto& t) { return t.get() == due; });
    }
  }
  while (Timer* due = heap.pop_due(Time::max())) {
    std::erase_if(timers, [&](const auto& t) { return t.get() == due; });
  }
  place.reset();
  EXPECT_EQ(timers.size(), 0U) << "neither returned nor dropped";
}

TEST(TimerHeap, EndsWithDropsForTheCancelled) {
  std::array<Timer, 4> timers;
  std::string dropped;
  {
    TimerHeap heap([&](Timer& t) {
      dropped += std::to_string(&t - timers.data());
      EXPECT_EQ(t.state, Timer::idle);
    });
    for (Timer& each : timers) heap.push(at(10), each);
    heap.cancel(timers[3]);
    heap.cancel(timers[1]);
  }
  std::sort(dropped.begin(), dropped.end());
  EXPECT_EQ(dropped, "13");
  for (const Timer& each : timers) EXPECT_EQ(each.state, Timer::idle);
}

// --- all of it, against a list ---

enum Op { push1, push2, pop1, pop2, deadline, cancel0 };  // cancel0 + k: k-th

std::string words(const std::vector<int>& script) {
  std::string text;
  for (const int op : script) {
    static const char* const kWords[] = {"push 1", "push 2", "pop_due 1",
                                         "pop_due 2", "next_deadline"};
    if (!text.empty()) text += ", ";
    text += op < cancel0 ? kWords[op]
                         : "cancel no. " + std::to_string(op - cancel0 + 1);
  }
  return text;
}

// The heap and a list side by side.
class Play {
 public:
  static constexpr std::size_t kMost = 8;  // timers

  Play() {
    heap_.emplace([this](Timer& t) { ++dropped_[number(t)]; });
  }

  std::size_t pushed() const { return pushed_; }
  bool waits(std::size_t k) const { return state_[k] == kWaiting; }

  // What went wrong; empty: nothing.
  std::string apply(int op) {
    if (op >= cancel0) return cancel(static_cast<std::size_t>(op - cancel0));
    if (op == push1 || op == push2) return push(at(op == push1 ? 1 : 2));
    if (op == deadline) return next_deadline();
    return pop(at(op == pop1 ? 1 : 2));
  }
  std::string end() {
    heap_.reset();
    for (std::size_t k = 0; k < pushed_; ++k) {
      const int expected = state_[k] == kCancelled ? 1 : 0;
      if (dropped_[k] != expected) {
        return "no. " + std::to_string(k + 1) + " was dropped " +
               std::to_string(dropped_[k]) + " times, expected " +
               std::to_string(expected);
      }
    }
    return "";
  }

 private:
  enum State { kNone, kWaiting, kCancelled, kPopped };

  std::size_t number(const Timer& t) const {
    return static_cast<std::size_t>(&t - timers_.data());
  }
  // Of those that wait; kMost: none.
  std::size_t earliest() const {
    std::size_t first = kMost;
    for (std::size_t k = 0; k < pushed_; ++k) {
      if (waits(k) && (first == kMost || when_[k] < when_[first])) first = k;
    }
    return first;
  }
  std::string push(Time when) {
    when_[pushed_] = when;
    state_[pushed_] = kWaiting;
    heap_->push(when, timers_[pushed_++]);
    return "";
  }
  std::string cancel(std::size_t k) {
    state_[k] = kCancelled;
    heap_->cancel(timers_[k]);
    return dropped_[k] > 1 ? "dropped twice" : "";
  }
  std::string next_deadline() {
    const std::size_t first = earliest();
    const auto expected =
        first == kMost ? std::nullopt : std::optional<Time>(when_[first]);
    const std::optional<Time> got = heap_->next_deadline();
    if (got == expected) return "";
    return "got " + named(got) + ", expected " + named(expected);
  }
  std::string pop(Time now) {
    const std::size_t first = earliest();
    const bool due = first != kMost && when_[first] <= now;
    Timer* expected = due ? &timers_[first] : nullptr;
    Timer* got = heap_->pop_due(now);
    if (due) state_[first] = kPopped;
    if (got == expected) return "";
    const auto name = [this](const Timer* t) {
      return t == nullptr ? "nullptr" : "no. " + std::to_string(number(*t) + 1);
    };
    return "got " + name(got) + ", expected " + name(expected);
  }

  std::array<Timer, kMost> timers_;
  std::array<Time, kMost> when_{};
  std::array<State, kMost> state_{};
  std::array<int, kMost> dropped_{};
  std::size_t pushed_ = 0;
  std::optional<TimerHeap> heap_;
};

// Every script that begins with this one, up to seven operations long. False:
// one has failed.
bool play_on(std::vector<int>& script) {
  Play play;
  for (const int op : script) {
    const std::string wrong = play.apply(op);
    if (!wrong.empty()) {
      ADD_FAILURE() << words(script) << ": " << wrong;
      return false;
    }
  }
  const std::size_t pushed = play.pushed();
  std::array<bool, Play::kMost> waits{};
  for (std::size_t k = 0; k < pushed; ++k) waits[k] = play.waits(k);
  if (const std::string wrong = play.end(); !wrong.empty()) {
    ADD_FAILURE() << words(script) << ", the end: " << wrong;
    return false;
  }
  if (script.size() == 7) return true;
  const int last = script.empty() ? -1 : script.back();
  for (int op = push1; op < cancel0 + static_cast<int>(pushed); ++op) {
    if (op >= cancel0 && !waits[static_cast<std::size_t>(op - cancel0)]) {
      continue;
    }
    // These teach nothing: to look at nothing, to look twice, and to end
    // without a look.
    const bool looks = op == pop1 || op == pop2 || op == deadline;
    if (looks ? pushed == 0 : script.size() == 6) continue;
    if (op == deadline && last == deadline) continue;
    script.push_back(op);
    if (!play_on(script)) return false;
    script.pop_back();
  }
  return true;
}

TEST(TimerHeap, SequencesModel) {
  std::vector<int> script;
  play_on(script);
}

// Thousands of timers, in the order that a list would have them.
TEST(TimerHeap, RandomModel) {
  for (std::uint32_t seed = 1; seed <= 20; ++seed) {
    std::vector<Timer> timers(300);
    std::vector<Timer*> free, live;  // live: in order of (when, push)
    for (Timer& each : timers) free.push_back(&each);
    TimerHeap heap([&](Timer& t) { free.push_back(&t); });
    std::uint32_t random = seed;
    const auto draw = [&random](std::uint32_t n) {
      random = random * 1664525 + 1013904223;
      return (random >> 8) % n;
    };
    int now = 0;
    for (int i = 0; i < 1'000; ++i) {
      const std::uint32_t what = draw(10);
      if (what < 5 && live.size() < 100 && !free.empty()) {
        Timer* timer = free.back();
        free.pop_back();
        heap.push(at(now + static_cast<int>(draw(30))), *timer);
        live.insert(
            std::upper_bound(live.begin(), live.end(), timer->when,
                             [](Time t, Timer* x) { return t < x->when; }),
            timer);
      } else if (what < 8 && !live.empty()) {
        const auto chosen =
            live.begin() + draw(static_cast<std::uint32_t>(live.size()));
        Timer* timer = *chosen;
        live.erase(chosen);
        heap.cancel(*timer);
        ASSERT_LE(heap.size(), 2 * live.size() + 64);
      } else {
        now += static_cast<int>(draw(4));
        Timer* expected = nullptr;
        if (!live.empty() && live.front()->when <= at(now)) {
          expected = live.front();
          live.erase(live.begin());
        }
        ASSERT_EQ(heap.pop_due(at(now)), expected)
            << "seed " << seed << ", operation " << i;
        if (expected != nullptr) free.push_back(expected);
      }
    }
    const auto next = heap.next_deadline();
    ASSERT_EQ(named(next),
              named(live.empty() ? std::optional<Time>() : live.front()->when));
  }
}

TEST(TimerHeap, LeavesNothingBehind) {
  testing::leaves_nothing_behind([] {
    std::array<Timer, 20> timers;
    TimerHeap heap([](Timer&) {});
    for (Timer& each : timers) heap.push(at(10), each);
    for (std::size_t i = 0; i < 10; ++i) heap.cancel(timers[i]);
    EXPECT_EQ(heap.pop_due(at(10)), &timers[10]);
  });
}

}  // namespace
}  // namespace pots::aio
