// pots_judge: judges one file, and prints TAP for `meson test`.
//
//   pots_judge --course=build/course.json exercise 01.exactly
//   pots_judge --course=build/course.json wrong 01.exactly/one_read
//   pots_judge --course=build/course.json transcript wrong 01.exactly/one_read
#include <cstdio>
#include <iostream>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "common/judge/course.hpp"
#include "common/judge/modes.hpp"
#include "common/judge/text.hpp"

ABSL_FLAG(std::string, course, "build/course.json",
          "The course, as the set-up of the build folder wrote it.");
ABSL_FLAG(bool, strict, false,
          "Exit with 1 if a test is not ok. Without it, TAP that is complete "
          "exits with 0: `meson test` takes anything else for a breakdown.");

namespace {

constexpr char kUsage[] =
    "judges one file of the course and prints TAP.\n"
    "  pots_judge --course=FILE exercise|solution|starter ID\n"
    "  pots_judge --course=FILE wrong|right ID/NAME\n"
    "  pots_judge --course=FILE transcript MODE ID[/NAME]\n"
    "transcript prints what a student with this file would see.";

int refuse(std::string_view message) {
  std::fprintf(stderr, "%.*s\n", static_cast<int>(message.size()),
               message.data());
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace pots::judge;
  absl::SetProgramUsageMessage(kUsage);
  std::vector<std::string> words;
  for (const char* word : absl::ParseCommandLine(argc, argv)) {
    words.emplace_back(word);
  }
  words.erase(words.begin());  // the program's own name
  const bool for_chapter = !words.empty() && words[0] == "transcript";
  if (for_chapter) words.erase(words.begin());
  if (words.size() != 2) {
    return refuse(std::string("pots_judge wants a mode and an exercise. It ") +
                  kUsage);
  }
  const auto course = load_course(absl::GetFlag(FLAGS_course));
  if (!course.ok()) return refuse(to_std(course.status().message()));
  if (for_chapter) {
    const auto text = transcript(*course, words[0], words[1]);
    if (!text.ok()) return refuse(to_std(text.status().message()));
    std::cout << *text;
    return 0;
  }
  const auto all_ok = print_tap(*course, words[0], words[1]);
  if (!all_ok.ok()) return refuse(to_std(all_ok.status().message()));
  return *all_ok || !absl::GetFlag(FLAGS_strict) ? 0 : 1;
}
