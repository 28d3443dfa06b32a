// ./pots show NAME: the reference and why it is written that way, for those who
// passed (or say --peek).
#include <cstdio>
#include <optional>
#include <string>

#include "common/cli/commands.hpp"
#include "common/cli/files.hpp"
#include "common/cli/sections.hpp"
#include "common/judge/text.hpp"

namespace pots::cli {
namespace {

// Without the weaver's marks, which are for authors.
std::string without_comments(const std::string& text) {
  std::string kept;
  for (const std::string& line : judge::split_lines(text)) {
    if (line.starts_with("<!--") && line.ends_with("-->")) continue;
    kept += line + "\n";
  }
  return std::string(judge::trim(kept)) + "\n";
}

}  // namespace

int show(Session& session, const Arguments& arguments) {
  if (arguments.words.empty()) {
    return cannot("Which one?\nNext:  ./pots show 01.exactly");
  }
  const auto found = one_exercise(session, arguments.words.front());
  if (!found.ok()) return cannot(judge::to_std(found.status().message()));
  const judge::Exercise& exercise = **found;
  if (!session.store.load().of(exercise.id).done_ever && !arguments.peek) {
    return cannot("You have not passed " + exercise.id +
                  " yet; the reference waits.\nNext:  ./pots hint " +
                  exercise.id + "      (or: ./pots show " + exercise.id +
                  " --peek)");
  }
  const auto code = read_file(session.at_root(exercise.reference));
  if (!code.ok()) {
    return cannot("This copy of the course has no reference for " +
                  exercise.id + " (" + exercise.reference +
                  ").\nNext:  ./pots");
  }
  const std::string folder = "solutions/" + lesson_of(session, exercise).dir;
  const auto readme = read_file(session.at_root(folder + "/README.md"));
  const std::optional<std::string> why =
      readme.ok() ? section(*readme, exercise.name) : std::nullopt;
  std::printf("%s:1\n\n", exercise.reference.c_str());
  // Explanations mostly hold the whole reference; it is shown once.
  if (!why || why->find(judge::trim(*code)) == std::string::npos) {
    std::printf("%s\n", judge::indent(*code, "    ").c_str());
  }
  if (why) std::printf("%s\n", without_comments(*why).c_str());
  const judge::Exercise* next = next_exercise(session, session.store.load());
  std::printf("Next:  ./pots%s\n",
              next == nullptr ? "" : (" check " + next->id).c_str());
  return 0;
}

}  // namespace pots::cli
