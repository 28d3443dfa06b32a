// A place where calls wait for each other: who makes them one after the other
// stands still there for ever.
#pragma once

#include <atomic>

namespace pots {

class Meeting {
 public:
  explicit Meeting(int wanted) : wanted_(wanted) {}

  void here() {
    begun_.fetch_add(1);
    begun_.notify_all();
    for (int n = begun_.load(); n < wanted_; n = begun_.load()) begun_.wait(n);
  }

 private:
  const int wanted_;
  std::atomic<int> begun_ = 0;
};

}  // namespace pots
