// What one read(2) costs, and how little it matters how much it carries.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

#include "bench/cpus_granted.hpp"

namespace {

constexpr std::size_t kFileSize = 1u << 20;

// A file of 1 MiB that the kernel keeps in its cache: no disk is measured.
int cached_file() {
  static std::FILE* file = [] {
    std::FILE* made = std::tmpfile();
    const std::string content(kFileSize, 'x');
    if (!made || std::fwrite(content.data(), 1, kFileSize, made) != kFileSize)
      std::abort();
    std::fflush(made);
    return made;
  }();
  return ::fileno(file);
}

void bm_read_size(benchmark::State& state) {
  const int fd = cached_file();
  std::vector<char> buf(static_cast<std::size_t>(state.range(0)));
  double calls = 0;
  for (auto _ : state) {
    ::lseek(fd, 0, SEEK_SET);
    for (;;) {
      ++calls;
      if (::read(fd, buf.data(), buf.size()) <= 0) break;
    }
    benchmark::DoNotOptimize(buf.data());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) *
                          static_cast<std::int64_t>(kFileSize));
  state.counters["per_call"] = benchmark::Counter(
      calls, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}
BENCHMARK(bm_read_size)
    ->Arg(1)
    ->Arg(16)
    ->Arg(256)
    ->Arg(4096)
    ->Arg(65536)
    ->Unit(benchmark::kMillisecond);

}  // namespace

int main(int argc, char** argv) { return pots::bench::run(argc, argv); }
