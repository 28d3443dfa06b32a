// Names that an exercise does without, found in the text of an answer.
#include "common/judge/banned.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "common/judge/tokens.hpp"

namespace pots::judge {
namespace {

using Spelling = std::vector<std::string>;  // tokens of a name

Spelling words_of(std::string_view text) {
  Spelling words;
  for (Token& token : tokens(text)) words.push_back(std::move(token.text));
  return words;
}

bool stands_at(const std::vector<Token>& all, std::size_t i,
               const Spelling& words) {
  return i + words.size() <= all.size() &&
         std::equal(words.begin(), words.end(), all.begin() + i,
                    [](const std::string& word, const Token& token) {
                      return word == token.text;
                    });
}

bool stands_in(const std::vector<Token>& all, const Spelling& words) {
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (stands_at(all, i, words)) return true;
  }
  return false;
}

// Can a name of namespace `space` be written without it, or after another one?
bool is_opened(const std::vector<Token>& all, const std::string& space) {
  for (const std::string& from : {space, "::" + space}) {
    if (stands_in(all, words_of("using namespace " + from)) ||
        stands_in(all, words_of("= " + from + ";"))) {
      return true;
    }
  }
  return false;
}

// One banned name, ready to be looked for.
struct Wanted {
  Wanted(const std::vector<Token>& all, const std::string& name)
      : words(words_of(name)), header("<" + words.back() + ">") {
    const std::size_t cut = name.rfind("::");
    if (cut != name.npos && is_opened(all, name.substr(0, cut))) {
      words = {words.back()};
    }
  }
  Spelling words;
  std::string header;
};

// With the qualifiers that stand directly before it.
Use as_written(const std::vector<Token>& all, std::size_t i,
               std::size_t count) {
  const auto touch = [&](std::size_t left) {
    return all[left].at + all[left].text.size() == all[left + 1].at;
  };
  Use use{"", all[i].at};
  for (std::size_t j = i; j < i + count; ++j) use.what += all[j].text;
  for (; i >= 2 && all[i - 1].text == "::" && touch(i - 1) && touch(i - 2);
       i -= 2) {
    use.what.insert(0, all[i - 2].text + "::");
    use.at = all[i - 2].at;
  }
  return use;
}

// "no mutex", "neither mutex nor volatile", "none of a, b and c".
std::string none_of(const std::vector<std::string>& names) {
  if (names.size() == 1) return "no " + names[0];
  if (names.size() == 2) return "neither " + names[0] + " nor " + names[1];
  std::string text = "none of " + names[0];
  for (std::size_t i = 1; i < names.size(); ++i) {
    text += (i + 1 == names.size() ? " and " : ", ") + names[i];
  }
  return text;
}

std::string failure(const Exercise& exercise, const Case& one,
                    std::string_view text, const std::vector<Use>& uses) {
  const std::string& what = uses.front().what;
  return report_use(
      exercise, one, text, uses,
      what + (what.starts_with('<') ? " is included" : " is used"),
      "Cause: this exercise wants " + none_of(exercise.banned) +
          ":\n       it is about how to do without. Take it out.\n");
}

}  // namespace

std::vector<Use> banned_uses(std::string_view text,
                             const std::vector<std::string>& banned) {
  const std::vector<Token> all = tokens(text);
  std::vector<Wanted> wanted;
  for (const std::string& name : banned) {
    if (!words_of(name).empty()) wanted.emplace_back(all, name);
  }
  std::vector<Use> uses;
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (const Wanted& one : wanted) {
      if (all[i].text == one.header) {
        uses.push_back({all[i].text, all[i].at});
        break;
      }
      if (stands_at(all, i, one.words)) {
        uses.push_back(as_written(all, i, one.words.size()));
        break;
      }
    }
  }
  return uses;
}

CaseResult scan_case(const Exercise& exercise, const Case& one,
                     const std::string& path) {
  CaseResult result;
  std::ifstream in(path);
  if (!in) {
    result.trouble = path + " cannot be read: " + std::strerror(errno);
    return result;
  }
  const std::string text(std::istreambuf_iterator<char>(in), {});
  const std::vector<Use> uses = banned_uses(text, exercise.banned);
  result.outcome = uses.empty() ? Outcome::kPassed : Outcome::kFailed;
  if (!uses.empty()) result.output = failure(exercise, one, text, uses);
  return result;
}

}  // namespace pots::judge
