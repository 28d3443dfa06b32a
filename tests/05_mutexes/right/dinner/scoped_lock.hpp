// Right: both forks or none. Who finds the second one taken puts the first one
// back, and sleeps at the one that was missing.
#pragma once

#include <mutex>
#include <utility>
#include <vector>

namespace pots {

class Table {
 public:
  explicit Table(int seats) : seats_(seats), forks_(seats) {}
  Table(const Table&) = delete;
  Table& operator=(const Table&) = delete;

  template <class F>
  void dine(int seat, F&& eat) {
    std::scoped_lock both(forks_[seat], forks_[(seat + seats_ - 1) % seats_]);
    std::forward<F>(eat)();
  }

 private:
  int seats_;
  std::vector<std::mutex> forks_;
};

}  // namespace pots
