// Operators instead of names, and exchanges that fail for a reason only.
#pragma once

#include <atomic>
#include <climits>

namespace pots {

class Counter {
 public:
  void hit() { ++n_; }
  long hits() const { return n_; }

 private:
  std::atomic<long> n_ = 0;
};

class Tickets {
 public:
  long take() { return n_++; }

 private:
  std::atomic<long> n_ = 0;
};

class HighWater {
 public:
  void record(long v) {
    for (long old = max_; old < v;) {
      if (max_.compare_exchange_strong(old, v, std::memory_order_seq_cst)) {
        return;
      }
    }
  }
  long highest() const { return max_.load(std::memory_order_seq_cst); }

 private:
  std::atomic<long> max_ = LONG_MIN;
};

}  // namespace pots
