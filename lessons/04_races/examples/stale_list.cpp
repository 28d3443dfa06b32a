// Two guests book a seat from a list that is no longer true.
#include <atomic>
#include <cstdio>
#include <latch>
#include <thread>
#include <vector>

// #region list
std::atomic<int> seats[3];  // who has it; 0: free

std::vector<int> free_seats() {
  std::vector<int> list;
  for (int seat = 0; seat < 3; ++seat)
    if (seats[seat].load() == 0) list.push_back(seat);
  return list;
}
// #endregion

int main() {
  // #region book
  std::latch both_have_looked(2), first_has_booked(1);
  int seat_of[3] = {};
  std::jthread first([&] {
    const std::vector<int> list = free_seats();
    both_have_looked.arrive_and_wait();
    seats[seat_of[1] = list.front()] = 1;
    first_has_booked.count_down();
  });
  std::jthread second([&] {
    const std::vector<int> list = free_seats();
    both_have_looked.arrive_and_wait();
    first_has_booked.wait();
    seats[seat_of[2] = list.front()] = 2;
  });
  // #endregion
  first.join();
  second.join();
  // #region look
  std::printf("guest 1 has seat %d, guest 2 has seat %d\n", seat_of[1],
              seat_of[2]);
  for (int seat = 0; seat < 3; ++seat)
    std::printf("seat %d: %d\n", seat, seats[seat].load());
  // #endregion
  // #region ask
  int expected = 0;
  const bool mine = seats[0].compare_exchange_strong(expected, 3);
  std::printf("guest 3 takes seat 0 if it is free: %s, it is %d's\n",
              mine ? "yes" : "no", expected);
  // #endregion
}
