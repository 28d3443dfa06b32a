// Programs of callbacks: soon k, later t k, cancel h, stop; fifty of them,
// compared with what CPython's loop did.
//
// loop_language.py says what the programs mean.
#pragma once

#include <cstddef>
#include <exception>
#include <string>
#include <vector>

#include "pots/aio/event_loop.hpp"
#include "pots/aio/world.hpp"
#include "tests/oracle/language.hpp"
#include "tests/oracle/recorded.hpp"
#include "tests/oracle/ticks.hpp"

namespace pots::oracle {

class LoopProgram {
 public:
  explicit LoopProgram(const std::string& program)
      : scripts_(Reader(program).scripts()) {}

  Lines run() {
    try {
      loop_.call_at(kEnd * kTick, [this] { end(); });
      perform(script_named(scripts_, "main"));
      while (!over_) {
        loop_.run_forever();
        say("returned");
      }
    } catch (const std::exception& error) {
      say(error.what());
    }
    return trace_;
  }

 private:
  static constexpr int kFuel = 25;   // so many callbacks obey their script
  static constexpr int kEnd = 1000;  // the tick at which it is over
  static constexpr std::size_t kTooLong = 200;  // no recorded trace is so long

  void say(const std::string& what) {
    trace_.push_back(std::to_string(ticks(world_)) + " " + what);
    if (trace_.size() > kTooLong) end();
  }
  void end() {
    over_ = true;
    loop_.stop();
  }

  void perform(const Script& script) {
    for (const Instruction& i : script.body) {
      if (i.word == "stop") {
        loop_.stop();
      } else if (i.word == "cancel") {
        const std::size_t back = i.numbers[0];
        if (back <= handles_.size()) handles_[handles_.size() - back].cancel();
      } else {
        const Script& callee = script_named(scripts_, i.name);
        const std::size_t number = handles_.size() + 1;
        auto call = [this, &callee, number] { called(callee, number); };
        handles_.push_back(i.word == "soon"
                               ? loop_.call_soon(call)
                               : loop_.call_later(i.numbers[0] * kTick, call));
      }
    }
  }

  void called(const Script& script, std::size_t number) {
    say(script.name + std::to_string(number));
    if (fuel_ > 0) {
      --fuel_;
      perform(script);
    }
  }

  std::vector<Script> scripts_;
  aio::VirtualWorld world_;
  aio::Loop loop_{world_};
  std::vector<aio::Handle> handles_;
  Lines trace_;
  int fuel_ = kFuel;
  bool over_ = false;
};

inline const char kLoopPrograms[] =
#include "tests/oracle/programs/loop.inc"
    ;
inline const char kLoopTraces[] =
#include "tests/oracle/traces/loop.inc"
    ;

// "" if all programs run as in CPython; else the first difference.
inline std::string compare_loop_programs() {
  return compare_set(
      "loop", kLoopPrograms, kLoopTraces,
      "(each callback reports its tick, its script and its number; `later 3 b` "
      "runs\nscript b three ticks later; `cancel 2` cancels the last but one "
      "that was made)",
      [](const std::string& line) { return LoopProgram(line).run(); });
}

}  // namespace pots::oracle
