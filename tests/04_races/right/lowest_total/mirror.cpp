// The same idea with A and B in each other's place.
#include <string>

#include "pots/lowest_total.hpp"

namespace pots {

std::string lowest_schedule(int k) {
  if (k == 1) return "BABA";
  std::string word = "B";
  for (int i = 1; i < k; ++i) word += "AA";
  word += "BA";
  for (int i = 1; i < k; ++i) word += "BB";
  return word + "A";
}

}  // namespace pots
