// One job done by us and by others, in one run and one table.
//
// Each way of doing it is a benchmark "JOB/WHO" whose time is the processor
// time of one operation. A sample is a process of its own; the samples of all
// ways are taken in a random order, so that a busy minute of the machine hits
// everybody.
#pragma once

#include <benchmark/benchmark.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bench/cpus_granted.hpp"
#include "bench/peers/own_process.hpp"
#include "bench/peers/table.hpp"
#include "bench/peers/versions.hpp"

namespace pots::bench {

// The processor time of one operation, in nanoseconds; thrown away by the
// process that has measured it.
using Way = std::function<double()>;

inline void register_sample(const std::string& job, const std::string& who,
                            std::function<std::optional<double>()> sample) {
  const auto once = [sample = std::move(sample)](benchmark::State& state) {
    for (auto _ : state) {
      const std::optional<double> ns = sample();
      if (!ns) {
        state.SkipWithError("it did not measure anything");
        break;
      }
      state.SetIterationTime(*ns * 1e-9);
    }
  };
  benchmark::RegisterBenchmark((job + "/" + who).c_str(), once)
      ->Iterations(1)
      ->UseManualTime();
}

// In a table, the first way of a job is the one that all are compared with.
inline void compare(const std::string& job, const std::string& who, Way way) {
  register_sample(job, who, [way] { return in_own_process(way); });
}

// The same job in Python: `script`, called with the name of its event loop and
// `arguments`, prints the nanoseconds of one operation.
inline void compare_python(const std::string& job, const std::string& script,
                           const std::vector<std::string>& arguments) {
  for (const std::string& loop : python_loops()) {
    std::vector<std::string> command = {
        kPython, std::string(kBenchFolder) + "/" + script, loop};
    command.insert(command.end(), arguments.begin(), arguments.end());
    register_sample(job, loop, [command] { return number_from(command); });
  }
}

// The main of these benchmarks. Options of Google Benchmark come after the
// defaults, so they win.
inline int run_comparison(int argc, char** argv) {
  std::string repeat = "--benchmark_repetitions=5";
  std::string mix = "--benchmark_enable_random_interleaving=true";
  std::vector<char*> arguments = {argv[0], repeat.data(), mix.data()};
  arguments.insert(arguments.end(), argv + 1, argv + argc);
  const bool to_file = std::any_of(argv + 1, argv + argc, [](const char* word) {
    return std::string_view(word).starts_with("--benchmark_out=");
  });
  add_versions();
  Table table;
  OrderedJson json;
  return run(static_cast<int>(arguments.size()), arguments.data(), &table,
             to_file ? &json : nullptr);
}

}  // namespace pots::bench
