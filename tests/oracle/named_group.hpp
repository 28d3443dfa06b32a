// Task groups.
//
// The same programs as named_group.py. Times are ticks. A coroutine takes Say
// by pointer: it outlives every task. Bodies are closures with names of their
// own, which live as long as their group.
#pragma once

#include <exception>
#include <stdexcept>
#include <string>

#include "pots/aio/run.hpp"
#include "pots/aio/task_group.hpp"
#include "tests/oracle/named.hpp"
#include "tests/oracle/ticks.hpp"

namespace pots::oracle::groups {

using aio::CancelledError;
using aio::create_task;
using aio::ExceptionGroup;
using aio::Future;
using aio::Task;
using aio::TaskGroup;
using aio::with_task_group;

inline Task<> sleep(int how_many) { return aio::sleep(how_many * kTick); }

struct Child {
  const char* name;
  int ticks;
  const char* error = nullptr;  // fails with it in the end
  int clean_up = 0;             // ticks
  const char* error_in_clean_up = nullptr;
};

inline Task<> child(Say* say, Child c) {
  bool cancelled = false;
  try {
    co_await sleep(c.ticks);
  } catch (const CancelledError&) {
    cancelled = true;
  }
  if (cancelled) {
    (*say)(c.name, "cancelled", say->now());
    if (c.clean_up > 0) {
      co_await sleep(c.clean_up);
      (*say)(c.name, "cleaned up", say->now());
    }
    if (c.error_in_clean_up != nullptr) {
      throw std::runtime_error(c.error_in_clean_up);
    }
    throw CancelledError();
  }
  (*say)(c.name, c.error != nullptr ? "fails" : "done", say->now());
  if (c.error != nullptr) throw std::runtime_error(c.error);
}

inline std::string words(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const ExceptionGroup&) {
    return "group";
  } catch (const std::exception& caught) {
    return caught.what();
  } catch (...) {
    return "(not an error)";
  }
}

inline void report(Say* say, const ExceptionGroup& group) {
  std::string all;
  for (const std::exception_ptr& error : group.errors)
    all += " " + words(error);
  (*say)("group", std::to_string(say->now()) + all);
}

inline Task<> joining(Say* say) {
  auto body = [say](TaskGroup& group) -> Task<> {
    group.create_task(child(say, Child{"a", 10}));
    group.create_task(child(say, Child{"b", 20}));
    (*say)("body end", say->now());
    co_return;
  };
  co_await with_task_group(body);
  (*say)("joined", say->now());
  auto interrupted = [say](TaskGroup& group) -> Task<> {
    group.create_task(child(say, Child{"c", 1000}));
    group.create_task(child(say, Child{"d", 10, "lost"}));
    co_await child(say, Child{"body", 1000});
  };
  try {
    co_await with_task_group(interrupted);
  } catch (const ExceptionGroup& group) {
    (*say)("group", group.what(), say->now());
  }
  (*say)("cancelling", aio::current_task().cancels);
}

inline Task<> failing_body(Say* say) {
  auto body = [say](TaskGroup& group) -> Task<> {
    group.create_task(child(say, Child{"a", 10}));
    group.create_task(child(say, Child{"b", 10, nullptr, 5}));
    co_await sleep(3);
    throw std::runtime_error("body");
  };
  try {
    co_await with_task_group(body);
  } catch (const ExceptionGroup& group) {
    report(say, group);
  }
}

inline Task<> several_errors(Say* say) {
  auto body = [say](TaskGroup& group) -> Task<> {
    group.create_task(child(say, Child{"a", 50, nullptr, 2, "a"}));
    group.create_task(child(say, Child{"b", 5, "b"}));
    group.create_task(child(say, Child{"c", 50, nullptr, 1, "c"}));
    group.create_task(child(say, Child{"d", 50}));
    co_await child(say, Child{"body", 50, nullptr, 4, "body"});
  };
  try {
    co_await with_task_group(body);
  } catch (const ExceptionGroup& group) {
    report(say, group);
  }
}

