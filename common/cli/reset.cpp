// ./pots reset NAME: the starter again; the present file is kept under a number
// in the build folder.
#include <cstdio>
#include <filesystem>
#include <system_error>

#include "common/cli/commands.hpp"
#include "common/cli/files.hpp"
#include "common/judge/text.hpp"

namespace pots::cli {

int reset_file(Session& session, const judge::Exercise& exercise) {
  const auto file = session.at_root(exercise.file);
  const auto starter = read_file(session.at_root(exercise.starter));
  if (!starter.ok()) {
    return cannot("The starter " + exercise.starter +
                  " is missing.\nNext:  git checkout -- " + exercise.starter);
  }
  const std::string next = "Next:  ./pots check " + exercise.id + "\n";
  std::error_code error;
  std::string kept;
  if (std::filesystem::exists(std::filesystem::symlink_status(file, error))) {
    const auto present = read_file(file);
    if (present.ok() && *present == *starter) {
      std::printf("%s is the starter already.\n%s", exercise.file.c_str(),
                  next.c_str());
      return 0;
    }
    const auto folder = session.build / "pots" / "backup";
    std::filesystem::create_directories(folder, error);
    const auto backup = numbered(folder, exercise.id, "." + exercise.kind);
    std::filesystem::copy_file(file, backup, error);
    if (error) {
      return cannot(
          "Nothing was changed: the present file could not be kept (" +
          backup.string() + ": " + error.message() +
          ").\nNext:  make room there, then ./pots reset " + exercise.id);
    }
    kept = backup.string();
  }
  const absl::Status written = write_atomically(file, *starter);
  if (!written.ok()) {
    return cannot(std::string(judge::to_std(written.message())) +
                  "\nNext:  make it writable, then ./pots reset " +
                  exercise.id);
  }
  const absl::Status saved =
      session.store.update(exercise.id, [](Record& record) {
        const Record fresh;
        record.hash = fresh.hash;
        record.earned = fresh.earned;
        record.passed = fresh.passed;
        record.cases = fresh.cases;
        record.done = fresh.done;
      });
  if (!saved.ok()) cannot(judge::to_std(saved.message()));
  std::printf("%s:1 is the starter again.\n", exercise.file.c_str());
  if (!kept.empty()) {
    std::printf("Yours is kept: %s:1\nBack again:  cp %s %s\n", kept.c_str(),
                kept.c_str(), file.string().c_str());
  }
  std::printf("%s", next.c_str());
  return 0;
}

int reset(Session& session, const Arguments& arguments) {
  if (arguments.words.size() != 1) {
    return cannot("One exercise at a time.\nNext:  ./pots reset 01.exactly");
  }
  const auto exercise = one_exercise(session, arguments.words.front());
  if (!exercise.ok()) {
    return cannot(judge::to_std(exercise.status().message()));
  }
  return reset_file(session, **exercise);
}

}  // namespace pots::cli
