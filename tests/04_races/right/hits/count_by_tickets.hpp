// Every counter is a ticket machine; a maximum that starts afresh each time.
#pragma once

#include <atomic>
#include <climits>

namespace pots {

class Tickets {
 public:
  long take() { return next_.fetch_add(1); }
  long taken() const { return next_.load(); }

 private:
  std::atomic<long> next_ = 0;
};

class Counter {
 public:
  void hit() { tickets_.take(); }
  long hits() const { return tickets_.taken(); }

 private:
  Tickets tickets_;
};

class HighWater {
 public:
  void record(long v) {
    while (true) {
      long seen = highest();
      if (seen >= v || highest_.compare_exchange_strong(seen, v)) return;
    }
  }
  long highest() const { return highest_.load(); }

 private:
  std::atomic<long> highest_ = LONG_MIN;
};

}  // namespace pots
