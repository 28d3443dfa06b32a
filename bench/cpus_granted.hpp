// How many CPUs the machine really grants, printed before every benchmark.
//
// A container or a busy host may give less than hardware_concurrency() claims;
// a curve over threads cannot be read without knowing that.
#pragma once

#include <benchmark/benchmark.h>
#include <sched.h>
#include <time.h>

#include <chrono>
#include <cstdio>
#include <thread>
#include <vector>

namespace pots::bench {

// The CPUs that this process may use, in the order of their numbers.
inline std::vector<int> allowed_cpus() {
  cpu_set_t set;
  CPU_ZERO(&set);
  std::vector<int> cpus;
  if (::sched_getaffinity(0, sizeof set, &set) != 0) return cpus;
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
    if (CPU_ISSET(cpu, &set)) cpus.push_back(cpu);
  }
  return cpus;
}

// Ties the calling thread to one CPU. Unpinned, two busy threads may sit on
// one CPU for seconds while another one idles.
inline void pin_to(int cpu) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(cpu, &set);
  ::sched_setaffinity(0, sizeof set, &set);
}

inline std::chrono::nanoseconds clock_now(clockid_t which) {
  timespec now{};
  ::clock_gettime(which, &now);
  return std::chrono::seconds(now.tv_sec) +
         std::chrono::nanoseconds(now.tv_nsec);
}

// One busy thread on each allowed CPU for `span`: CPU time / wall time.
inline double cpus_granted(
    std::chrono::milliseconds span = std::chrono::milliseconds(100)) {
  const auto wall = clock_now(CLOCK_MONOTONIC);
  const auto cpu = clock_now(CLOCK_PROCESS_CPUTIME_ID);
  {
    std::vector<std::jthread> burners;
    for (int number : allowed_cpus()) {
      burners.emplace_back([number, end = wall + span] {
        pin_to(number);
        while (clock_now(CLOCK_MONOTONIC) < end) {
        }
      });
    }
  }
  const std::chrono::duration<double> used =
      clock_now(CLOCK_PROCESS_CPUTIME_ID) - cpu;
  return used / (clock_now(CLOCK_MONOTONIC) - wall);
}

// The main of every benchmark: says what the machine grants, then measures.
inline int run(int argc, char** argv) {
  char granted[32];
  std::snprintf(granted, sizeof granted, "%.1f of %zu", cpus_granted(),
                allowed_cpus().size());
  benchmark::AddCustomContext("cpus_granted", granted);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}

}  // namespace pots::bench
