// A round table, and a fork between each two neighbours.
//
// Table(seats): seats 0 to seats - 1. Fork i lies between seat i and
//           seat i + 1, the last fork between the last seat and seat 0.
// dine(seat, eat): takes the two forks of the seat, calls eat(), once,
//           and puts both back.
// Promise:  neighbours never eat together; what one did, the next sees.
// Waiting:  only while a neighbouring seat is inside dine(), eating or
//           waiting. Who waits, sleeps. Nobody waits for ever.
// Errors:   what eat throws is passed on, and both forks are back.
// Pre:      seats >= 2; one call at a time for each seat; eat() does
//           not dine. Without std::condition_variable.
// Threads:  any thread.  Life: no copies.
#pragma once

#include <algorithm>
#include <mutex>
#include <utility>
#include <vector>

namespace pots {

class Table {
 public:
  Table(const Table&) = delete;
  Table& operator=(const Table&) = delete;

  // --- yours ---
  explicit Table(int seats) : forks_(seats) {}

  template <class F>
  void dine(int seat, F&& eat) {
    const int seats = static_cast<int>(forks_.size());
    const int left = (seat + seats - 1) % seats, right = seat;
    // The lower number first: whoever waits for a fork holds only lower
    // ones, so the holder of the highest waits for nobody.
    const std::lock_guard first(forks_[std::min(left, right)]);
    const std::lock_guard second(forks_[std::max(left, right)]);
    std::forward<F>(eat)();
  }

 private:
  std::vector<std::mutex> forks_;
  // --- end ---
};

}  // namespace pots
