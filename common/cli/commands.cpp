#include "common/cli/commands.hpp"

#include <algorithm>
#include <cctype>
#include <cstdio>

#include "common/judge/text.hpp"

namespace pots::cli {

const std::vector<Command>& commands() {
  static const std::vector<Command> kCommands = {
      {"board", "[--all]", "what is done and what comes next", board},
      {"check", "[NAME...]", "the verdict on your file", check},
      {"watch", "[NAME]", "a verdict on every save; keys h l r q", watch},
      {"hint", "[NAME]", "a hint; a stronger one each time", hint},
      {"show", "NAME [--peek]", "the reference explained, once you passed",
       show},
      {"reset", "NAME", "back to the starter; yours is kept", reset},
      {"replay", "NAME.Case KEY", "one failing run again", replay},
      {"bench", "[LESSON]", "measure; after -- options of the benchmark",
       bench},
      {"test", "", "the course's own tests", test},
      {"new", "exercise|lesson", "the files of a new one", scaffold},
  };
  return kCommands;
}

const Command* find_command(std::string_view name) {
  for (const Command& command : commands()) {
    if (command.name == name) return &command;
  }
  return nullptr;
}

std::string unknown_command(std::string_view name) {
  const std::string typed(name);
  std::string message = "There is no command '" + typed + "'.";
  std::vector<std::string> names = {"help", "packages"};
  for (const Command& command : commands()) names.emplace_back(command.name);
  const std::vector<std::string> near = judge::nearest(name, names);
  if (!near.empty()) {
    return message + "\nNext:  ./pots " + near.front() + "\n";
  }
  const bool has_digit =
      std::any_of(typed.begin(), typed.end(),
                  [](unsigned char c) { return std::isdigit(c); });
  if (has_digit || typed.find('.') != std::string::npos) {
    return message + "\nNext:  ./pots check " + typed + "\n";
  }
  return message + "\nNext:  ./pots help\n";
}

std::string help_text() {
  std::string text = "Two Pots: concurrency in C++20, by doing.\n\n";
  const Style plain;
  for (const Command& command : commands()) {
    text += "  ./pots " +
            fit(std::string(command.name) + " " + std::string(command.usage),
                24, plain) +
            " " + std::string(command.summary) + "\n";
  }
  return text +
         "  ./pots packages [--all]    the packages it needs\n"
         "\n"
         "NAME is 01.exactly, 01.1, exactly, exactly.cpp or a path; a lesson\n"
         "(01) means all of its exercises. --yes: install without asking.\n"
         "\n"
         "Next:  ./pots\n";
}

int cannot(std::string_view message) {
  std::fflush(stdout);
  std::fprintf(stderr, "%.*s%s", static_cast<int>(message.size()),
               message.data(), message.ends_with('\n') ? "" : "\n");
  return 2;
}

}  // namespace pots::cli
