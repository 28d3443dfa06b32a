// ./pots bench LESSON: builds and runs a lesson's benchmarks, one after the
// other, so that they do not disturb each other's numbers.
#include <cstdio>
#include <filesystem>
#include <system_error>

#include "common/cli/commands.hpp"
#include "common/cli/process.hpp"
#include "common/judge/text.hpp"

namespace pots::cli {
namespace {

int list_lessons(const Session& session) {
  std::string first;
  for (const judge::Lesson& lesson : session.course.lessons) {
    if (lesson.bench.empty()) continue;
    if (first.empty()) first = lesson.id;
    std::printf("%s  %s: %s\n", lesson.id.c_str(), lesson.title.c_str(),
                judge::count_of(lesson.bench.size(), "benchmark").c_str());
  }
  if (first.empty()) return cannot("No lesson has benchmarks.\nNext:  ./pots");
  std::printf("Next:  ./pots bench %s\n", first.c_str());
  return 0;
}

// Builds and runs one; its numbers go to the screen and, as JSON, to `json`.
int run_one(const Session& session, const std::string& target,
            const std::filesystem::path& json,
            const std::vector<std::string>& options) {
  const absl::Status built = build_targets(session.build, {target}, target);
  if (!built.ok()) {
    return cannot(std::string(judge::to_std(built.message())) + "\n" + target +
                  " was not built.");
  }
  std::vector<std::string> command = {(session.build / target).string(),
                                      "--benchmark_out=" + json.string(),
                                      "--benchmark_out_format=json"};
  command.insert(command.end(), options.begin(), options.end());
  const absl::StatusOr<int> code = run_here(command);
  if (!code.ok()) return cannot(judge::to_std(code.status().message()));
  return *code;
}

}  // namespace

int bench(Session& session, const Arguments& arguments) {
  if (arguments.words.empty()) return list_lessons(session);
  const auto found =
      judge::find_exercises(session.course, arguments.words.front());
  if (!found.ok()) {
    return cannot("There is no lesson '" + arguments.words.front() +
                  "'.\nNext:  ./pots bench");
  }
  const judge::Lesson& lesson = lesson_of(session, *found->front());
  if (lesson.bench.empty()) {
    return cannot("Lesson " + lesson.id +
                  " has no benchmarks.\nNext:  ./pots bench");
  }
  const auto folder = session.build / "bench";
  std::error_code ignored;
  std::filesystem::create_directories(folder, ignored);
  int failed = 0;
  for (std::size_t i = 0; i < lesson.bench.size(); ++i) {
    const std::string& target = lesson.bench[i];
    const auto json =
        folder / (std::filesystem::path(target).filename().string() + ".json");
    std::printf("[%zu/%zu] %s\n", i + 1, lesson.bench.size(), target.c_str());
    const int code = run_one(session, target, json, arguments.rest);
    if (code == 0) {
      std::printf("Numbers as JSON: %s\n\n", json.string().c_str());
    } else {
      ++failed;
      std::printf("%s failed (exit code %d).\n\n", target.c_str(), code);
    }
  }
  std::printf("Next:  ./pots      (again: ./pots bench %s)\n",
              lesson.id.c_str());
  return failed == 0 ? 0 : 1;
}

}  // namespace pots::cli