inline Task<> a_cancelled_child(Say* say) {
  Future<void> task;
  auto body = [say, &task](TaskGroup& group) -> Task<> {
    task = group.create_task(child(say, Child{"a", 50}));
    group.create_task(child(say, Child{"b", 5}));
    co_await sleep(2);
    (*say)(task->cancel());
  };
  co_await with_task_group(body);
  (*say)("joined", say->now(), task->cancelled());
}

inline Task<> parent(Say* say, TaskGroup* group) {
  co_await sleep(5);
  group->create_task(child(say, Child{"grandchild", 5}));
  (*say)("parent done", say->now());
}

inline Task<> children_make_children(Say* say) {
  auto body = [say](TaskGroup& group) -> Task<> {
    group.create_task(parent(say, &group));
    (*say)("body end", say->now());
    co_return;
  };
  co_await with_task_group(body);
  (*say)("joined", say->now());
}

inline Task<> two_children(Say* say, int body_ticks, const char* error) {
  auto body = [say, body_ticks, error](TaskGroup& group) -> Task<> {
    group.create_task(child(say, Child{"a", 50, nullptr, 3, error}));
    group.create_task(child(say, Child{"b", 50}));
    if (body_ticks > 0) co_await child(say, Child{"body", body_ticks});
  };
  co_await with_task_group(body);
}

inline Task<> cancelled_from_outside(Say* say) {
  struct Variant {
    int body_ticks;
    const char* error;
  };
  static constexpr Variant kVariants[] = {
      {0, nullptr}, {50, nullptr}, {50, "a"}};
  for (const Variant& variant : kVariants) {
    const Future<void> task =
        create_task(two_children(say, variant.body_ticks, variant.error));
    co_await sleep(5);
    (*say)("cancel", say->now(), task->cancel());
    try {
      co_await task;
    } catch (const CancelledError&) {
      (*say)("cancelled", say->now(), task->cancelled());
    } catch (const ExceptionGroup& group) {
      report(say, group);
    }
  }
}

inline Task<> inner_group(Say* say) {
  auto body = [say](TaskGroup& group) -> Task<> {
    group.create_task(child(say, Child{"a", 50}));
    group.create_task(child(say, Child{"b", 5, "b"}));
    co_return;
  };
  co_await with_task_group(body);
  (*say)("not reached");
}

inline Task<> nested(Say* say) {
  auto body = [say](TaskGroup& group) -> Task<> {
    group.create_task(inner_group(say));
    group.create_task(child(say, Child{"c", 50}));
    co_await child(say, Child{"body", 50});
  };
  try {
    co_await with_task_group(body);
  } catch (const ExceptionGroup& group) {
    report(say, group);
  }
}

inline Task<> group_with_a_slow_child(Say* say) {
  auto body = [say](TaskGroup& group) -> Task<> {
    group.create_task(child(say, Child{"a", 50, nullptr, 3}));
    group.create_task(child(say, Child{"b", 2}));
    co_return;
  };
  co_await with_task_group(body);
}

inline Task<> under_a_deadline(Say* say) {
  try {
    co_await aio::wait_for(group_with_a_slow_child(say), 5 * kTick);
  } catch (const aio::TimeoutError&) {
    (*say)("too late", say->now());
  }
}

}  // namespace pots::oracle::groups

namespace pots::oracle {

inline const char kNamedGroupTraces[] =
#include "tests/oracle/traces/named_group.inc"
    ;

struct NamedGroup {
  const char* name;
  aio::Task<> (*play)(Say*);
};
inline constexpr NamedGroup kNamedGroups[] = {
    {"joining", groups::joining},
    {"failing_body", groups::failing_body},
    {"several_errors", groups::several_errors},
    {"a_cancelled_child", groups::a_cancelled_child},
    {"children_make_children", groups::children_make_children},
    {"cancelled_from_outside", groups::cancelled_from_outside},
    {"nested", groups::nested},
    {"under_a_deadline", groups::under_a_deadline},
};

// "" if it runs as in CPython; else the first difference.
inline std::string compare(const NamedGroup& program) {
  aio::VirtualWorld world;
  return compare_named(program.name, "named_group", kNamedGroupTraces, world,
                       [&](Say& say) { aio::run(program.play(&say), world); });
}

}  // namespace pots::oracle
