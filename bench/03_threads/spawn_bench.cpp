// What it costs to hire somebody: a call, a thread, and many tiny tasks.
#include <benchmark/benchmark.h>

#include <future>
#include <thread>

#include "bench/cpus_granted.hpp"

namespace {

// Something that is too small for a thread of its own: about 0.2 us.
[[gnu::noinline]] void tiny_task() {
  for (int i = 0; i < 200; ++i) benchmark::DoNotOptimize(i);
}

[[gnu::noinline]] void nothing() { benchmark::ClobberMemory(); }

void call() { nothing(); }
void thread() { std::thread(nothing).join(); }
void async() { std::async(std::launch::async, nothing).get(); }

void bm_spawn(benchmark::State& state, void (*once)()) {
  for (auto _ : state) once();
}

constexpr int kTasks = 10'000;

void in_a_loop() {
  for (int i = 0; i < kTasks; ++i) tiny_task();
}
void a_thread_each() {
  for (int i = 0; i < kTasks; ++i) std::thread(tiny_task).join();
}

void bm_tiny(benchmark::State& state, void (*all)()) {
  for (auto _ : state) all();
}

BENCHMARK_CAPTURE(bm_spawn, a call, call)->UseRealTime();
BENCHMARK_CAPTURE(bm_spawn, std::thread, thread)->UseRealTime();
BENCHMARK_CAPTURE(bm_spawn, std::async, async)->UseRealTime();
BENCHMARK_CAPTURE(bm_tiny, in a loop, in_a_loop)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(bm_tiny, a thread each, a_thread_each)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace

int main(int argc, char** argv) { return pots::bench::run(argc, argv); }
