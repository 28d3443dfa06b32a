// The pots program: reads the command line and runs one command.
#include <algorithm>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "common/cli/commands.hpp"
#include "common/cli/session.hpp"
#include "common/judge/text.hpp"

ABSL_FLAG(bool, all, false, "board: every lesson in full");
ABSL_FLAG(bool, peek, false, "show: before having passed");
ABSL_FLAG(bool, hpp, false, "new exercise: in a header");
ABSL_FLAG(bool, poll, false, "watch: look once a second");
ABSL_FLAG(bool, yes, false, "never ask (the launcher reads it)");

namespace {

const std::vector<std::string> kFlags = {"--all", "--peek", "--hpp", "--poll",
                                         "--yes"};

// Abseil ends the process at a flag or a value that it does not know, without
// saying what to type, so it gets to see only what it will take.
std::string wrong_flag(std::string_view word) {
  if (std::find(kFlags.begin(), kFlags.end(), word) != kFlags.end()) return "";
  const auto near = pots::judge::nearest(word, kFlags);
  return "There is no option '" + std::string(word) + "'." +
         (near.empty() ? "" : " Nearest: " + near.front() + ".") +
         "\nNext:  ./pots help\n";
}

}  // namespace

int main(int argc, char** argv) {
  pots::cli::Arguments arguments;
  std::vector<char*> ours = {argv[0]};
  bool help = false;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--") {
      arguments.rest.assign(argv + i + 1, argv + argc);
      break;
    }
    help = help || word == "-h" || word == "--help";
    if (word.size() > 1 && word[0] == '-' && !help) {
      const std::string wrong = wrong_flag(word);
      if (!wrong.empty()) return pots::cli::cannot(wrong);
    }
    ours.push_back(argv[i]);
  }
  if (!help) {
    const std::vector<char*> words =
        absl::ParseCommandLine(static_cast<int>(ours.size()), ours.data());
    arguments.words.assign(words.begin() + 1, words.end());
  }
  std::string name = "board";
  if (!arguments.words.empty()) {
    name = arguments.words.front();
    arguments.words.erase(arguments.words.begin());
  }
  if (help || name == "help") {
    std::fputs(pots::cli::help_text().c_str(), stdout);
    return 0;
  }
  const pots::cli::Command* command = pots::cli::find_command(name);
  if (command == nullptr) {
    return pots::cli::cannot(pots::cli::unknown_command(name));
  }
  arguments.all = absl::GetFlag(FLAGS_all);
  arguments.peek = absl::GetFlag(FLAGS_peek);
  arguments.hpp = absl::GetFlag(FLAGS_hpp);
  arguments.poll = absl::GetFlag(FLAGS_poll);
  absl::StatusOr<pots::cli::Session> session = pots::cli::open_session();
  if (!session.ok()) {
    return pots::cli::cannot(pots::judge::to_std(session.status().message()));
  }
  const std::string notice = session->store.load().notice;
  if (!notice.empty()) pots::cli::cannot(notice);  // and the command goes on
  return command->run(*session, arguments);
}
