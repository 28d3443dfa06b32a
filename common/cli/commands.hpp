// The commands of pots, one a source file; main.cpp looks them up here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/cli/session.hpp"

namespace pots::cli {

// What was typed after the command.
struct Arguments {
  std::vector<std::string> words;
  std::vector<std::string> rest;  // after `--`, for another program
  bool all = false;               // board --all
  bool peek = false;              // show --peek
  bool hpp = false;               // new exercise --hpp
  bool poll = false;              // watch --poll
};

// Each returns the exit code: 0 done, 1 not passed, 2 not possible.
int board(Session& session, const Arguments& arguments);
int check(Session& session, const Arguments& arguments);
int watch(Session& session, const Arguments& arguments);
int hint(Session& session, const Arguments& arguments);
int show(Session& session, const Arguments& arguments);
int reset(Session& session, const Arguments& arguments);
int replay(Session& session, const Arguments& arguments);
int bench(Session& session, const Arguments& arguments);
int test(Session& session, const Arguments& arguments);
int scaffold(Session& session, const Arguments& arguments);

struct Command {
  std::string_view name;
  std::string_view usage;
  std::string_view summary;
  int (*run)(Session&, const Arguments&);
};

const std::vector<Command>& commands();

// nullptr if there is no such command.
const Command* find_command(std::string_view name);

// "There is no command 'chek'. Nearest: check. …", ends with what to type.
std::string unknown_command(std::string_view name);

std::string help_text();

enum class Outcome { kPassed, kFailed, kNoVerdict };

// Shared by check and watch: judges one exercise, shows and saves the verdict
// (unless the judge itself failed).
Outcome check_one(Session& session, const judge::Exercise& exercise);

// Shared by hint and watch, reset and watch.
int hint_for(Session& session, const judge::Exercise& exercise);
int reset_file(Session& session, const judge::Exercise& exercise);

// Prints the message to stderr and returns 2.
int cannot(std::string_view message);

}  // namespace pots::cli
