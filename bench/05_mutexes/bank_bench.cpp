// One big lock, or one for each account?
#include <benchmark/benchmark.h>

#include <mutex>
#include <string>
#include <vector>

#include "bench/05_mutexes/many_threads.hpp"
#include "bench/cpus_granted.hpp"
#include "pots/bank.hpp"

namespace {

constexpr std::int64_t kTransfers = 50'000;  // by each thread

// The bank that 05.bank does not accept: right, but strangers wait.
class BigLockBank {
 public:
  BigLockBank(int accounts, long each) : coins_(accounts, each) {}

  bool transfer(int from, int to, long amount) {
    const std::lock_guard lock(mutex_);
    if (coins_.at(from) < amount) return false;
    coins_.at(from) -= amount;
    coins_.at(to) += amount;
    return true;
  }
  long total() const {
    const std::lock_guard lock(mutex_);
    long sum = 0;
    for (const long coins : coins_) sum += coins;
    return sum;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<long> coins_;
};

template <class Bank>
void bm_bank(benchmark::State& state) {
  const auto accounts = static_cast<std::uint32_t>(state.range(0));
  const auto threads = static_cast<std::size_t>(state.range(1));
  Bank bank(static_cast<int>(accounts), 1'000'000);
  const long before = bank.total();
  pots::bench::measure_threads(
      state, threads, kTransfers, [&](std::size_t thread) {
        pots::bench::Dice dice(thread);
        for (std::int64_t i = 0; i < kTransfers; ++i) {
          const std::uint32_t from = dice.roll(accounts);
          const std::uint32_t step = 1 + dice.roll(accounts - 1);
          bank.transfer(static_cast<int>(from),
                        static_cast<int>((from + step) % accounts), 1);
        }
      });
  if (bank.total() != before) state.SkipWithError("coins are missing");
}

template <class Bank>
void measure(const std::string& name) {
  auto* bench =
      benchmark::RegisterBenchmark(("bm_bank/" + name).c_str(), bm_bank<Bank>);
  for (const int accounts : {2, 16, 1024}) {
    for (const int threads : {1, 2, 4}) bench->Args({accounts, threads});
  }
  bench->UseManualTime()->Unit(benchmark::kMillisecond);
}

}  // namespace

int main(int argc, char** argv) {
  measure<BigLockBank>("one big lock");
  measure<pots::Bank>("a lock each");
  return pots::bench::run(argc, argv);
}
