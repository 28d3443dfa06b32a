// Deadlines: wait_for, alone and in itself.
//
// The same programs as named_deadlines.py. Times are ticks. A coroutine takes
// Say by pointer: it outlives every task.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

#include "pots/aio/run.hpp"
#include "tests/oracle/named.hpp"
#include "tests/oracle/ticks.hpp"

namespace pots::oracle::runs {

using aio::CancelledError;
using aio::create_task;
using aio::Future;
using aio::Loop;
using aio::make_future;
using aio::Task;
using aio::TimeoutError;
using aio::yield_now;

inline Task<> sleep(int how_many) { return aio::sleep(how_many * kTick); }

template <class T>
Task<T> wait_for(Task<T> task, int limit) {
  return aio::wait_for(std::move(task), limit * kTick);
}

inline Task<> fast(Say* say) {
  co_await sleep(10);
  (*say)("fast", aio::current_task().cancels, say->now());
}

inline Task<> deadlines(Say* say) {
  try {
    co_await wait_for(sleep(1000), 50);
  } catch (const TimeoutError&) {
    (*say)("timeout", say->now());
  }
  co_await wait_for(fast(say), 50);
  (*say)("fast", say->now());
}

inline Task<> sleeps(Say* say, int ticks) {
  co_await sleep(ticks);
  (*say)(say->now(), "slept");
}

inline Task<> waits(Say* say, Future<void> future) {
  co_await future;
  (*say)(say->now(), "got it");
}

inline Task<> attempt(Say* say, std::string name, Task<> what, int limit) {
  try {
    co_await wait_for(std::move(what), limit);
    (*say)(say->now(), name, "in time");
  } catch (const TimeoutError&) {
    (*say)(say->now(), name, "too late");
  }
}

inline void set_later(Future<void> future) {
  auto set = [future] {
    if (!future->done()) future->set_result();
  };
  Loop::current().call_later(5 * kTick, set);
}

inline Task<> in_the_same_tick(Say* say) {
  co_await attempt(say, "the limit was first,", sleeps(say, 5), 5);
  Future<void> future = make_future<void>();
  set_later(future);
  co_await attempt(say, "the result was first,", waits(say, future), 5);
  future = make_future<void>();
  const Future<void> task =
      create_task(attempt(say, "and here the limit,", waits(say, future), 5));
  co_await yield_now();
  set_later(future);
  co_await task;
}

inline Task<> cleans_up(Say* say) {
  try {
    co_await sleep(1000);
    co_return;
  } catch (const CancelledError&) {
    (*say)(say->now(), "cleans up");
  }
  co_await sleep(3);
  (*say)(say->now(), "is ready");
  throw CancelledError();
}

inline Task<int> refuses(Say* say) {
  try {
    co_await sleep(1000);
  } catch (const CancelledError&) {
    (*say)(say->now(), "refuses");
  }
  co_await sleep(2);
  co_return 7;
}

inline Task<> fails(Say*) {
  try {
    co_await sleep(1000);
  } catch (const CancelledError&) {
    throw std::runtime_error("burnt");
  }
}

inline Task<> unwilling(Say* say) {
  try {
    co_await wait_for(cleans_up(say), 5);
  } catch (const TimeoutError&) {
    (*say)(say->now(), "too late");
  }
  const int value = co_await wait_for(refuses(say), 5);
  (*say)(say->now(), "value", value);
  try {
    co_await wait_for(fails(say), 5);
  } catch (const TimeoutError&) {
    (*say)(say->now(), "too late");
  } catch (const std::runtime_error& error) {
    (*say)(say->now(), "error", error.what());
  }
  try {
    co_await wait_for(sleep(1000), 5);
  } catch (const TimeoutError&) {
    (*say)(say->now(), "too late again");
  }
  (*say)("cancelling", aio::current_task().cancels);
}

inline Task<> inner(Say* say, int limit) {
  bool late = false;
  try {
    co_await wait_for(sleep(1000), limit);
  } catch (const TimeoutError&) {
    late = true;
  } catch (const CancelledError&) {
    (*say)(say->now(), "inner cancelled");
    throw;
  }
  if (!late) co_return;
  (*say)(say->now(), "inner too late");
  // Python's await stands inside an except clause of the same try: a cancel
  // that comes now is not caught there either.
  co_await sleep(4);
  (*say)(say->now(), "inner goes on");
}

inline Task<> nested(Say* say) {
  constexpr int kLimits[][2] = {{3, 5}, {5, 3}, {4, 4}, {2, 9}};
  for (const auto& limits : kLimits) {
    try {
      co_await wait_for(inner(say, limits[0]), limits[1]);
      (*say)(say->now(), "outer in time");
    } catch (const TimeoutError&) {
      (*say)(say->now(), "outer too late");
    }
  }
}

inline Task<> refuses_once(Say* say) {
  try {
    co_await sleep(1000);
  } catch (const CancelledError&) {
    (*say)(say->now(), "refuses");
  }
}

inline Task<> refused(Say* say) {
  co_await wait_for(refuses_once(say), 2);
  (*say)(say->now(), "goes on");
  co_await sleep(1000);
}

inline Task<> refused_inside(Say* say) {
  try {
    co_await wait_for(refused(say), 5);
  } catch (const TimeoutError&) {
    (*say)(say->now(), "outer too late");
  } catch (const CancelledError&) {
    (*say)(say->now(), "outer cancelled");
  }
}

inline Task<> some_turns(Say* say, std::string name, int turns) {
  (*say)(name, "begins");
  for (int n = 0; n < turns; ++n) {
    co_await yield_now();
    (*say)(name, "has had a turn");
  }
}

inline Task<> attempt_turns(Say* say, std::string name, int turns, int limit) {
  try {
    co_await wait_for(some_turns(say, name, turns), limit);
    (*say)(name, "in time");
  } catch (const TimeoutError&) {
    (*say)(name, "too late");
  }
}

inline Task<> no_time_at_all(Say* say) {
  co_await attempt_turns(say, "a", 0, 0);
  co_await attempt_turns(say, "b", 1, 0);
  co_await attempt_turns(say, "c", 1, -5);
  (*say)("at", say->now());
}

inline Task<> victim(Say* say, int limit) {
  try {
    co_await wait_for(sleep(1000), limit);
  } catch (const TimeoutError&) {
    (*say)(say->now(), "too late");
  } catch (const CancelledError&) {
    (*say)(say->now(), "cancelled");
    throw;
  }
}

inline Task<> somebody_elses_cancel(Say* say) {
  for (int limit = 4; limit <= 6; ++limit) {
    const Future<void> task = create_task(victim(say, limit));
    co_await sleep(5);
    (*say)(say->now(), "cancel", task->cancel());
    co_await sleep(5);
    (*say)("the task is cancelled:", task->cancelled());
  }
}

inline Task<> wait_for_it(Future<void> future) { co_await future; }

inline Task<> attempt_it(Say* say, std::string name, Future<void> future) {
  try {
    co_await wait_for(wait_for_it(future), 1);
    (*say)(name, "in time");
  } catch (const TimeoutError&) {
    (*say)(name, "too late");
  }
}

inline Task<> how_many_turns(Say* say) {
  const Future<void> never = make_future<void>();
  const Future<void> soon = make_future<void>();
  const Future<void> late = create_task(attempt_it(say, "a", never));
  co_await sleep(1);
  const Future<void> timely = create_task(attempt_it(say, "b", soon));
  for (int n = 0; n < 6; ++n) {
    (*say)("turn", n);
    if (n == 2) soon->set_result();
    co_await yield_now();
  }
  co_await late;
  co_await timely;
}

}  // namespace pots::oracle::runs
