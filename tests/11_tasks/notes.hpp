// What the tasks of a test said, in order, each with the time in milliseconds:
// "0 begins, 10 ends".
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "pots/aio/world.hpp"

namespace pots::aio {

using std::chrono::milliseconds;

// Outlives the tasks that write into it.
class Notes {
 public:
  explicit Notes(World& world) : world_(world) {}

  void operator()(std::string_view what) {
    if (!text_.empty()) text_ += ", ";
    text_ += std::to_string(world_.now() / milliseconds(1)) + " ";
    text_ += what;
  }
  const std::string& text() const { return text_; }

 private:
  World& world_;
  std::string text_;
};

}  // namespace pots::aio
