#include "common/adversary/words.hpp"

#include <sstream>

#include "common/adversary/table.hpp"

namespace pots::adv {

std::string grouped(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t i = text.size(); i > 3;) text.insert(i -= 3, ",");
  return text;
}

std::string count_of(std::uint64_t n, const std::string& noun) {
  return grouped(n) + " " + noun + (n == 1 ? "" : "s");
}

std::string left_out(std::uint64_t steps) {
  return "... " + count_of(steps, "step") + " more ...";
}

std::string paragraph(const std::string& label, std::string_view text) {
  std::string lines, line = label;
  std::istringstream words{std::string(text)};
  for (std::string word; words >> word;) {
    if (line.size() + 1 + word.size() > kTableColumns) {
      lines += line + "\n";
      line.assign(label.size(), ' ');
    }
    line += " " + word;
  }
  return lines + line + "\n";
}

std::string short_place(std::string_view where, std::string_view file) {
  if (!file.empty() && where.starts_with(file) &&
      where.substr(file.size()).starts_with(':')) {
    return std::string(where.substr(file.size()));
  }
  const auto slash = where.rfind('/');
  return std::string(slash == where.npos ? where : where.substr(slash + 1));
}

std::string words_for_two_answers(const std::string& choices,
                                  const std::string& run) {
  return "the program gives two answers to the same " + choices + "\n\n" +
         paragraph("Cause:",
                   "your program itself is not deterministic: it broke once, "
                   "and did not when the same " +
                       run +
                       " was played again. Does it use the time, random "
                       "numbers or memory that it never set?") +
         "Next:  look for a variable that is read before it is written.\n";
}

}  // namespace pots::adv
