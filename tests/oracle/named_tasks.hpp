// Tasks and futures, without what run() does at the end.
//
// The same programs as named_tasks.py. Times are ticks. A coroutine takes the
// stage by pointer: it outlives every task.
#pragma once

#include <exception>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/oracle/named.hpp"
#include "tests/oracle/named_cancelling.hpp"
#include "tests/oracle/task_stage.hpp"
#include "tests/oracle/tools.hpp"

namespace pots::oracle::tasks {

inline Task<> one_word(Stage* s, std::string word) {
  s->say(word);
  co_return;
}

inline Task<> hello_world(Stage* s, std::string number) {
  co_await one_word(s, "Hello" + number);
  s->say("World" + number);
}

inline Task<> blocking(Stage* s) { co_await hello_world(s, ""); }

inline Task<Future<void>> hello_later(Stage* s) {
  Future<void> task = create_task(one_word(s, "Hello"));
  s->say("World");
  co_return task;
}

inline Task<> nonblocking(Stage* s) {
  const Future<void> task = co_await hello_later(s);
  co_await task;
}

inline Task<> several(Stage* s) {
  const Future<void> first = create_task(hello_world(s, ""));
  const Future<void> second = create_task(hello_world(s, "2"));
  co_await first;
  co_await second;
}

inline Task<> eater(Stage* s, Future<std::string> future) {
  s->say("eater: waiting");
  const std::string value = co_await future;
  s->say("eater:", value);
}

inline Task<> cook(Stage* s, Future<std::string> future) {
  s->say("cook: done?", int{future->done()});
  future->set_result("dumplings");
  s->say("cook: done?", int{future->done()});
  co_return;
}

inline Task<> by_hand(Stage* s) {
  const Future<std::string> future = make_future<std::string>();
  const Future<void> first = create_task(eater(s, future));
  const Future<void> second = create_task(cook(s, future));
  co_await first;
  co_await second;
}

inline Task<> wait_for_value(Stage* s, std::string name,
                             Future<std::string> future) {
  try {
    const std::string value = co_await future;
    s->say(name, value);
  } catch (const CancelledError&) {
    s->say(name, "cancelled");
    throw;
  } catch (const std::runtime_error& error) {
    s->say(name, "error", error.what());
  }
}

inline Task<> one_future_for_all(Stage* s) {
  std::vector<Future<std::string>> futures;
  std::vector<Future<void>> waiting;
  for (const char* key : {"s", "f", "c", "v"}) {
    futures.push_back(make_future<std::string>());
    for (const char* number : {"1", "2", "3"}) {
      waiting.push_back(create_task(
          wait_for_value(s, std::string(key) + number, futures.back())));
    }
  }
  co_await s->tools.yield();
  futures[0]->set_result("value");
  futures[1]->set_exception(
      std::make_exception_ptr(std::runtime_error("lost")));
  const bool heard = futures[2]->cancel();
  s->say(heard, futures[2]->cancel());
  s->say(waiting[10]->cancel());
  s->say("queued, not run");
  co_await s->tools.yield();
  s->say("behind them");
  for (const Future<void>& task : waiting) {
    s->say(int{task->done()}, int{task->cancelled()});
  }
}

inline Task<> count(Stage* s, std::string name) {
  for (int n = 0; n < 3; ++n) {
    s->say(name + std::to_string(n));
    co_await s->tools.yield();
  }
}

inline Task<> turn_by_turn(Stage* s) {
  const Future<void> a = create_task(count(s, "a"));
  const Future<void> b = create_task(count(s, "b"));
  co_await a;
  co_await b;
}

inline Task<> beat(Stage* s, int turns) {
  for (int n = 0; n < turns; ++n) {
    s->say("turn", n);
    co_await s->tools.yield();
  }
}

inline Task<> parent(Stage* s, Future<void> future) {
  s->say("parent begins");
  const Future<void> child = create_task(one_word(s, "child begins"));
  co_await child;
  s->say("parent has its child");
  future->set_result();
}

inline Task<> waiter(Stage* s, Future<void> future) {
  co_await future;
  s->say("waiter has its future");
}

inline Task<> victim(Stage* s) {
  try {
    co_await s->sleep(9);
  } catch (const CancelledError&) {
    s->say("victim is told");
    throw;
  }
}

inline Task<> killer(Stage* s, Future<void> future, Future<void> prey) {
  co_await future;
  s->say("killer", prey->cancel());
  try {
    co_await prey;
  } catch (const CancelledError&) {
    s->say("killer knows");
  }
}

inline Task<> how_many_turns(Stage* s) {
  const Future<void> future = make_future<void>();
  const Future<void> prey = create_task(victim(s));
  std::vector<Future<void>> others;
  others.push_back(create_task(beat(s, 8)));
  others.push_back(create_task(waiter(s, future)));
  others.push_back(create_task(killer(s, future, prey)));
  others.push_back(create_task(parent(s, future)));
  for (const Future<void>& task : others) co_await task;
}

}  // namespace pots::oracle::tasks

namespace pots::oracle {

inline const char kNamedTaskTraces[] =
#include "tests/oracle/traces/named_tasks.inc"
    ;

struct NamedTask {
  const char* name;
  aio::Task<> (*play)(tasks::Stage*);
  const char* file = "named_tasks";
};
inline constexpr NamedTask kNamedTasks[] = {
    {"blocking", tasks::blocking},
    {"nonblocking", tasks::nonblocking},
    {"several", tasks::several},
    {"by_hand", tasks::by_hand},
    {"cancelling", tasks::cancelling, "named_cancelling"},
    {"cancelling_oneself", tasks::cancelling_oneself, "named_cancelling"},
    {"along_the_chain", tasks::along_the_chain, "named_cancelling"},
    {"one_future_for_all", tasks::one_future_for_all},
    {"turn_by_turn", tasks::turn_by_turn},
    {"how_many_turns", tasks::how_many_turns},
};

// "" if it runs as in CPython; else the first difference.
inline std::string compare(const NamedTask& program, Tools& tools) {
  aio::VirtualWorld world;
  return compare_named(program.name, program.file, kNamedTaskTraces, world,
                       [&](Say& say) {
                         tasks::Stage stage{say, tools};
                         tools.run(world, program.play(&stage));
                       });
}

}  // namespace pots::oracle
