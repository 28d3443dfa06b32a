// Runs other programs: to their end, line by line.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace pots::cli {

// Runs a program with /dev/null as its input and hands over what it prints
// (both streams) line by line, without the line's end, as it comes. Returns its
// exit code; 128 + n if signal n ended it. NotFound if there is no such
// program.
absl::StatusOr<int> run_lines(
    const std::vector<std::string>& command,
    const std::function<void(std::string_view)>& on_line);

// Runs a program that shares our terminal. The same result.
absl::StatusOr<int> run_here(const std::vector<std::string>& command);

// One moving line on stderr that says how far a build is, gone at the end.
// Without a terminal: a line now and then.
class BuildProgress {
 public:
  explicit BuildProgress(std::string_view what);
  ~BuildProgress();
  BuildProgress(const BuildProgress&) = delete;
  BuildProgress& operator=(const BuildProgress&) = delete;

  void take(std::string_view output);  // of ninja, as it comes
  void say(const std::string& text);   // something else; terminals only

 private:
  std::string what_;
  std::string pending_;
  bool terminal_;
  bool drawn_ = false;
};

// Builds with ninja (under the judge's lock) and shows how far it is, as one
// moving line on stderr. If it fails: what ninja and the compiler said.
absl::Status build_targets(const std::filesystem::path& build,
                           const std::vector<std::string>& targets,
                           std::string_view what);

}  // namespace pots::cli
