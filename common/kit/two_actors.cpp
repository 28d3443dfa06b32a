#include "pots/two_actors.hpp"

#include <algorithm>
#include <iomanip>

namespace pots {

std::vector<std::string> complete_words(std::size_t each) {
  std::string word = std::string(each, 'A') + std::string(each, 'B');
  std::vector<std::string> all;
  do {
    all.push_back(word);
  } while (std::next_permutation(word.begin(), word.end()));
  return all;
}

TwoColumns::TwoColumns(int width) : width_(width) {
  out_ << "     " << std::left << std::setw(width_) << "A"
       << "B\n";
}

void TwoColumns::row(char actor, const std::string& text) {
  out_ << std::right << std::setw(3) << ++rows_ << "  ";
  if (actor == 'B') out_ << std::string(static_cast<std::size_t>(width_), ' ');
  out_ << text << '\n';
}

}  // namespace pots
