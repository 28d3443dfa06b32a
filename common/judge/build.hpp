// Builds targets with ninja, for a judge that may trust neither the code that
// is compiled (it may keep the compiler busy for ever) nor an old executable.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace pots::judge {

enum class BuildState {
  kOk,      // every target is up to date with its sources
  kFailed,  // the code does not compile or link
  kBroken,  // our own failure: no ninja, no build folder, disk full …
};

struct BuildResult {
  BuildState state = BuildState::kBroken;
  std::string output;  // ninja's and the compilers', raw, capped
  std::string
      trouble;  // a sentence, where the output does not speak for itself
};

struct BuildOptions {
  std::string ninja = "ninja";
  int cpu_seconds = 60;  // of each process that ninja starts
  std::uint64_t memory_bytes = std::uint64_t{3} << 30;  // of each
  std::size_t output_bytes = 1 << 20;
  // Called with the output as it comes, for progress.
  std::function<void(std::string_view)> on_output = {};
};

// `ninja -k 0 TARGETS` in build_root, under the lock build_root/.pots.lock.
// Only after kOk may a target be run: after anything else the executable is
// missing or stale.
BuildResult build(const std::string& build_root,
                  const std::vector<std::string>& targets,
                  const BuildOptions& options = {});

}  // namespace pots::judge
