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
  void hit() { hits_.fetch_add(1); }
  long hits() const { return hits_.load(); }

 private:
  std::atomic<long> hits_ = 0;
};

class Tickets {
 public:
  long take() { return next_.fetch_add(1); }  // what was there before

 private:
  std::atomic<long> next_ = 0;
};

class HighWater {
 public:
  void record(long v) {
    long seen = highest_.load();
    // A lost exchange has put into `seen` what is there now: ask again.
    while (v > seen && !highest_.compare_exchange_weak(seen, v)) {
    }
  }
  long highest() const { return highest_.load(); }

 private:
  std::atomic<long> highest_ = LONG_MIN;
};
// --- end ---

}  // namespace pots
