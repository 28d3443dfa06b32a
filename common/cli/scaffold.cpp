#include "common/cli/scaffold.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <initializer_list>
#include <utility>

#include "common/cli/scaffold_text.hpp"
#include "common/judge/scan.hpp"
#include "common/judge/text.hpp"

namespace pots::cli {
namespace {

using Names = std::initializer_list<std::pair<std::string_view, std::string>>;

std::string fill_in(std::string_view form, const Names& names) {
  std::string text(form);
  for (const auto& [key, value] : names) {
    const std::string mark = "@" + std::string(key) + "@";
    std::size_t at = 0;
    while ((at = text.find(mark, at)) != std::string::npos) {
      text.replace(at, mark.size(), value);
      at += value.size();
    }
  }
  return text;
}

bool is_name(std::string_view text) {
  return !text.empty() && std::islower(static_cast<unsigned char>(text[0])) &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return std::islower(c) || std::isdigit(c) || c == '_';
         });
}

// The name becomes a function's: it must not be a word of the language.
bool is_keyword(std::string_view word) {
  static constexpr std::array kWords = {
      "alignas",  "alignof",  "and",      "asm",       "auto",      "bitand",
      "bitor",    "bool",     "break",    "case",      "catch",     "char",
      "class",    "compl",    "concept",  "const",     "consteval", "constexpr",
      "continue", "decltype", "default",  "delete",    "do",        "double",
      "else",     "enum",     "explicit", "export",    "extern",    "false",
      "float",    "for",      "friend",   "goto",      "if",        "inline",
      "int",      "long",     "mutable",  "namespace", "new",       "noexcept",
      "not",      "nullptr",  "operator", "or",        "private",   "protected",
      "public",   "register", "requires", "return",    "short",     "signed",
      "sizeof",   "static",   "struct",   "switch",    "template",  "this",
      "throw",    "true",     "try",      "typedef",   "typeid",    "typename",
      "union",    "unsigned", "using",    "virtual",   "void",      "volatile",
      "while",    "xor",      "main"};
  return word.starts_with("co_") ||
         std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

// buffered_reader -> Buffered reader.
std::string as_title(std::string_view name) {
  std::string title(name);
  std::replace(title.begin(), title.end(), '_', ' ');
  title[0] =
      static_cast<char>(std::toupper(static_cast<unsigned char>(title[0])));
  return title;
}

// Appends a section, one empty line after what is there.
std::string with_section(const std::string& text, const std::string& section) {
  const std::string before(judge::trim(text));
  return before.empty() ? section : before + "\n\n" + section;
}

}  // namespace

std::string pascal_case(std::string_view name) {
  std::string suite;
  bool upper = true;
  for (const char c : name) {
    if (c == '_') {
      upper = true;
    } else {
      suite +=
          upper ? static_cast<char>(std::toupper(static_cast<unsigned char>(c)))
                : c;
      upper = false;
    }
  }
  return suite;
}

absl::StatusOr<std::string> declare(const std::string& declaration,
                                    std::string_view entry) {
  // Find the bracket that closes the list; those in strings and comments do not
  // count.
  const std::size_t key = declaration.find("'exercises'");
  const std::size_t open =
      declaration.find('[', std::min(key, declaration.size()));
  int depth = 0;
  char quote = 0;
  std::size_t last = open;  // last character of code inside the list
  for (std::size_t at = open; at < declaration.size(); ++at) {
    const char c = declaration[at];
    if (quote != 0) {
      if (c == '\\') ++at;
      if (c == quote) quote = 0;
      last = at;
      continue;
    }
    if (c == '#') {
      at = std::min(declaration.find('\n', at), declaration.size()) - 1;
      continue;
    }
    if (c == '\'') quote = c;
    if (c == '[') ++depth;
    if (c == ']' && --depth == 0) {
      std::string text = declaration.substr(0, last + 1);
      if (last != open && declaration[last] != ',') text += ',';
      text += declaration.substr(last + 1, at - last - 1);
      // The bracket's own indentation moves below the entry.
      const std::size_t end = text.find_last_not_of(' ') + 1;
      const std::string indentation = text.substr(end);
      text.resize(end);
      if (!text.ends_with('\n')) text += '\n';
      return text + std::string(entry) +
             (indentation.empty() ? "  " : indentation) +
             declaration.substr(at);
    }
    if (!std::isspace(static_cast<unsigned char>(c))) last = at;
  }
  return absl::FailedPreconditionError(
      "The lesson's meson.build has no list 'exercises': [ ... ] to add to. "
      "Look at lessons/00_start_here/meson.build:1 for its form.");
}

