// What becomes of a task that is cancelled, row by row.
//
// The same programs as named_cancelling.py. Times are ticks. A coroutine takes
// the stage by pointer: it outlives every task.
#pragma once

#include <stdexcept>
#include <string>

#include "tests/oracle/task_stage.hpp"

namespace pots::oracle::tasks {

inline Task<> never(Stage* s) {
  s->say("never");
  co_return;
}

inline Task<> sleeper(Stage* s) {
  s->say("v start");
  try {
    co_await s->sleep(1000);
  } catch (const CancelledError&) {
    s->say("v cancelled", s->now());
    s->say("v finally");
    throw;
  }
  s->say("v finally");
}

inline Task<> woken(Stage* s, Future<int> future) {
  try {
    co_await future;
    s->say("w woken");
  } catch (const CancelledError&) {
    s->say("w cancelled");
    throw;
  }
}

inline Task<int> stubborn(Stage* s) {
  try {
    co_await s->sleep(1000);
  } catch (const CancelledError&) {
    s->say("refuse");
  }
  co_await s->sleep(50);
  co_return 5;
}

inline Task<> cancelling(Stage* s) {
  const Future<void> unborn = create_task(never(s));
  s->say("cancel before start", unborn->cancel());
  try {
    co_await unborn;
  } catch (const CancelledError&) {
    s->say("B1", unborn->cancelled());
  }

  const Future<void> v = create_task(sleeper(s));
  co_await s->sleep(100);
  const bool heard = v->cancel();
  s->say(heard, v->done());
  try {
    co_await v;
  } catch (const CancelledError&) {
    s->say("B2", v->cancelled(), v->cancel());
  }

  const Future<int> future = make_future<int>();
  const Future<void> w = create_task(woken(s, future));
  co_await s->tools.yield();
  future->set_result(1);
  s->say("cancel after set", w->cancel());
  try {
    co_await w;
  } catch (const CancelledError&) {
    s->say("B3");
  }

  const Future<int> refuses = create_task(stubborn(s));
  co_await s->tools.yield();
  refuses->cancel();
  const int value = co_await refuses;
  s->say("B4", value, s->now());
}

// What `cancelling_oneself` does after the cancel, each in a task of its own.
inline Task<int> oneself(Stage* s, std::string what, Future<int>* me,
                         Future<int> pending, Future<std::string> done) {
  s->say(what, (*me)->cancel());
  if (what == "throws") throw std::runtime_error("burnt");
  if (what == "waits") co_await pending;
  if (what == "yields") co_await s->tools.yield();
  if (what == "awaits what is done") {
    const std::string value = co_await done;
    s->say(value);
    co_await s->tools.yield();
  }
  co_return 1;
}

inline Task<> cancelling_oneself(Stage* s) {
  const Future<int> pending = make_future<int>();
  const Future<std::string> done = make_future<std::string>();
  done->set_result("at once");
  for (const char* what :
       {"returns", "throws", "waits", "yields", "awaits what is done"}) {
    Future<int> me;
    me = create_task(oneself(s, what, &me, pending, done));
    try {
      co_await me;
    } catch (const CancelledError&) {
      s->say("cancelled", me->cancelled());
    } catch (const std::runtime_error&) {
      s->say("failed", me->cancelled());
    }
  }
  s->say("future", pending->cancelled());
}

inline Task<int> inner(Stage* s, bool refuse) {
  bool asked = false;
  try {
    co_await s->sleep(10);
  } catch (const CancelledError&) {
    s->say(s->now(), "inner is asked");
    asked = true;
  }
  if (asked) {
    co_await s->sleep(3);
    s->say(s->now(), "inner is ready");
    if (!refuse) throw CancelledError();
  }
  co_return 7;
}

inline Task<> outer(Stage* s, Future<int> task) {
  try {
    const int value = co_await task;
    s->say(s->now(), "outer has", value);
  } catch (const CancelledError&) {
    s->say(s->now(), "outer is cancelled");
    throw;
  }
}

inline Task<> along_the_chain(Stage* s) {
  for (const bool refuse : {false, true}) {
    const Future<int> first = create_task(inner(s, refuse));
    const Future<void> second = create_task(outer(s, first));
    co_await s->sleep(1);
    const bool heard = second->cancel();
    s->say(heard, first->done());
    co_await s->sleep(5);
    s->say("inner", first->cancelled(), "outer", second->cancelled());
  }
}

}  // namespace pots::oracle::tasks
