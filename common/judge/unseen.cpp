// What the adversary does not see, found in the text of an answer.
#include "common/judge/unseen.hpp"

#include <fstream>
#include <iterator>

#include "common/judge/tokens.hpp"

namespace pots::judge {
namespace {

bool is_assembler(std::string_view word) {
  return word == "asm" || word == "__asm" || word == "__asm__";
}

bool hides_a_function(std::string_view word) {
  for (const std::string_view name :
       {"no_sanitize", "disable_sanitizer_instrumentation"}) {
    if (word.find(name) <= 2) return true;  // also __no_sanitize__
  }
  return false;
}

std::string cause(std::string_view word) {
  if (is_assembler(word)) {
    return "Cause: the adversary does not see what assembler does, so it can "
           "neither find a\n       mistake there nor say that there is none.\n"
           "Next:  say it in C++: std::atomic, std::atomic_thread_fence, "
           "std::this_thread::yield()\n";
  }
  return "Cause: this hides a function from the adversary, which then can "
         "neither find a\n       mistake there nor say that there is none.\n"
         "Next:  take it out.\n";
}

}  // namespace

std::vector<Use> unseen_uses(std::string_view text) {
  std::vector<Use> uses;
  for (const Token& token : tokens(text)) {
    if (is_assembler(token.text) || hides_a_function(token.text)) {
      uses.push_back({token.text, token.at});
    }
  }
  return uses;
}

std::optional<CaseResult> unseen_case(const Exercise& exercise, const Case& one,
                                      const std::string& path) {
  std::ifstream in(path);
  if (!one.is_played() || !in) return std::nullopt;
  const std::string text(std::istreambuf_iterator<char>(in), {});
  const std::vector<Use> uses = unseen_uses(text);
  if (uses.empty()) return std::nullopt;
  CaseResult result;
  result.outcome = Outcome::kFailed;
  const std::string& what = uses.front().what;
  result.output = report_use(exercise, one, text, uses,
                             "not driven: " + what + " is used", cause(what));
  return result;
}

}  // namespace pots::judge
