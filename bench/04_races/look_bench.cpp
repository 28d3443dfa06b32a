// A look into a mailbox whose letter is there, by what the look is made of.
#include <benchmark/benchmark.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>

#include "bench/04_races/race.hpp"
#include "pots/mailbox.hpp"

namespace {

constexpr std::int64_t kEach = 1'000'000;

// As 04.mailbox's reference, with another order for the look.
template <std::memory_order order>
class Ordered {
 public:
  void put(long letter) {
    letter_ = letter;
    there_.store(true);
  }
  const long* look() const { return there_.load(order) ? &letter_ : nullptr; }

 private:
  long letter_ = 0;
  std::atomic<bool> there_ = false;
};

class Locked {
 public:
  void put(long letter) {
    const std::lock_guard lock(mutex_);
    letter_ = letter;
    there_ = true;
  }
  const long* look() const {
    const std::lock_guard lock(mutex_);
    return there_ ? &letter_ : nullptr;
  }

 private:
  mutable std::mutex mutex_;
  long letter_ = 0;
  bool there_ = false;
};

template <class Box>
void bm_look(benchmark::State& state) {
  Box box;
  box.put(7);
  pots::bench::race(state, static_cast<std::size_t>(state.range(0)), kEach,
                    [&](std::size_t) {
                      for (std::int64_t i = 0; i < kEach; ++i) {
                        const long* letter = box.look();
                        benchmark::DoNotOptimize(letter);
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
  measure("bm_look/relaxed", bm_look<Ordered<std::memory_order_relaxed>>);
  measure("bm_look/acquire", bm_look<pots::Mailbox<long>>);
  measure("bm_look/seq_cst", bm_look<Ordered<std::memory_order_seq_cst>>);
  measure("bm_look/mutex", bm_look<Locked>);
  return pots::bench::run_on_two_cpus(argc, argv);
}
