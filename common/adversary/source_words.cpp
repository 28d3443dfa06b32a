#include "common/adversary/source_words.hpp"

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>

namespace pots::adv {
namespace {

constexpr char kName[] = "[A-Za-z_]\\w*(?:(?:\\.|->)[A-Za-z_]\\w*|\\[\\w+\\])*";

// The first group of the first pattern that fits.
std::string first_of(const std::string& source,
                     std::initializer_list<std::string> patterns) {
  for (const std::string& pattern : patterns) {
    std::smatch match;
    if (std::regex_search(source, match, std::regex(pattern))) return match[1];
  }
  return "";
}

std::string first_value(const std::string& source) {
  static const std::set<std::string> kWords = {
      "if",   "while", "for",    "return", "auto", "int",  "bool",  "const",
      "else", "do",    "true",   "false",  "std",  "not",  "and",   "or",
      "long", "char",  "double", "float",  "void", "this", "switch"};
  const std::regex name(kName);
  for (std::sregex_iterator it(source.begin(), source.end(), name), end;
       it != end; ++it) {
    std::string text = it->str();
    const std::string behind = it->suffix().str();
    // Not a keyword, a call, a type's name or what is declared here.
    if (kWords.count(text) > 0 || behind.starts_with('(') ||
        behind.starts_with("::") || behind.starts_with('<') ||
        std::regex_search(behind, std::regex("^(\\s+[A-Za-z_]|\\s*=[^=])"))) {
      continue;
    }
    return text;
  }
  return "";
}

// x.load is x.
std::string without_call(const std::string& name) {
  return std::regex_replace(
      name,
      std::regex("(\\.|->)(load|store|exchange|fetch_\\w+|lock\\w*|"
                 "unlock\\w*|try_lock\\w*|wait\\w*|notify_\\w+|"
                 "compare_exchange_\\w+|test\\w*|clear)$"),
      "");
}

}  // namespace

std::string source_text(const SourceLine& line) {
  std::filesystem::path path = line.file;
  if (path.is_relative()) path = std::filesystem::path(POTS_SOURCE_ROOT) / path;
  std::ifstream file(path);
  std::string text;
  for (int i = 0; i < line.line; ++i) {
    if (!std::getline(file, text)) return "";
  }
  return text;
}

std::string name_in(std::string_view source, StepKind kind) {
  std::string text(source);
  if (const auto comment = text.find("//"); comment != text.npos) {
    text.resize(comment);
  }
  const std::string name = std::string("(") + kName + ")";
  std::string found;
  switch (kind) {
    case StepKind::kLock:
    case StepKind::kUnlock:
    case StepKind::kTryLockLost:
    case StepKind::kLockShared:
    case StepKind::kUnlockShared:
      found =
          first_of(text, {name + "(?:\\.|->)(?:try_)?(?:un)?lock",
                          "lock(?:_guard)?(?:<[^>]*>)?\\s+\\w+[({]" + name});
      break;
    case StepKind::kWait:
    case StepKind::kWakeUp:
      found = first_of(text, {name + "(?:\\.|->)(?:wait|acquire|arrive)"});
      break;
    case StepKind::kNotify:
      found =
          first_of(text, {name + "(?:\\.|->)(?:notify|release|count_down)"});
      break;
    case StepKind::kWrite:
    case StepKind::kAtomicStore:
    case StepKind::kAtomicUpdate:
    case StepKind::kLostExchange:
      found = first_of(
          text,
          {"(?:\\+\\+|--)\\s*" + name, name + "\\s*(?:\\+\\+|--)",
           name + "\\s*[-+*/%&|^]?=[^=]",
           name + "(?:\\.|->)(?:store|exchange|fetch_|compare_|test_|push|"
                  "pop|emplace|insert|erase)"});
      break;
    case StepKind::kRead:
    case StepKind::kAtomicLoad:
      found = first_of(
          text, {name + "(?:\\.|->)(?:load|test|size|empty|front)",
                 "=\\s*" + name + "\\s*[-+*/;]", "(?:\\+\\+|--)\\s*" + name,
                 name + "\\s*(?:\\+\\+|--|[-+*/]=)"});
      if (found.empty()) found = first_value(text);
      break;
    default:
      break;
  }
  return without_call(found);
}

}  // namespace pots::adv