std::string add_subdir(const std::string& lessons_meson, std::string_view dir) {
  const std::string line = "subdir('" + std::string(dir) + "')";
  std::string text;
  bool added = false;
  for (const std::string& present : judge::split_lines(lessons_meson)) {
    if (present == line) return lessons_meson;
    if (!added && present.starts_with("subdir('") && present > line) {
      text += line + "\n";
      added = true;
    }
    text += present + "\n";
  }
  return added ? text : text + line + "\n";
}

absl::StatusOr<Scaffold> new_exercise(const LessonTexts& lesson,
                                      std::string_view name, bool header_only) {
  if (!is_name(name) || is_keyword(name)) {
    return absl::InvalidArgumentError(
        "'" + std::string(name) +
        "' cannot be an exercise: small letters, digits and _, no word of C++ "
        "itself.\nNext:  ./pots new exercise " +
        lesson.dir.substr(0, 2) + ".some_name");
  }
  namespace form = scaffold_text;
  const std::string plain(name);
  const std::string extension = header_only ? "hpp" : "cpp";
  const std::string id = lesson.dir.substr(0, 2) + "." + plain;
  const auto fill = [&](std::string_view text, std::string_view body = "") {
    return fill_in(text, {{"body", std::string(body)},
                          {"name", plain},
                          {"id", id},
                          {"Suite", pascal_case(name)},
                          {"Title", as_title(name)},
                          {"ext", extension}});
  };
  const std::string_view source = header_only ? form::kTemplate : form::kSource;
  const std::string starter = fill(source, form::kStarterBody);
  const std::string reference = fill(source, form::kReferenceBody);
  const std::size_t marker =
      judge::line_of(reference, reference.find("// --- yours"));
  const std::string file = plain + "." + extension;
  const std::string lessons = "lessons/" + lesson.dir + "/";
  const std::string tests = "tests/" + lesson.dir + "/";
  const std::string solutions = "solutions/" + lesson.dir + "/";

  const absl::StatusOr<std::string> declaration =
      declare(lesson.declaration, fill(form::kDeclaration));
  if (!declaration.ok()) return declaration.status();
  Scaffold scaffold;
  scaffold.fresh = {
      {lessons + file, starter},
      {tests + "starter/" + file, starter},
      {solutions + file, reference},
      {tests + plain + "_test.cpp", fill(form::kTest)},
      {tests + "wrong/" + plain + "/trusts_the_formula.patch",
       fill_in(fill(form::kWrong), {{"line", std::to_string(marker)}})}};
  if (!header_only) {
    scaffold.fresh.push_back({lessons + plain + ".hpp", fill(form::kHeader)});
  }
  scaffold.grown = {
      {lessons + "hints.md", with_section(lesson.hints, fill(form::kHints))},
      {solutions + "README.md",
       with_section(lesson.explanation, fill(form::kExplanation))},
      // Last: the declaration makes all the others count.
      {lessons + "meson.build", *declaration}};
  return scaffold;
}

absl::StatusOr<Scaffold> new_lesson(std::string_view dir,
                                    std::string_view title,
                                    const std::string& lessons_meson) {
  const auto digit = [&](std::size_t i) {
    return dir.size() > i && std::isdigit(static_cast<unsigned char>(dir[i]));
  };
  if (!digit(0) || !digit(1) || dir.size() < 4 || dir[2] != '_' ||
      !is_name(dir.substr(3))) {
    return absl::InvalidArgumentError(
        "'" + std::string(dir) +
        "' cannot be a lesson: two digits, _ and a name in small letters.\n"
        "Next:  ./pots new lesson 17_my_topic \"What it says on the board\"");
  }
  if (title.empty() || title.find_first_of("\"'\\|\n@") != title.npos) {
    return absl::InvalidArgumentError(
        "A lesson's title is some words without quotes, \\, | or @.\n"
        "Next:  ./pots new lesson " +
        std::string(dir) + " \"What it says on the board\"");
  }
  namespace form = scaffold_text;
  const Names names = {{"lesson", std::string(dir.substr(0, 2))},
                       {"slug", std::string(dir.substr(3))},
                       {"Title", std::string(title)}};
  const std::string folder = "lessons/" + std::string(dir) + "/";
  Scaffold scaffold;
  scaffold.fresh = {{folder + "meson.build", fill_in(form::kLesson, names)},
                    {folder + "README.md", fill_in(form::kChapter, names)}};
  scaffold.grown = {{"lessons/meson.build", add_subdir(lessons_meson, dir)}};
  return scaffold;
}

}  // namespace pots::cli
