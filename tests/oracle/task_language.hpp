// Programs of tasks: spawn k, sleep t, yield, await n, cancel n, fail, set f,
// wait f, gather n.., settle n.., timeout t (..).
//
// task_language.py says what the programs mean.
#pragma once

#include <cstddef>
#include <exception>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "pots/aio/create_task.hpp"
#include "pots/aio/lost_exception.hpp"
#include "tests/oracle/language.hpp"
#include "tests/oracle/recorded.hpp"
#include "tests/oracle/ticks.hpp"
#include "tests/oracle/tools.hpp"

namespace pots::oracle {

// closed: all tasks are brought to their end before main returns; left_over:
// they are run()'s to cancel.
enum class Ending { closed, left_over };

struct Failure : std::runtime_error {
  using runtime_error::runtime_error;
};

class TaskProgram {
 public:
  TaskProgram(const std::string& program, Tools& tools, Ending ending)
      : scripts_(Reader(program).scripts()), tools_(tools), ending_(ending) {}

  Lines run() {
    auto& handler = aio::lost_exception_handler();
    auto usual = std::exchange(handler, [](std::exception_ptr) {});
    try {
      tools_.run(world_, main());
    } catch (const std::exception& error) {
      trace_.push_back(error.what());
    } catch (const aio::CancelledError&) {
      trace_.push_back("main was cancelled");
    }
    std::string outcomes = "then";
    for (const aio::Future<int>& task : tasks_) outcomes += " " + outcome(task);
    trace_.push_back(outcomes);
    tasks_.clear();
    futures_.clear();
    handler = std::move(usual);
    return trace_;
  }

 private:
  struct Actor {
    const Script* script;
    std::size_t number;  // 1, 2, 3... in the order of creation
    int refusals;
    std::string name() const { return script->name + std::to_string(number); }
  };
  static constexpr std::size_t kFutures = 3;
  static constexpr std::size_t kMostTasks = 9;
  static constexpr int kClosing = 48;           // tick
  static constexpr std::size_t kTooLong = 200;  // no recorded trace is so long

  void say(const std::string& who, const std::string& what) {
    if (trace_.size() > kTooLong) throw Failure("the trace is too long");
    trace_.push_back(std::to_string(ticks(world_)) + " " + who + " " + what);
  }

  std::string spawn(const std::string& name) {
    const Script& script = script_named(scripts_, name);
    const Actor actor{&script, tasks_.size() + 1, script.refuses};
    tasks_.push_back(aio::create_task(life(actor)));
    return actor.name();
  }

  static std::string outcome(const aio::Future<int>& task) {
    if (!task->done()) return "unfinished";
    if (task->cancelled()) return "cancelled";
    return task->exception() ? "failed" : "returned";
  }

  static const char* truth(bool value) { return value ? "True" : "False"; }

  aio::Task<int> life(Actor me) {
    say(me.name(), "starts");
    std::exception_ptr cancelled;
    try {
      co_await block(&me, &me.script->body);
    } catch (const aio::CancelledError&) {
      cancelled = std::current_exception();
    }
    if (cancelled) {
      say(me.name(), "cancelled");
      if (!me.script->cleanup.empty()) {
        co_await block(&me, &me.script->cleanup);
        say(me.name(), "cleaned");
      }
      std::rethrow_exception(cancelled);
    }
    say(me.name(), "ends");
    co_return static_cast<int>(me.number);
  }

  aio::Task<> block(Actor* me, const std::vector<Instruction>* instructions) {
    for (const Instruction& instruction : *instructions) {
      try {
        co_await perform(me, &instruction);
      } catch (const aio::CancelledError&) {
        if (me->refusals == 0) throw;
        --me->refusals;
        say(me->name(), "refuses");
      }
    }
  }

  Tools::Children younger(const Actor& me, const Instruction& i) const {
    Tools::Children found;
    for (const std::size_t n : i.numbers) {
      if (me.number < n && n <= tasks_.size()) found.push_back(tasks_[n - 1]);
    }
    return found;
  }

