// Output of a program that may print without end: the beginning and the end
// are kept, the middle is counted and dropped.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pots::judge {

// The end matters more than it seems: a verdict is printed last, after
// whatever the program under test had to say.
//
// Invariant: memory never exceeds twice the capacity.
class CappedText {
 public:
  explicit CappedText(std::size_t capacity);

  void append(std::string_view bytes);
  // What was kept; where something is missing, a line says how much.
  std::string str() const;
  std::size_t total() const { return total_; }

 private:
  std::size_t head_room_;
  std::size_t tail_room_;
  std::size_t total_ = 0;
  std::string head_;
  std::string tail_;
};

}  // namespace pots::judge
