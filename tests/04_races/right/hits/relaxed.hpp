// No order between different variables is promised, so none is asked for.
#pragma once

#include <atomic>
#include <limits>

namespace pots {

class Counter {
 public:
  void hit() { n_.fetch_add(1, std::memory_order_relaxed); }
  long hits() const { return n_.load(std::memory_order_relaxed); }

 private:
  std::atomic<long> n_{0};
};

class Tickets {
 public:
  long take() { return n_.fetch_add(1, std::memory_order_relaxed); }

 private:
  std::atomic<long> n_{0};
};

class HighWater {
 public:
  void record(long v) {
    long old = max_.load(std::memory_order_relaxed);
    do {
      if (old >= v) return;
    } while (!max_.compare_exchange_weak(old, v, std::memory_order_relaxed));
  }
  long highest() const { return max_.load(std::memory_order_relaxed); }

 private:
  std::atomic<long> max_{std::numeric_limits<long>::min()};
};

}  // namespace pots
