// ./pots hint [NAME]: one more hint each time.
#include <cstdio>
#include <vector>

#include "common/cli/commands.hpp"
#include "common/cli/files.hpp"
#include "common/cli/sections.hpp"
#include "common/judge/text.hpp"

namespace pots::cli {

int hint_for(Session& session, const judge::Exercise& exercise) {
  const std::string path =
      "lessons/" + lesson_of(session, exercise).dir + "/hints.md";
  const auto file = read_file(session.at_root(path));
  std::vector<std::string> hints;
  if (file.ok()) {
    hints = numbered_items(section(*file, exercise.name).value_or(""));
  }
  if (hints.empty()) {
    return cannot(path + ":1 has no hints for " + exercise.name +
                  ".\nNext:  ./pots check " + exercise.id);
  }
  const int all = static_cast<int>(hints.size());
  const int seen = session.store.load().of(exercise.id).hints;
  if (seen >= all) {
    std::printf("%s: you have seen all %d hints.\n\n", exercise.id.c_str(),
                all);
    for (int i = 0; i < all; ++i) {
      const std::string text = judge::indent(hints[i], "     ");
      std::printf("  %d. %s", i + 1, text.c_str() + 5);
    }
    std::printf("\nNext:  ./pots show %s --peek\n", exercise.id.c_str());
    return 0;
  }
  std::printf("%s: hint %d of %d\n\n%s\n", exercise.id.c_str(), seen + 1, all,
              judge::indent(hints[seen], "  ").c_str());
  std::printf("Edit   %s:1\nNext:  ./pots check %s\n", exercise.file.c_str(),
              exercise.id.c_str());
  const absl::Status saved = session.store.update(
      exercise.id, [&](Record& record) { record.hints = seen + 1; });
  if (!saved.ok()) cannot(judge::to_std(saved.message()));
  return 0;
}

int hint(Session& session, const Arguments& arguments) {
  if (!arguments.words.empty()) {
    const auto exercise = one_exercise(session, arguments.words.front());
    if (!exercise.ok()) {
      return cannot(judge::to_std(exercise.status().message()));
    }
    return hint_for(session, **exercise);
  }
  const judge::Exercise* next = next_exercise(session, session.store.load());
  if (next == nullptr) return cannot("Everything is done.\nNext:  ./pots");
  return hint_for(session, *next);
}

}  // namespace pots::cli
