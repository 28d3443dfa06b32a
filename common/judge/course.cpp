// Reads course.json. The only file that knows it is JSON.
#include "common/judge/course.hpp"

#include <fstream>
#include <nlohmann/json.hpp>

#include "absl/status/status.h"

namespace pots::judge {
namespace {

using nlohmann::json;

std::string text_at(const json& from, const char* key) {
  return from.value(key, std::string());
}

std::vector<std::string> texts_at(const json& from, const char* key) {
  std::vector<std::string> texts;
  if (!from.contains(key)) return texts;
  for (const json& entry : from.at(key)) texts.push_back(entry);
  return texts;
}

std::vector<Answer> answers_at(const json& from, const char* key) {
  std::vector<Answer> answers;
  if (!from.contains(key)) return answers;
  for (const json& entry : from.at(key)) {
    answers.push_back({.name = entry.at("name"),
                       .path = entry.at("path"),
                       .target = entry.at("target")});
  }
  return answers;
}

Exercise to_exercise(const json& from) {
  Exercise to;
  to.id = from.at("id");
  to.name = from.at("name");
  to.suite = from.at("suite");
  to.number = from.at("number");
  to.title = text_at(from, "title");
  to.points = from.at("points");
  to.minutes = from.value("minutes", 0);
  to.kind = text_at(from, "kind");
  to.file = from.at("file");
  // A handout has neither references nor wrong answers.
  to.starter = text_at(from, "starter");
  to.reference = text_at(from, "reference");
  to.test = text_at(from, "test");
  to.needs = texts_at(from, "needs");
  for (const json& entry : from.at("cases")) {
    to.cases.push_back({.name = entry.at("name"), .tag = entry.at("tag")});
  }
  to.banned = texts_at(from, "banned");
  to.target = from.at("target");
  to.solution_target = text_at(from, "solution_target");
  to.starter_target = text_at(from, "starter_target");
  to.wrong = answers_at(from, "wrong");
  to.right = answers_at(from, "right");
  return to;
}

Course to_course(const json& from) {
  Course to;
  to.source_root = from.at("source_root");
  to.build_root = from.at("build_root");
  for (const json& entry : from.at("lessons")) {
    Lesson lesson;
    lesson.id = entry.at("id");
    lesson.slug = entry.at("slug");
    lesson.dir = entry.at("dir");
    lesson.title = text_at(entry, "title");
    lesson.bench = texts_at(entry, "bench");
    for (const json& exercise : entry.at("exercises")) {
      lesson.exercises.push_back(to_exercise(exercise));
    }
    to.lessons.push_back(std::move(lesson));
  }
  return to;
}

}  // namespace

absl::StatusOr<Course> load_course(const std::string& path) {
  std::ifstream in(path);
  if (!in) {
    return absl::NotFoundError("There is no course at " + path +
                               ": the build folder is not set up.\n"
                               "Type  ./pots  in the course's top folder; it "
                               "sets it up.");
  }
  try {
    return to_course(json::parse(in));
  } catch (const json::exception& error) {
    return absl::InvalidArgumentError(
        path + " cannot be read as a course (" + error.what() +
        ").\nIt is written by the set-up: remove the build folder and type  "
        "./pots");
  }
}

}  // namespace pots::judge
