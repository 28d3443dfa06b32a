// A value there and an answer back: sent to a coroutine, or asked of a function
// that keeps what it needs in a struct.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <optional>

#include "bench/cpus_granted.hpp"
#include "pots/two_way.hpp"

namespace {

pots::TwoWay<std::int64_t, std::int64_t> adder() {
  std::int64_t total = 0;
  while (const auto value = co_yield total) total += *value;
}

struct Adder {
  [[gnu::noinline]] std::optional<std::int64_t> send(std::int64_t value) {
    total += value;
    return total;
  }
  std::int64_t total = 0;
};

void bm_send(benchmark::State& state) {
  auto one = adder();
  one.next();
  for (auto _ : state) benchmark::DoNotOptimize(one.send(1));
}

void bm_struct(benchmark::State& state) {
  Adder one;
  for (auto _ : state) benchmark::DoNotOptimize(one.send(1));
}

BENCHMARK(bm_send)->Name("bm_two_way/send to a coroutine");
BENCHMARK(bm_struct)->Name("bm_two_way/call of a function");

}  // namespace

int main(int argc, char** argv) { return pots::bench::run(argc, argv); }