  aio::Task<> perform(Actor* me, const Instruction* i) {
    std::string said;
    const int number = i->numbers.empty() ? 0 : i->numbers[0];
    if (i->word == "spawn") {
      const bool full = tasks_.size() == kMostTasks || over_;
      said = full ? "nobody" : spawn(i->name);
    } else if (i->word == "sleep") {
      co_await tools_.sleep(number * kTick);
    } else if (i->word == "yield") {
      co_await tools_.yield();
    } else if (i->word == "cancel") {
      const std::size_t n = number;
      said = n > tasks_.size() ? "nobody" : truth(tasks_[n - 1]->cancel());
    } else if (i->word == "fail") {
      throw Failure(me->name());
    } else if (i->word == "set") {
      const bool pending = !futures_[number - 1]->done();
      if (pending) futures_[number - 1]->set_result();
      said = truth(pending);
    } else if (i->word == "wait") {
      co_await futures_[number - 1];
    } else if (i->word == "timeout") {
      const bool in_time =
          co_await tools_.in_time(block(me, &i->block), number * kTick);
      said = in_time ? "in time" : "too late";
    } else {
      try {
        said = co_await wait_for_tasks(i->word, younger(*me, *i));
      } catch (const Failure& failure) {
        said = std::string("failure of ") + failure.what();
      }
    }
    say(me->name(), said.empty() ? i->text : i->text + " " + said);
  }

  aio::Task<std::string> wait_for_tasks(std::string word, Tools::Children all) {
    std::string said = ":";
    if (word == "await") {
      if (all.empty()) co_return "nobody";
      const int value = co_await all[0];
      said = std::to_string(value);
    } else if (word == "gather") {
      const aio::Future<Tools::Values> done = tools_.gather(all);
      const Tools::Values values = co_await done;
      for (const int value : values) said += " " + std::to_string(value);
    } else {
      const aio::Future<Tools::Results> done = tools_.settle(all);
      const Tools::Results results = co_await done;
      for (const aio::Result<int>& result : results) said += words(result);
    }
    co_return said;
  }

  static std::string words(const aio::Result<int>& result) {
    try {
      return " " + std::to_string(result.peek());
    } catch (const Failure& failure) {
      return std::string(" ") + failure.what();
    } catch (const aio::CancelledError&) {
      return " cancelled";
    }
  }

  aio::Task<> main() {
    for (std::size_t i = 0; i < kFutures; ++i) {
      futures_.push_back(aio::make_future<void>());
    }
    spawn("a");
    if (ending_ == Ending::closed) {
      co_await tools_.sleep(kClosing * kTick);
      for (std::size_t n = 0; n < tasks_.size(); ++n) {
        if (tasks_[n]->done()) continue;
        const bool heard = tasks_[n]->cancel();
        say("main", "cancels " + std::to_string(n + 1) + " " + truth(heard));
      }
      for (const aio::Future<void>& future : futures_) {
        if (!future->done()) future->set_result();
      }
    }
    for (std::size_t n = 0; n < (ending_ == Ending::closed ? tasks_.size() : 1);
         ++n) {
      const aio::Future<int> task = tasks_[n];
      try {
        co_await task;
      } catch (const aio::CancelledError&) {
      } catch (const Failure&) {
      }
      say("main", "saw " + std::to_string(n + 1) + " " + outcome(task));
    }
    over_ = true;
  }

  std::vector<Script> scripts_;
  Tools& tools_;
  Ending ending_;
  aio::VirtualWorld world_;
  std::vector<aio::Future<int>> tasks_;
  std::vector<aio::Future<void>> futures_;
  Lines trace_;
  bool over_ = false;
};

inline constexpr char kTaskExplanation[] =
    "(tasks are numbered as they are made: the first runs script a, b2 is the "
    "second\nand runs script b; `await 3`, `cancel 3`: of the third task)";

// "" if all programs of the set run as in CPython; else the first difference.
inline std::string compare_task_programs(const char* set, const char* programs,
                                         const char* traces, Ending ending,
                                         Tools& tools) {
  return compare_set(set, programs, traces, kTaskExplanation,
                     [&tools, ending](const std::string& program) {
                       return TaskProgram(program, tools, ending).run();
                     });
}

}  // namespace pots::oracle
