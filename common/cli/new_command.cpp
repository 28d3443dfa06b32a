// ./pots new: writes the files of a new lesson or exercise.
#include <cstdio>
#include <string>
#include <string_view>
#include <system_error>

#include "common/cli/commands.hpp"
#include "common/cli/files.hpp"
#include "common/cli/scaffold.hpp"
#include "common/judge/text.hpp"

namespace pots::cli {
namespace {

constexpr std::string_view kUsage =
    "New what?\n"
    "Next:  ./pots new exercise 01.some_name [--hpp]\n"
    "       ./pots new lesson 17_some_topic \"What it says on the board\"\n";

std::string text_of(const Session& session, const std::string& path) {
  const auto text = read_file(session.at_root(path));
  return text.ok() ? *text : "";
}

// Writes all or nothing: whatever is there already stays as it is.
int write_all(const Session& session, const Scaffold& scaffold,
              const std::string& next) {
  for (const FileText& file : scaffold.fresh) {
    std::error_code error;
    if (std::filesystem::exists(session.at_root(file.path), error)) {
      return cannot(file.path +
                    ":1 exists already; nothing was written.\n"
                    "Next:  choose another name, or remove that file");
    }
  }
  for (const auto* files : {&scaffold.fresh, &scaffold.grown}) {
    for (const FileText& file : *files) {
      const absl::Status written =
          write_atomically(session.at_root(file.path), file.text);
      if (!written.ok()) {
        return cannot(std::string(judge::to_std(written.message())) +
                      "\nNext:  make it writable, then the same again");
      }
      std::printf("%s %s:1\n", files == &scaffold.fresh ? "wrote  " : "changed",
                  file.path.c_str());
    }
  }
  std::printf("%s", next.c_str());
  return 0;
}

int exercise(Session& session, const Arguments& arguments) {
  const std::string& id = arguments.words[1];
  const std::size_t dot = id.find('.');
  const std::string name = dot == id.npos ? "" : id.substr(dot + 1);
  // A lesson that has no exercise yet is found here, too.
  const judge::Lesson* lesson = nullptr;
  for (const judge::Lesson& one : session.course.lessons) {
    if (one.id == id.substr(0, dot) || one.dir == id.substr(0, dot)) {
      lesson = &one;
    }
    for (const judge::Exercise& present : one.exercises) {
      if (present.name == name) {
        return cannot("There is an exercise " + present.id + " already (" +
                      present.file +
                      ":1); names are unique in the course.\n"
                      "Next:  choose another name");
      }
    }
  }
  if (lesson == nullptr) {
    return cannot("There is no lesson '" + id.substr(0, dot) +
                  "'.\nNext:  ./pots new lesson 17_some_topic \"A title\"");
  }
  const std::string folder = "lessons/" + lesson->dir + "/";
  const auto scaffold = new_exercise(
      {lesson->dir, text_of(session, folder + "meson.build"),
       text_of(session, folder + "hints.md"),
       text_of(session, "solutions/" + lesson->dir + "/README.md")},
      name, arguments.hpp);
  if (!scaffold.ok()) {
    return cannot(judge::to_std(scaffold.status().message()));
  }
  return write_all(session, *scaffold,
                   "It builds, and its starter fails. Now make it yours.\n"
                   "Next:  ./pots check " +
                       lesson->id + "." + name + "\n");
}

int lesson(Session& session, const Arguments& arguments) {
  const std::string& dir = arguments.words[1];
  const std::string title =
      arguments.words.size() > 2 ? arguments.words[2] : "";
  for (const judge::Lesson& present : session.course.lessons) {
    if (dir.substr(0, 2) == present.id || dir == present.dir) {
      return cannot("Lesson " + present.id + " is " + present.dir +
                    " already.\nNext:  choose another number");
    }
  }
  const auto scaffold =
      new_lesson(dir, title, text_of(session, "lessons/meson.build"));
  if (!scaffold.ok()) {
    return cannot(judge::to_std(scaffold.status().message()));
  }
  return write_all(
      session, *scaffold,
      "Next:  ./pots new exercise " + dir.substr(0, 2) + ".some_name\n");
}

}  // namespace

int scaffold(Session& session, const Arguments& arguments) {
  if (arguments.words.size() >= 2 && arguments.words[0] == "exercise") {
    return exercise(session, arguments);
  }
  if (arguments.words.size() >= 2 && arguments.words[0] == "lesson") {
    return lesson(session, arguments);
  }
  return cannot(kUsage);
}

}  // namespace pots::cli
