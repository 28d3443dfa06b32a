// How many CPUs the machine really grants, printed before every benchmark.
//
// A container or a busy host may give less than hardware_concurrency() claims;
// a curve over threads cannot be read without knowing that.
#pragma once

#include <benchmark/benchmark.h>

#include <cstdio>

#include "pots/cpus.hpp"

namespace pots::bench {

// The main of every benchmark: says what the machine grants, then measures.
// Without reporters: those that Google Benchmark's options ask for.
inline int run(int argc, char** argv,
               benchmark::BenchmarkReporter* display = nullptr,
               benchmark::BenchmarkReporter* file = nullptr) {
  char granted[32];
  std::snprintf(granted, sizeof granted, "%.1f of %zu", granted_cpus(),
                allowed_cpus().size());
  benchmark::AddCustomContext("cpus_granted", granted);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks(display, file);
  benchmark::Shutdown();
  return 0;
}

}  // namespace pots::bench
