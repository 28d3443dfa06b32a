// Right: all take the left fork first, but seat 0 the right one. A circle
// would need everybody to hold the same hand's fork.
#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace pots {

class Table {
 public:
  explicit Table(int seats)
      : seats_(seats), forks_(std::make_unique<std::mutex[]>(seats)) {}
  Table(const Table&) = delete;
  Table& operator=(const Table&) = delete;

  template <class F>
  void dine(int seat, F&& eat) {
    std::mutex* first = &forks_[(seat + seats_ - 1) % seats_];
    std::mutex* second = &forks_[seat];
    if (seat == 0) std::swap(first, second);
    std::lock_guard<std::mutex> one(*first);
    std::lock_guard<std::mutex> other(*second);
    eat();
  }

 private:
  int seats_;
  std::unique_ptr<std::mutex[]> forks_;
};

}  // namespace pots
