// Five philosophers at one table: four ways to take two forks.
//
// "eat 0": a meal is one addition. "eat 10 us": it is work that takes so long.
#include <benchmark/benchmark.h>

#include <array>
#include <atomic>
#include <chrono>
#include <mutex>
#include <string>
#include <thread>

#include "bench/05_mutexes/many_threads.hpp"
#include "bench/cpus_granted.hpp"
#include "pots/dinner.hpp"

namespace {

constexpr int kSeats = 5;

struct Ordered {
  pots::Table table{kSeats};
  void dine(int seat, auto eat) { table.dine(seat, eat); }
};

struct Forks {
  std::array<std::mutex, kSeats> forks;
  std::mutex& left(int seat) { return forks[(seat + kSeats - 1) % kSeats]; }
  std::mutex& right(int seat) { return forks[seat]; }
};

struct BothOrNone : Forks {
  void dine(int seat, auto eat) {
    const std::scoped_lock both(left(seat), right(seat));
    eat();
  }
};

struct OneBigLock {
  std::mutex mutex;
  void dine(int, auto eat) {
    const std::lock_guard lock(mutex);
    eat();
  }
};

// Puts the first fork back when the second is taken, and tries again. It
// yields in between: without that it may go on for a long time.
struct Polite : Forks {
  void dine(int seat, auto eat) {
    for (;; std::this_thread::yield()) {
      const std::lock_guard first(left(seat));
      const std::unique_lock second(right(seat), std::try_to_lock);
      if (second) return eat();
    }
  }
};

void work_for(std::chrono::microseconds span) {
  const auto end = std::chrono::steady_clock::now() + span;
  while (std::chrono::steady_clock::now() < end) {
  }
}

template <class Way>
void bm_dinner(benchmark::State& state) {
  const std::chrono::microseconds length(state.range(0));
  const std::int64_t meals = length.count() == 0 ? 20'000 : 500;
  Way table;
  std::array<std::int64_t, kSeats> eaten{};
  pots::bench::measure_threads(state, kSeats, meals, [&](std::size_t thread) {
    const int seat = static_cast<int>(thread);
    for (std::int64_t i = 0; i < meals; ++i) {
      table.dine(seat, [&] {
        ++eaten[seat];
        if (length.count() > 0) work_for(length);
      });
    }
  });
}

template <class Way>
void measure(const std::string& name) {
  benchmark::RegisterBenchmark(("bm_dinner/" + name).c_str(), bm_dinner<Way>)
      ->Arg(0)
      ->Arg(10)
      ->UseManualTime()
      ->Unit(benchmark::kMillisecond);
}

}  // namespace

int main(int argc, char** argv) {
  measure<OneBigLock>("one big lock");
  measure<Ordered>("lower fork first");
  measure<BothOrNone>("scoped_lock");
  measure<Polite>("polite");
  return pots::bench::run(argc, argv);
}
