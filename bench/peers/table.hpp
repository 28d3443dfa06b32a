// Prints a comparison as a table: a block a job, a line for whoever did it.
#pragma once

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

namespace pots::bench {

// Keeps all samples until the end: they come in no order.
class Table : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context& context) override {
    PrintBasicContext(&GetErrorStream(), context);
    GetOutputStream() << "Measuring; the table comes at the end.\n"
                      << std::flush;
    return true;
  }

  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      if (run.run_type != Run::RT_Iteration) continue;
      Row& row = rows_[run.family_index];
      row.name = run.run_name.function_name;
      const double each = run.GetAdjustedRealTime();
      if (each > 0) row.samples.push_back(each);
    }
  }

  void Finalize() override {
    std::string job;
    double ours = 0;
    for (auto& [index, row] : rows_) {
      const std::size_t slash = row.name.rfind('/');
      std::vector<double>& samples = row.samples;
      std::sort(samples.begin(), samples.end());
      const bool first = row.name.substr(0, slash) != job;
      if (first) {
        job = row.name.substr(0, slash);
        ours = median(samples);
        std::printf("\n%-32s %10s %10s %10s %8s\n", job.c_str(), "CPU ns",
                    "lowest", "highest", "of this");
      }
      print(row.name.substr(slash + 1), samples, first ? 0 : ours);
    }
    std::printf(
        "\nCPU ns: median; of this: the first line's, as a part of it.\n");
  }

 private:
  struct Row {
    std::string name;
    std::vector<double> samples;
  };

  static double median(const std::vector<double>& sorted) {
    return sorted.empty() ? 0 : sorted[sorted.size() / 2];
  }

  static void print(const std::string& who, const std::vector<double>& sorted,
                    double ours) {
    if (sorted.empty()) {
      std::printf("  %-30s %10s\n", who.c_str(), "-");
      return;
    }
    std::printf("  %-30s %10.4g %10.4g %10.4g", who.c_str(), median(sorted),
                sorted.front(), sorted.back());
    if (ours > 0) std::printf(" %8.3g", ours / median(sorted));
    std::printf("\n");
  }

  std::map<std::int64_t, Row> rows_;  // as they were registered
};

// Google Benchmark's JSON, but in that order, too: a plot's bars keep it.
class OrderedJson : public benchmark::JSONReporter {
 public:
  void ReportRuns(const std::vector<Run>& runs) override {
    if (runs.empty()) return;
    std::vector<Run>& all = runs_[runs.front().family_index];  // then the means
    all.insert(all.end(), runs.begin(), runs.end());
  }
  void Finalize() override {
    for (const auto& [index, runs] : runs_) JSONReporter::ReportRuns(runs);
    JSONReporter::Finalize();
  }

 private:
  std::map<std::int64_t, std::vector<Run>> runs_;
};

}  // namespace pots::bench
