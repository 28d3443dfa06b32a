// gather and settle.
//
// The same programs as named_gather.py. Times are ticks. A coroutine takes Say
// by pointer: it outlives every task.
#pragma once

#include <exception>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "pots/aio/gather.hpp"
#include "pots/aio/run.hpp"
#include "tests/oracle/named.hpp"
#include "tests/oracle/ticks.hpp"

namespace pots::oracle::gathers {

using aio::CancelledError;
using aio::create_task;
using aio::Future;
using aio::gather;
using aio::settle;
using aio::Task;
using aio::yield_now;

using Tasks = std::vector<Future<int>>;

inline Task<> sleep(int how_many) { return aio::sleep(how_many * kTick); }

inline void cancel_later(int how_many, Future<int> task) {
  auto cancel = [task] { task->cancel(); };
  aio::Loop::current().call_later(how_many * kTick, cancel);
}

inline Task<> hello_world(Say* say, std::string number, bool turn) {
  (*say)("Hello" + number);
  if (turn) co_await yield_now();
  (*say)("World" + number);
}

inline Future<void> both(Say* say, bool turn) {
  std::vector<Future<void>> tasks;
  tasks.push_back(create_task(hello_world(say, "", turn)));
  tasks.push_back(create_task(hello_world(say, "2", turn)));
  return gather(std::move(tasks));
}

inline Task<> several(Say* say) {
  both(say, false);
  co_return;
}

inline Task<> several_with_a_turn(Say* say) {
  both(say, true);
  co_return;
}

inline Task<> several_awaited(Say* say) { co_await both(say, true); }

struct Dish {
  const char* name;
  int ticks;
  bool fails = false;
  int clean_up = 0;  // ticks
};

inline Task<int> cook(Say* say, Dish dish) {
  bool cancelled = false;
  try {
    co_await sleep(dish.ticks);
  } catch (const CancelledError&) {
    cancelled = true;
  }
  if (cancelled) {
    (*say)(say->now(), dish.name, "cancelled");
    if (dish.clean_up > 0) {
      co_await sleep(dish.clean_up);
      (*say)(say->now(), dish.name, "cleaned up");
    }
    throw CancelledError();
  }
  (*say)(say->now(), dish.name, dish.fails ? "fails" : "ready");
  if (dish.fails) throw std::runtime_error(dish.name);
  co_return dish.ticks;
}

inline Tasks cook_all(Say* say, const std::vector<Dish>& dishes) {
  Tasks tasks;
  for (const Dish& dish : dishes) tasks.push_back(create_task(cook(say, dish)));
  return tasks;
}

inline Task<int> value(int n) {
  co_await sleep(100);
  co_return n;
}

inline Task<> one_by_one_or_all_at_once(Say* say) {
  int total = 0;
  for (int n = 0; n < 3; ++n) total += co_await value(n);
  const long start = say->now();
  (*say)("one by one:", start, "ticks, sum", total);
  Tasks tasks;
  for (int n = 0; n < 3; ++n) tasks.push_back(create_task(value(n)));
  const std::vector<int> values = co_await gather(std::move(tasks));
  total = 0;
  for (const int n : values) total += n;
  (*say)("gather:", say->now() - start, "ticks, sum", total);
}

inline Task<> in_the_order_of_the_arguments(Say* say) {
  Tasks tasks = cook_all(say, {{"a", 3}, {"b", 1}, {"c", 2}});
  const std::vector<int> values = co_await gather(std::move(tasks));
  (*say)(values[0], values[1], values[2]);
  Tasks none;
  const std::vector<int> nothing = co_await gather(std::move(none));
  (*say)("empty", nothing.size());
}

inline Task<> failing(Say* say) {
  const Tasks tasks =
      cook_all(say, {{"a", 3}, {"b", 1, true}, {"c", 2, true}, {"d", 4}});
  try {
    co_await gather(tasks);
  } catch (const std::runtime_error& error) {
    (*say)(say->now(), "gather: error", error.what());
  }
  co_await sleep(5);
  for (const Future<int>& task : tasks) {
    if (task->exception()) {
      (*say)("failed");
    } else {
      (*say)(task->result());
    }
  }
}

inline std::string words(const aio::Result<int>& result) {
  try {
    return std::to_string(result.peek());
  } catch (const std::runtime_error& error) {
    return std::string("error ") + error.what();
  } catch (const CancelledError&) {
    return "cancelled";
  }
}

inline Task<> settling(Say* say) {
  const Tasks tasks =
      cook_all(say, {{"a", 3}, {"b", 1, true}, {"c", 9}, {"d", 2}});
  cancel_later(2, tasks[2]);
  const std::vector<aio::Result<int>> results = co_await settle(tasks);
  for (const aio::Result<int>& result : results) {
    (*say)(say->now(), words(result));
  }
}

inline Task<> a_cancelled_child(Say* say) {
  const Tasks tasks = cook_all(say, {{"a", 3}, {"b", 9}, {"c", 4}});
  cancel_later(2, tasks[1]);
  try {
    co_await gather(tasks);
  } catch (const CancelledError&) {
    (*say)(say->now(), "gather: cancelled");
  }
  co_await sleep(5);
  (*say)(int{tasks[0]->cancelled()}, int{tasks[1]->cancelled()},
         int{tasks[2]->cancelled()});
}

inline Task<int> stubborn(Say* say) {
  try {
    co_await sleep(9);
  } catch (const CancelledError&) {
    (*say)(say->now(), "refuses");
  }
  co_await sleep(2);
  co_return 5;
}

inline Task<> wait_for_all(Say* say, Tasks tasks, bool settled) {
  const char* name = settled ? "settle" : "gather";
  try {
    if (settled) {
      co_await settle(tasks);
    } else {
      co_await gather(tasks);
    }
    (*say)(say->now(), name, "has its results");
  } catch (const CancelledError&) {
    (*say)(say->now(), name, "cancelled");
    throw;
  }
}

inline Task<> cancelling_it(Say* say) {
  for (int settled = 0; settled < 2; ++settled) {
    Tasks tasks = cook_all(say, {{"slow", 9, false, 4}, {"quick", 9}});
    tasks.push_back(create_task(stubborn(say)));
    Future<void> waiter = create_task(wait_for_all(say, tasks, settled != 0));
    co_await sleep(1);
    (*say)(waiter->cancel());
    co_await sleep(8);
    (*say)(int{tasks[0]->cancelled()}, int{tasks[1]->cancelled()},
           int{tasks[2]->cancelled()}, int{waiter->cancelled()});
    tasks.clear();
    for (int n = 0; n < 2; ++n) tasks.push_back(create_task(stubborn(say)));
    waiter = create_task(wait_for_all(say, tasks, settled != 0));
    co_await sleep(1);
    (*say)(waiter->cancel());
    co_await sleep(8);
    (*say)(int{waiter->cancelled()});
  }
}

inline Task<> gathers_of_gathers(Say* say) {
  std::vector<Future<std::vector<int>>> halves;
  halves.push_back(gather(cook_all(say, {{"a", 2}, {"b", 1}})));
  halves.push_back(gather(cook_all(say, {{"c", 3}, {"d", 1, true}})));
  try {
    co_await gather(halves);
  } catch (const std::runtime_error& error) {
    (*say)(say->now(), "outer: error", error.what());
  }
  (*say)(int{halves[0]->done()}, int{halves[1]->done()});
  co_await sleep(3);
  const std::vector<int> values = halves[0]->result();
  (*say)(values[0], values[1]);
}

inline Task<> beat(Say* say) {
  for (int n = 0; n < 6; ++n) {
    (*say)("turn", n);
    co_await yield_now();
  }
}

inline Task<int> child(Say* say, int n) {
  (*say)("child", n);
  co_return n;
}

inline Task<> how_many_turns(Say* say) {
  const Future<void> beating = create_task(beat(say));
  Tasks tasks;
  for (int n = 1; n <= 2; ++n) tasks.push_back(create_task(child(say, n)));
  const std::vector<int> values = co_await gather(std::move(tasks));
  (*say)("gathered", values[0], values[1]);
  co_await beating;
}

}  // namespace pots::oracle::gathers

namespace pots::oracle {

inline const char kNamedGatherTraces[] =
#include "tests/oracle/traces/named_gather.inc"
    ;

struct NamedGather {
  const char* name;
  aio::Task<> (*play)(Say*);
};
inline constexpr NamedGather kNamedGathers[] = {
    {"several", gathers::several},
    {"several_with_a_turn", gathers::several_with_a_turn},
    {"several_awaited", gathers::several_awaited},
    {"one_by_one_or_all_at_once", gathers::one_by_one_or_all_at_once},
    {"in_the_order_of_the_arguments", gathers::in_the_order_of_the_arguments},
    {"failing", gathers::failing},
    {"settling", gathers::settling},
    {"a_cancelled_child", gathers::a_cancelled_child},
    {"cancelling_it", gathers::cancelling_it},
    {"gathers_of_gathers", gathers::gathers_of_gathers},
    {"how_many_turns", gathers::how_many_turns},
};

// "" if it runs as in CPython; else the first difference.
inline std::string compare(const NamedGather& program) {
  aio::VirtualWorld world;
  return compare_named(program.name, "named_gather", kNamedGatherTraces, world,
                       [&](Say& say) { aio::run(program.play(&say), world); });
}

}  // namespace pots::oracle
