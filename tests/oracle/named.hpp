// Named programs: written twice, in Python and in C++, and compared line by
// line.
#pragma once

#include <cstddef>
#include <exception>
#include <stdexcept>
#include <string>

#include "pots/aio/event_loop.hpp"
#include "pots/aio/world.hpp"
#include "tests/oracle/recorded.hpp"
#include "tests/oracle/ticks.hpp"

namespace pots::oracle {

// Where a program notes what happens: say(1, "a", true) is Python's
// print(1, "a", True).
class Say {
 public:
  explicit Say(aio::World& world) : world_(world) {}

  template <class... Words>
  void operator()(const Words&... words) {
    std::string line;
    ((line += " " + word(words)), ...);
    lines_.push_back(line.substr(1));
    if (lines_.size() > kTooLong) throw std::runtime_error("too many lines");
  }
  long now() { return ticks(world_); }
  const Lines& lines() const { return lines_; }

 private:
  static constexpr std::size_t kTooLong = 200;

  static std::string word(const std::string& text) { return text; }
  static std::string word(bool value) { return value ? "True" : "False"; }
  static std::string word(long value) { return std::to_string(value); }
  static std::string word(int value) { return std::to_string(value); }
  static std::string word(std::size_t value) { return std::to_string(value); }
  static std::string word(const char* text) { return text; }

  aio::World& world_;
  Lines lines_;
};

// Plays one program and compares; `play` is called with a Say.
template <class Play>
std::string compare_named(const std::string& name, const char* file,
                          const char* traces, aio::World& world, Play play) {
  Say say(world);
  Lines ours;
  try {
    play(say);
    ours = say.lines();
  } catch (const std::exception& error) {
    ours = say.lines();
    ours.push_back(error.what());
  } catch (...) {
    ours = say.lines();
    ours.push_back("(an exception came out)");
  }
  const Recorded recorded(traces);
  return difference(
      "The program '" + name + "' of tests/oracle/" + file + ".hpp", {},
      recorded.version(), recorded.trace(name), ours);
}

}  // namespace pots::oracle
