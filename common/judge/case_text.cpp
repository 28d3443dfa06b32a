// What a student reads about one case that did not pass.
#include "common/judge/case_text.hpp"

#include <signal.h>

#include <algorithm>
#include <vector>

#include "common/judge/text.hpp"

namespace pots::judge {
namespace {

constexpr std::size_t kMostPrinted = 10;

// What happened, why it may have, in our words.
struct Words {
  std::string what;
  std::string cause;
};

Words crash_words(int signal) {
  switch (signal) {
    case SIGSEGV:
      return {"crashed (SIGSEGV)",
              "it used memory that is not there: a null or stale pointer, an "
              "index out of range, or a recursion without an end."};
    case SIGBUS:
      return {"crashed (SIGBUS)", "it used memory that is not there."};
    case SIGABRT:
      return {"crashed (SIGABRT)",
              "abort() was called: an exception that nobody caught, a joinable "
              "thread that was destroyed, or a check of the library."};
    case SIGFPE:
      return {"crashed (SIGFPE)", "an integer was divided by zero."};
    case SIGPIPE:
      return {"was ended by SIGPIPE",
              "it wrote to a pipe or socket that nobody reads any more."};
    case SIGXFSZ:
      return {"was ended by SIGXFSZ", "it wrote a file without an end."};
    default:
      return {"was ended by signal " + std::to_string(signal),
              "the program sent itself this signal, or let it happen."};
  }
}

Words words_for(const CaseResult& result, const Limits& limits) {
  switch (result.outcome) {
    case Outcome::kCrashed:
      return crash_words(result.number);
    case Outcome::kEndedEarly:
      return {"ended with exit code " + std::to_string(result.number) +
                  " before the test was over",
              "something called exit(), _Exit() or quick_exit(), or closed "
              "descriptors that it had not opened."};
    case Outcome::kSilent:
      return {"the test's report did not arrive as it was sent",
              "the program wrote to a descriptor that is not its own."};
    case Outcome::kHung:
      if (result.sleeps) {
        return {"did not end in " + number(limits.wall_seconds) +
                    " s; it slept most of the time",
                "it sleeps and looks, and what it looks for never comes."};
      }
      return {"hangs: every thread waits, and nobody is left to wake one",
              "what is waited for above can never happen."};
    case Outcome::kTooMuchCpu:
      return {"used more than " + number(limits.cpu_seconds) +
                  " s of processor time",
              "a loop that does not end; above is where it was."};
    case Outcome::kTooManyProcesses:
      return {"kept starting processes: more than " +
                  std::to_string(limits.processes) + " at once",
              "fork() in a loop, or children that go on where only the parent "
              "should."};
    case Outcome::kTooMuchMemory:
      return {"used more than " + std::to_string(limits.memory_bytes >> 20) +
                  " MiB of memory",
              "something grows without an end."};
    case Outcome::kGraderError:
      return {"the judge could not run it: " + result.trouble,
              "this is not your program's fault, and costs no points."};
    case Outcome::kPassed:
    case Outcome::kFailed:
      break;
  }
  return {"failed without saying why", "the test did not say."};
}

// The last lines of what the program printed, introduced.
std::string printed(std::string_view output) {
  std::vector<std::string> lines = split_lines(output);
  while (!lines.empty() && trim(lines.back()).empty()) lines.pop_back();
  if (lines.empty()) return "";
  std::string text = "It printed:\n";
  std::size_t first = 0;
  if (lines.size() > kMostPrinted) {
    first = lines.size() - kMostPrinted;
    text += "  … " + count_of(first, "line") + " before\n";
  }
  for (std::size_t i = first; i < lines.size(); ++i) {
    // A program may print anything; a terminal takes anything seriously.
    std::string line = lines[i].substr(0, 200);
    std::replace_if(
        line.begin(), line.end(),
        [](char c) { return static_cast<unsigned char>(c) < 0x20; }, '?');
    text += "  " + line + "\n";
  }
  return text + "\n";
}

bool says_what_to_type(const std::string& text) {
  return text.find("\nAgain: ./pots ") != text.npos ||
         text.find("\nNext: ") != text.npos;
}

}  // namespace

CaseText case_text(const Exercise& exercise, const Case& one,
                   const CaseResult& result, const Limits& limits) {
  CaseText text;
  if (result.outcome == Outcome::kPassed) return text;
  const std::string head = "FAILED  " + exercise.id + "  " + one.name + "   ";
  const std::string again = "Again: ./pots check " + exercise.id + "\n";
  const std::string all = "\n" + result.output;
  const std::size_t at = all.find("\n" + head);
  if (result.outcome == Outcome::kFailed && at != all.npos) {
    const std::string own = all.substr(at + 1);
    text.from_test = true;
    text.summary = split_lines(own).front().substr(head.size());
    text.full = printed(std::string_view(all).substr(1, at)) +
                std::string(trim(own)) + "\n";
    if (!says_what_to_type(text.full)) text.full += again;
    return text;
  }
  const Words words = words_for(result, limits);
  text.summary = split_lines(words.what + "\n").front();
  text.full = head + text.summary + "\n\n";
  if (!result.threads.empty()) text.full += indent(result.threads, "  ") + "\n";
  text.full += printed(result.output) + "Cause: " + words.cause + "\n" + again;
  return text;
}

}  // namespace pots::judge
