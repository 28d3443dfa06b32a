// Decides that a case hangs, from looks at its threads: never from a clock
// alone, so that a busy machine cannot turn a slow program into a hanging one.
#pragma once

#include "common/judge/proc.hpp"

namespace pots::judge {

// A case hangs when each of its threads sleeps until somebody else does
// something, there is nobody else, and nothing has moved: same threads, same
// calls, same counts of context switches in every look over the whole window.
class HangDetector {
 public:
  struct Window {
    int looks = 10;        // at least so many in a row
    double seconds = 1.0;  // and over at least so long
  };
  explicit HangDetector(Window window) : window_(window) {}

  // One look, taken `now` seconds after the start. True: it hangs.
  bool look(const TreeState& tree, double now);

  // Since it first slept: was it asleep (timed or not) in most looks?
  bool mostly_asleep() const { return asleep_looks_ * 2 > looks_; }

 private:
  Window window_;
  std::vector<ThreadState> last_;
  int same_looks_ = 0;
  double same_since_ = 0;
  int looks_ = 0;
  int asleep_looks_ = 0;
};

}  // namespace pots::judge
