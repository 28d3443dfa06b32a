// run(), turns, and what is left over when main has ended.
//
// The same programs as named_run.py. Times are ticks. A coroutine takes Say by
// pointer: it outlives every task.
#pragma once

#include <string>

#include "pots/aio/run.hpp"
#include "tests/oracle/named.hpp"
#include "tests/oracle/named_deadlines.hpp"

namespace pots::oracle::runs {

// Where a callee gives up its turn: sleep(0), in Python.
enum class Turn { none, before, after };

inline Task<> hello(Say* say, std::string word, Turn turn) {
  if (turn == Turn::before) co_await yield_now();
  (*say)(word);
  if (turn == Turn::after) co_await yield_now();
}

inline Task<> hello_world(Say* say, std::string number, Turn turn) {
  co_await hello(say, "Hello" + number, turn);
  (*say)("World" + number);
}

inline Task<> blocking(Say* say) { co_await hello_world(say, "", Turn::none); }

inline Task<> blocking_with_a_turn(Say* say) {
  co_await hello_world(say, "", Turn::before);
}

inline Task<> nonblocking(Say* say) {
  create_task(hello(say, "Hello", Turn::none));
  (*say)("World");
  co_return;
}

inline Task<> nonblocking_with_a_turn(Say* say) {
  create_task(hello(say, "Hello", Turn::before));
  (*say)("World");
  co_return;
}

inline Task<> several(Say* say) {
  create_task(hello_world(say, "", Turn::none));
  create_task(hello_world(say, "2", Turn::none));
  co_return;
}

inline Task<> several_with_a_turn(Say* say) {
  create_task(hello_world(say, "", Turn::after));
  create_task(hello_world(say, "2", Turn::after));
  co_return;
}

inline Task<> sleeper(Say* say, std::string name, int clean_up) {
  try {
    co_await sleep(1000);
    co_return;
  } catch (const CancelledError&) {
    (*say)(say->now(), name, "cancelled");
  }
  if (clean_up > 0) {
    co_await sleep(clean_up);
    (*say)(say->now(), name, "cleaned up");
  }
  throw CancelledError();
}

inline Task<> stubborn(Say* say) {
  try {
    co_await sleep(1000);
  } catch (const CancelledError&) {
    (*say)(say->now(), "stubborn");
  }
  co_await sleep(5);
  (*say)(say->now(), "goes on");
}

inline Task<> starts(Say* say) {
  (*say)("begun");
  co_await yield_now();
  (*say)("and went on");
}

inline Task<> left_over(Say* say) {
  create_task(sleeper(say, "a", 0));
  create_task(stubborn(say));
  create_task(sleeper(say, "b", 3));
  create_task(sleeper(say, "c", 0));
  co_await sleep(2);
  create_task(starts(say));
  (*say)(say->now(), "main ends");
}

inline Task<> count(Say* say, std::string name, int ticks) {
  for (int n = 0; n < 3; ++n) {
    (*say)(name + std::to_string(n));
    co_await sleep(ticks);
  }
}

inline Task<> count_by_yielding(Say* say, std::string name) {
  for (int n = 0; n < 3; ++n) {
    (*say)(name + std::to_string(n));
    co_await yield_now();
  }
}

inline Task<> turn_by_turn(Say* say) {
  const Future<void> a = create_task(count(say, "a", 0));
  const Future<void> b = create_task(count(say, "b", -1));
  const Future<void> c = create_task(count_by_yielding(say, "c"));
  co_await a;
  co_await b;
  co_await c;
  (*say)("at", say->now());
}

inline Task<int> value_after(int ticks, int value) {
  co_await sleep(ticks);
  co_return value;
}

inline Task<> one_by_one(Say* say) {
  int total = 0;
  for (int n = 0; n < 3; ++n) total += co_await value_after(100, n);
  (*say)("one by one:", say->now(), "ticks, sum", total);
}

}  // namespace pots::oracle::runs

namespace pots::oracle {

inline const char kNamedRunTraces[] =
#include "tests/oracle/traces/named_run.inc"
    ;

struct NamedRun {
  const char* name;
  aio::Task<> (*play)(Say*);
  const char* file = "named_run";
};
inline constexpr NamedRun kNamedRuns[] = {
    {"blocking", runs::blocking},
    {"blocking_with_a_turn", runs::blocking_with_a_turn},
    {"nonblocking", runs::nonblocking},
    {"nonblocking_with_a_turn", runs::nonblocking_with_a_turn},
    {"several", runs::several},
    {"several_with_a_turn", runs::several_with_a_turn},
    {"left_over", runs::left_over},
    {"turn_by_turn", runs::turn_by_turn},
    {"one_by_one", runs::one_by_one},
    {"deadlines", runs::deadlines, "named_deadlines"},
    {"in_the_same_tick", runs::in_the_same_tick, "named_deadlines"},
    {"unwilling", runs::unwilling, "named_deadlines"},
    {"nested", runs::nested, "named_deadlines"},
    {"refused_inside", runs::refused_inside, "named_deadlines"},
    {"no_time_at_all", runs::no_time_at_all, "named_deadlines"},
    {"somebody_elses_cancel", runs::somebody_elses_cancel, "named_deadlines"},
    {"how_many_turns", runs::how_many_turns, "named_deadlines"},
};

// "" if it runs as in CPython; else the first difference.
inline std::string compare(const NamedRun& program) {
  aio::VirtualWorld world;
  return compare_named(program.name, program.file, kNamedRunTraces, world,
                       [&](Say& say) { aio::run(program.play(&say), world); });
}

}  // namespace pots::oracle
