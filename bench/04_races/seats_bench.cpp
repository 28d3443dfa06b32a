// Booking and cancelling, 64 seats, 1 to 4 counters: all of them begin to look
// at seat 0, or each somewhere else.
#include <benchmark/benchmark.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "bench/04_races/race.hpp"
#include "pots/seats.hpp"

namespace {

constexpr int kSeats = 64, kCounters = 4;
constexpr std::int64_t kEach = 200'000;

// SeatMap::book, from another seat on: no lock more and no lock less.
class SpreadSeatMap {
 public:
  explicit SpreadSeatMap(int seats) : holders_(seats) {}
  int book(int guest, int first) {
    for (int i = 0; i < kSeats; ++i) {
      const int seat = (first + i) % kSeats;
      int nobody = 0;
      if (holders_[seat].compare_exchange_strong(nobody, guest)) return seat;
    }
    return -1;
  }
  bool cancel(int seat, int guest) {
    return holders_[seat].compare_exchange_strong(guest, 0);
  }

 private:
  std::vector<std::atomic<int>> holders_;
};

void all_from_seat_0(benchmark::State& state) {
  pots::SeatMap seats(kSeats);
  pots::bench::race(state, static_cast<std::size_t>(state.range(0)), kEach,
                    [&](std::size_t i) {
                      const int guest = static_cast<int>(i) + 1;
                      for (std::int64_t n = 0; n < kEach; ++n) {
                        seats.cancel(seats.book(guest), guest);
                      }
                    });
}

void spread(benchmark::State& state) {
  SpreadSeatMap seats(kSeats);
  pots::bench::race(state, static_cast<std::size_t>(state.range(0)), kEach,
                    [&](std::size_t i) {
                      const int guest = static_cast<int>(i) + 1;
                      const int first =
                          static_cast<int>(i) * (kSeats / kCounters);
                      for (std::int64_t n = 0; n < kEach; ++n) {
                        seats.cancel(seats.book(guest, first), guest);
                      }
                    });
}

}  // namespace

int main(int argc, char** argv) {
  const auto measure = [](const char* name, auto* way) {
    benchmark::RegisterBenchmark(name, way)
        ->Arg(1)
        ->Arg(2)
        ->Arg(4)
        ->UseManualTime()
        ->Unit(benchmark::kMillisecond);
  };
  measure("bm_seats/seat 0", all_from_seat_0);
  measure("bm_seats/spread", spread);
  return pots::bench::run_on_two_cpus(argc, argv);
}
