// The processors that this process may use, and those that it really gets.
//
// Without this a benchmark over threads cannot be read: two busy threads that
// nobody pins may sit on one CPU for seconds while another one idles, and a
// container or a busy host may grant less than hardware_concurrency() claims.
#pragma once

#include <sched.h>
#include <time.h>

#include <chrono>
#include <cstddef>
#include <thread>
#include <vector>

namespace pots {

// The numbers of the CPUs that the calling thread may use, in rising order.
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

// Ties the calling thread to one CPU. Does nothing if that is not allowed.
inline void pin_to(int cpu) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(cpu, &set);
  ::sched_setaffinity(0, sizeof set, &set);
}

// The CPU of thread number i: the i-th one of `cpus`, and round again when
// there are more threads than CPUs. Pre: cpus is not empty.
inline int cpu_of_thread(const std::vector<int>& cpus, std::size_t i) {
  return cpus[i % cpus.size()];
}

// Burns a pinned thread on each allowed CPU for `span`: CPU time / wall time.
inline double granted_cpus(
    std::chrono::milliseconds span = std::chrono::milliseconds(100)) {
  const auto now = [](clockid_t which) {
    timespec time{};
    ::clock_gettime(which, &time);
    return std::chrono::seconds(time.tv_sec) +
           std::chrono::nanoseconds(time.tv_nsec);
  };
  const auto wall = now(CLOCK_MONOTONIC);
  const auto cpu = now(CLOCK_PROCESS_CPUTIME_ID);
  {
    std::vector<std::jthread> burners;
    for (const int number : allowed_cpus()) {
      burners.emplace_back([number, now, end = wall + span] {
        pin_to(number);
        while (now(CLOCK_MONOTONIC) < end) {
        }
      });
    }
  }
  const std::chrono::duration<double> used =
      now(CLOCK_PROCESS_CPUTIME_ID) - cpu;
  return used / (now(CLOCK_MONOTONIC) - wall);
}

}  // namespace pots
