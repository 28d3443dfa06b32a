// Exchanges only where a look has said that the seat is free.
#pragma once

#include <atomic>
#include <cstddef>
#include <vector>

namespace pots {

class SeatMap {
 public:
  explicit SeatMap(int seats) : holder_of_(static_cast<std::size_t>(seats)) {}

  int book(int guest) {
    int number = 0;
    for (std::atomic<int>& seat : holder_of_) {
      int seen = seat.load(std::memory_order_relaxed);
      if (seen == 0 && seat.compare_exchange_strong(seen, guest)) return number;
      ++number;
    }
    return -1;
  }

  bool cancel(int seat, int guest) {
    int seen = holder_of_[seat].load();
    return seen == guest && holder_of_[seat].compare_exchange_strong(seen, 0);
  }

  int holder(int seat) const { return holder_of_[seat].load(); }

 private:
  std::vector<std::atomic<int>> holder_of_;
};

}  // namespace pots
