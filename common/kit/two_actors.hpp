// Schedules for two actors, as words over A and B, and the table of what they
// did: what the salting cooks and the two who count have in common.
#pragma once

#include <cstddef>
#include <sstream>
#include <string>
#include <vector>

namespace pots {

// Every word with `each` letters A and as many B, in alphabetical order.
std::vector<std::string> complete_words(std::size_t each);

// A table with a column for A and one for B, a numbered row for each step.
class TwoColumns {
 public:
  explicit TwoColumns(int width);  // of A's column, in characters
  void row(char actor, const std::string& text);
  std::string text() const { return out_.str(); }

 private:
  int width_;
  int rows_ = 0;
  std::ostringstream out_;
};

}  // namespace pots
