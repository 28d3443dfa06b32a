// Reading lines: with a buffer, without one, and as people do it every day.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

#include "bench/cpus_granted.hpp"
#include "pots/buffered_reader.hpp"

namespace {

constexpr std::int64_t kLines = 10'000;

// A file of lines of 60 bytes, in the kernel's cache: no disk is measured.
class Lines {
 public:
  Lines() {
    const int fd = ::mkstemp(path_);
    const std::string line = std::string(59, 'x') + '\n';
    std::string text;
    for (std::int64_t i = 0; i < kLines; ++i) text += line;
    const bool written = fd >= 0 && ::write(fd, text.data(), text.size()) ==
                                        static_cast<ssize_t>(text.size());
    if (!written) std::abort();
    file_ = ::fdopen(fd, "r");
  }
  ~Lines() {
    std::fclose(file_);
    ::unlink(path_);
  }
  Lines(const Lines&) = delete;

  const char* path() const { return path_; }
  std::FILE* rewound_file() const {
    std::rewind(file_);
    return file_;
  }
  int rewound_fd() const {
    ::lseek(::fileno(file_), 0, SEEK_SET);
    return ::fileno(file_);
  }

 private:
  char path_[32] = "/tmp/lines_bench_XXXXXX";
  std::FILE* file_ = nullptr;
};

const Lines& lines() {
  static const Lines made;
  return made;
}

void finish(benchmark::State& state, std::int64_t seen) {
  if (seen != state.iterations() * kLines) state.SkipWithError("lost lines");
  state.counters["per_line"] = benchmark::Counter(
      static_cast<double>(seen),
      benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void byte_at_a_time(benchmark::State& state) {
  std::int64_t seen = 0;
  for (auto _ : state) {
    const int fd = lines().rewound_fd();
    std::string line;
    for (char c; ::read(fd, &c, 1) == 1;) {
      line += c;
      if (c != '\n') continue;
      benchmark::DoNotOptimize(line.data());
      line.clear();
      ++seen;
    }
  }
  finish(state, seen);
}

void buffered_reader(benchmark::State& state) {
  std::int64_t seen = 0;
  for (auto _ : state) {
    pots::BufferedReader reader(lines().rewound_fd());
    while (auto line = reader.read_line()) {
      benchmark::DoNotOptimize(line->data());
      ++seen;
    }
  }
  finish(state, seen);
}

void std_getline(benchmark::State& state) {
  std::int64_t seen = 0;
  for (auto _ : state) {
    std::ifstream file(lines().path());
    for (std::string line; std::getline(file, line); ++seen)
      benchmark::DoNotOptimize(line.data());
  }
  finish(state, seen);
}

void c_getline(benchmark::State& state) {
  std::int64_t seen = 0;
  char* line = nullptr;
  std::size_t size = 0;
  for (auto _ : state) {
    std::FILE* file = lines().rewound_file();
    for (; ::getline(&line, &size, file) >= 0; ++seen)
      benchmark::DoNotOptimize(line);
  }
  std::free(line);
  finish(state, seen);
}

}  // namespace

int main(int argc, char** argv) {
  const auto measure = [](const char* name, auto* way) {
    benchmark::RegisterBenchmark(name, way)->Unit(benchmark::kMillisecond);
  };
  measure("bm_lines/byte at a time", byte_at_a_time);
  measure("bm_lines/BufferedReader", buffered_reader);
  measure("bm_lines/std::getline", std_getline);
  measure("bm_lines/getline(3)", c_getline);
  return pots::bench::run(argc, argv);
}
