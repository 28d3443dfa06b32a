// Reads a program of the small languages: scripts of instructions, one line.
//
//   main: soon b, later 3 c / b: cancel 1, stop / c refuses 1: sleep 2, yield;
//   cleanup: sleep 1
//
// language.py reads the same text.
#pragma once

#include <cctype>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pots::oracle {

struct Instruction {
  std::string word;                // "later"
  std::string text;                // "later 3 c", without a block
  std::string name;                // "c": the script that it names, if any
  std::vector<int> numbers;        // 3
  std::vector<Instruction> block;  // in brackets
};

struct Script {
  std::string name;
  int refuses = 0;  // so many cancels
  std::vector<Instruction> body;
  std::vector<Instruction> cleanup;  // when it is cancelled
};

// Precondition: the text is well-formed.
class Reader {
 public:
  explicit Reader(std::string_view program) : text_(program) { advance(); }

  std::vector<Script> scripts() {
    std::vector<Script> scripts;
    do {
      Script script;
      script.name = take();
      if (token_ == "refuses") {
        take();
        script.refuses = std::stoi(take());
      }
      take();  // ":"
      script.body = block();
      if (token_ == ";") {
        for (int i = 0; i < 3; ++i) take();  // "; cleanup :"
        script.cleanup = block();
      }
      scripts.push_back(std::move(script));
    } while (take() == "/");
    return scripts;
  }

 private:
  std::string take() {
    std::string taken = std::move(token_);
    advance();
    return taken;
  }
  bool at_word() const {
    return !token_.empty() &&
           std::isalnum(static_cast<unsigned char>(token_[0])) != 0;
  }
  void advance() {
    token_.clear();
    while (!text_.empty() && text_[0] == ' ') text_.remove_prefix(1);
    do {
      if (text_.empty()) return;
      token_ += text_[0];
      text_.remove_prefix(1);
    } while (at_word() && !text_.empty() &&
             std::isalnum(static_cast<unsigned char>(text_[0])) != 0);
  }

  std::vector<Instruction> block() {
    std::vector<Instruction> found;
    while (at_word()) {
      found.push_back(instruction());
      if (token_ == ",") take();
    }
    return found;
  }
  Instruction instruction() {
    Instruction found;
    found.text = found.word = take();
    while (at_word()) {
      const std::string argument = take();
      found.text += " " + argument;
      if (std::isdigit(static_cast<unsigned char>(argument[0])) != 0) {
        found.numbers.push_back(std::stoi(argument));
      } else {
        found.name = argument;
      }
    }
    if (token_ == "(") {
      take();
      found.block = block();
      take();  // ")"
    }
    return found;
  }

  std::string_view text_;  // what is behind token_
  std::string token_;      // a word or a sign; "" at the end
};

// Precondition: there is one of this name.
inline const Script& script_named(const std::vector<Script>& scripts,
                                  const std::string& name) {
  std::size_t at = 0;
  while (scripts[at].name != name) ++at;
  return scripts[at];
}

}  // namespace pots::oracle
