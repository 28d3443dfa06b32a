// ./pots test: the course's own tests, through meson; after -- its options.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <system_error>

#include "common/cli/commands.hpp"
#include "common/cli/process.hpp"
#include "common/cli/test_summary.hpp"
#include "common/judge/text.hpp"

namespace pots::cli {
namespace {

// meson builds before it tests; "[12/300] Compiling ..." is no news to keep.
bool is_build_step(std::string_view line) {
  int at = 0, of = 0;
  return std::sscanf(std::string(line).c_str(), "[%d/%d]", &at, &of) == 2;
}

std::string newest_log(const Session& session) {
  std::filesystem::path newest;
  std::filesystem::file_time_type time;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(
           session.build / "meson-logs", error)) {
    if (!entry.path().filename().string().starts_with("testlog") ||
        entry.path().extension() != ".txt") {
      continue;
    }
    const auto written = entry.last_write_time(error);
    if (newest.empty() || written > time) {
      newest = entry.path();
      time = written;
    }
  }
  return newest.string();
}

}  // namespace

int test(Session& session, const Arguments& arguments) {
  // Whole groups in one go: ninja keeps every processor busy, and shows how far
  // it is. What does not build is reported by the test that needs it; a handout
  // does not have every group.
  for (const char* group : {"all", "variants", "common_programs", "examples"}) {
    (void)build_targets(session.build, {group}, "The course's tests");
  }
  ::setenv("PYTHONUNBUFFERED", "1", 1);  // a line as soon as there is one
  std::vector<std::string> command = {"meson", "test", "-C",
                                      session.build.string()};
  command.insert(command.end(), arguments.rest.begin(), arguments.rest.end());
  TestSummary summary;
  const absl::StatusOr<int> code =
      run_lines(command, [&](std::string_view line) {
        summary.take(line);
        if (is_build_step(line)) return;
        std::printf("%.*s\n", static_cast<int>(line.size()), line.data());
        std::fflush(stdout);
      });
  if (!code.ok()) return cannot(judge::to_std(code.status().message()));
  std::printf("\n");
  if (!summary.seen) {
    summary.failed = 1;
    std::printf(
        "meson did not come to its summary; its reason stands above.\n");
  }
  if (summary.skipped > 0) std::printf("%d skipped\n", summary.skipped);
  const bool passed = *code == 0 && summary.failed == 0;
  if (passed) {
    std::printf("Next:  ./pots\n");
  } else if (summary.first_failed.empty()) {
    std::printf("All the output: %s:1\nNext:  ./pots test\n",
                newest_log(session).c_str());
  } else {
    std::printf("All the output: %s:1\nNext:  meson test -C %s -v '%s'\n",
                newest_log(session).c_str(), session.build.c_str(),
                summary.first_failed.c_str());
  }
  std::printf("%d passed, %d failed\n", summary.passed, summary.failed);
  return passed ? 0 : 1;
}

}  // namespace pots::cli
