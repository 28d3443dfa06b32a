// Three ways to count, for any number of threads at once.
//
// Counter:   hits() is how often hit() has been called: exactly, once
//            those calls have returned.
// Tickets:   take() gives 0, 1, 2, ...: each number once, and no gaps.
// HighWater: highest() is the largest value recorded so far, LONG_MIN
//            before the first record(). It never falls.
// Threads:   any thread may call any member at any time.
// Waiting:   nobody ever waits for anybody. No mutex, no volatile.
// Errors:    none.  Life: no copies.
#pragma once

#include <atomic>
#include <climits>

namespace pots {

// --- yours ---
class Counter {
 public:
  void hit() { hits_ = hits_ + 1; }
  long hits() const { return hits_; }

 private:
  long hits_ = 0;
};

class Tickets {
 public:
  long take() { return next_++; }

 private:
  long next_ = 0;
};

class HighWater {
 public:
  void record(long v) {
    if (v > highest_) highest_ = v;
  }
  long highest() const { return highest_; }

 private:
  long highest_ = LONG_MIN;
};
// --- end ---

}  // namespace pots
