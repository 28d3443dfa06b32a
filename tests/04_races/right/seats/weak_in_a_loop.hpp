// Weak exchanges, each repeated until it succeeds or has a reason to fail.
#pragma once

#include <atomic>
#include <memory>

namespace pots {

class SeatMap {
 public:
  explicit SeatMap(int seats)
      : seats_(seats), holders_(std::make_unique<std::atomic<int>[]>(seats)) {}

  int book(int guest) {
    for (int seat = 0; seat < seats_; ++seat) {
      if (change(seat, 0, guest)) return seat;
    }
    return -1;
  }
  bool cancel(int seat, int guest) { return change(seat, guest, 0); }
  int holder(int seat) const { return holders_[seat]; }

 private:
  bool change(int seat, int from, int to) {
    int seen = from;
    while (!holders_[seat].compare_exchange_weak(seen, to)) {
      if (seen != from) return false;
    }
    return true;
  }

  int seats_;
  std::unique_ptr<std::atomic<int>[]> holders_;
};

}  // namespace pots
