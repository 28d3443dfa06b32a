// Who is here to be compared with, and in which version.
//
// The build defines POTS_PEER_ASIO, POTS_PEER_UV, POTS_PEER_UVLOOP (a version)
// for what it has found; without them the benchmarks run all the same.
#pragma once

#include <benchmark/benchmark.h>

#ifdef POTS_PEER_ASIO
#include <asio/version.hpp>
#endif
#ifdef POTS_PEER_UV
#include <uv.h>
#endif

#include <string>
#include <vector>

namespace pots::bench {

inline constexpr const char* kPython = POTS_PEER_PYTHON;
inline constexpr const char* kBenchFolder = POTS_BENCH_FOLDER;
inline constexpr const char* kMissing =
    "not installed, so not measured (./pots packages --all)";

// The event loops of Python that the scripts can be asked for.
inline std::vector<std::string> python_loops() {
#ifdef POTS_PEER_UVLOOP
  return {"asyncio", "uvloop"};
#else
  return {"asyncio"};
#endif
}

// Printed before the table, and written into the JSON.
inline void add_versions() {
#ifdef POTS_PEER_ASIO
  benchmark::AddCustomContext(
      "Asio", std::to_string(ASIO_VERSION / 100000) + "." +
                  std::to_string(ASIO_VERSION / 100 % 1000) + "." +
                  std::to_string(ASIO_VERSION % 100));
#else
  benchmark::AddCustomContext("Asio", kMissing);
#endif
#ifdef POTS_PEER_UV
  benchmark::AddCustomContext("libuv", uv_version_string());
#else
  benchmark::AddCustomContext("libuv", kMissing);
#endif
  benchmark::AddCustomContext("Python", POTS_PEER_PYTHON_VERSION);
#ifdef POTS_PEER_UVLOOP
  benchmark::AddCustomContext("uvloop", POTS_PEER_UVLOOP);
#else
  benchmark::AddCustomContext("uvloop", kMissing);
#endif
}

}  // namespace pots::bench
