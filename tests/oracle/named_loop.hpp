// Callbacks and timers, without a task: what one turn does, in which order.
//
// The same programs as named_loop.py. Times are ticks.
#pragma once

#include <exception>
#include <functional>
#include <string>
#include <utility>

#include "pots/aio/event_loop.hpp"
#include "tests/oracle/named.hpp"

namespace pots::oracle::loops {

struct Stage {
  aio::VirtualWorld world;
  aio::Loop loop{world};
  Say* out = nullptr;

  long now() { return ticks(world); }
  // A callback that says the words, under the tick at which it runs or bare.
  auto timed(const char* words) {
    return [this, words] { (*out)(now(), words); };
  }
  auto bare(const char* words) {
    return [this, words] { (*out)(words); };
  }
  auto stop() {
    return [this] { loop.stop(); };
  }
};

inline void order(Stage& s) {
  aio::Handle second;
  s.loop.call_soon(s.timed("soon 1"));
  s.loop.call_later(20 * kTick, [&s] {
    s.timed("timer 20")();
    s.loop.stop();
  });
  s.loop.call_later(10 * kTick, [&s] {
    s.timed("timer 10, first")();
    s.loop.call_soon(s.timed("soon, from timer 10"));
  });
  second = s.loop.call_later(10 * kTick, s.timed("timer 10, second"));
  s.loop.call_later(10 * kTick, s.timed("timer 10, third"));
  s.loop.call_soon([&s, &second] {
    s.timed("soon 2")();
    second.cancel();
  });
  s.loop.call_soon(s.timed("soon 3"));
  s.loop.run_forever();
}

inline void due_timers_go_behind(Stage& s) {
  s.loop.call_soon([&s] {
    (*s.out)("A");
    s.loop.call_soon([&s] {
      (*s.out)("D");
      s.loop.stop();
    });
  });
  s.loop.call_later(aio::Duration(0), s.bare("B"));
  s.loop.call_soon(s.bare("C"));
  s.loop.run_forever();
}

inline void in_turns(Stage& s) {
  const std::function<void(std::string, int)> again = [&](std::string name,
                                                          int count) {
    (*s.out)(name, count);
    if (count < 3) {
      s.loop.call_soon([&again, name, count] { again(name, count + 1); });
    } else if (name == "pong") {
      s.loop.stop();
    }
  };
  s.loop.call_soon([&again] { again("ping", 1); });
  s.loop.call_soon([&again] { again("pong", 1); });
  s.loop.run_forever();
}

inline void stopping(Stage& s) {
  s.loop.call_soon(s.bare("one turn"));
  s.loop.stop();
  s.loop.run_forever();
  (*s.out)("returned");
  s.loop.call_soon([&s] {
    (*s.out)("stop");
    s.loop.stop();
    s.loop.call_soon(s.bare("next turn"));
  });
  s.loop.call_soon(s.bare("same turn"));
  s.loop.run_forever();
  (*s.out)("returned");
  s.loop.stop();
  s.loop.run_forever();
  (*s.out)("returned");
}

inline void stop_and_timers(Stage& s) {
  const auto stop_after = [&s](const char* words) {
    return [&s, words] {
      s.timed(words)();
      s.loop.stop();
    };
  };
  s.loop.call_later(3 * kTick, stop_after("first"));
  s.loop.call_later(3 * kTick, s.timed("second"));
  s.loop.call_later(4 * kTick, stop_after("third"));
  s.loop.stop();
  for (int i = 0; i < 3; ++i) {
    s.loop.run_forever();
    (*s.out)(s.now(), "returned");
  }
}

inline void cancelling(Stage& s) {
  aio::Handle itself, ended, due, soon, far;
  ended = s.loop.call_later(kTick, s.bare("ended"));
  itself = s.loop.call_later(2 * kTick, [&] {
    (*s.out)("itself");
    for (aio::Handle* handle : {&itself, &ended, &due, &soon, &far}) {
      handle->cancel();
    }
  });
  due = s.loop.call_later(2 * kTick, s.bare("due"));
  s.loop.call_later(2 * kTick, [&s] { s.loop.call_soon(s.bare("new")); });
  far = s.loop.call_later(5 * kTick, s.bare("far"));
  soon = s.loop.call_soon(s.bare("soon"));
  s.loop.call_later(7 * kTick, [&s] {
    s.timed("over")();
    s.loop.stop();
  });
  s.loop.run_forever();
}

inline void ties(Stage& s) {
  const auto later = [&s](int at, const char* name) {
    s.loop.call_at(at * kTick, s.timed(name));
  };
  later(4, "a");
  later(2, "b");
  later(4, "c");
  later(3, "d");
  later(2, "e");
  later(4, "f");
  later(2, "g");
  later(3, "h");
  s.loop.call_at(2 * kTick, [&later] { later(2, "late b"); });
  s.loop.call_at(3 * kTick, [&later] { later(1, "in the past"); });
  s.loop.call_at(6 * kTick, s.stop());
  s.loop.run_forever();
}

inline void long_callback(Stage& s) {
  for (const auto& [at, name] : {std::pair{1, "timer 1"},
                                 {3, "timer 3"},
                                 {6, "timer 6"},
                                 {7, "timer 7"}}) {
    s.loop.call_later(at * kTick, s.timed(name));
  }
  s.loop.call_soon([&s] {
    s.world.advance(5 * kTick);
    s.timed("worked")();
    s.loop.call_later(kTick, s.timed("one later"));
    s.loop.call_soon(s.timed("soon"));
  });
  s.loop.call_later(9 * kTick, s.stop());
  s.loop.run_forever();
}

inline void one_bad_callback(Stage& s) {
  s.loop.callbacks().on_error = [&s](std::exception_ptr error) {
    try {
      std::rethrow_exception(error);
    } catch (const std::exception& caught) {
      (*s.out)("error", caught.what());
    }
  };
  const auto bad = [&s] {
    (*s.out)("bad");
    s.loop.call_soon(s.bare("next"));
    throw std::runtime_error("burnt");
  };
  s.loop.call_soon(s.bare("before"));
  s.loop.call_soon(bad);
  s.loop.call_soon(s.bare("behind"));
  s.loop.call_later(kTick, bad);
  s.loop.call_later(2 * kTick, s.stop());
  s.loop.run_forever();
}

}  // namespace pots::oracle::loops

namespace pots::oracle {

inline const char kNamedLoopTraces[] =
#include "tests/oracle/traces/named_loop.inc"
    ;

struct NamedLoop {
  const char* name;
  void (*play)(loops::Stage&);
};
inline constexpr NamedLoop kNamedLoops[] = {
    {"order", loops::order},
    {"due_timers_go_behind", loops::due_timers_go_behind},
    {"in_turns", loops::in_turns},
    {"stopping", loops::stopping},
    {"stop_and_timers", loops::stop_and_timers},
    {"cancelling", loops::cancelling},
    {"ties", loops::ties},
    {"long_callback", loops::long_callback},
    {"one_bad_callback", loops::one_bad_callback},
};

// "" if it runs as in CPython; else the first difference.
inline std::string compare(const NamedLoop& program) {
  loops::Stage stage;
  return compare_named(program.name, "named_loop", kNamedLoopTraces,
                       stage.world, [&](Say& say) {
                         stage.out = &say;
                         program.play(stage);
                       });
}

}  // namespace pots::oracle
