// The seats of a theatre, sold at any number of counters at once.
//
// SeatMap: so many seats, all of them free; at least one.
// book:    a free seat, from now on this guest's; the lowest, if nobody
//          interferes. -1: each seat was seen taken during the call.
// cancel:  true, and the seat is free again, if it was this guest's;
//          else false, and nothing has happened.
// holder:  whose seat it is; 0: nobody's.
// Pre:     guest > 0; 0 <= seat < seats.
// Threads: any thread may call any member at any time.
// Waiting: nobody ever waits for anybody. No mutex, no volatile.
// Errors:  none but std::bad_alloc, from the constructor.
#pragma once

#include <atomic>
#include <iterator>
#include <vector>

namespace pots {

class SeatMap {
 public:
  // --- yours ---
  explicit SeatMap(int seats) : holders_(seats) {}

  int book(int guest) {
    for (int seat = 0; seat < std::ssize(holders_); ++seat) {
      if (holders_[seat].load() == 0) {
        holders_[seat].store(guest);
        return seat;
      }
    }
    return -1;
  }

  bool cancel(int seat, int guest) {
    if (holders_[seat].load() != guest) return false;
    holders_[seat].store(0);
    return true;
  }

  int holder(int seat) const { return holders_[seat].load(); }

 private:
  std::vector<std::atomic<int>> holders_;  // 0: free
  // --- end ---
};

}  // namespace pots
