// The unkind ways to tell of n things that are ready at once.
#pragma once

#include <string>
#include <vector>

namespace pots::adv {

// Of 0..n-1: up to three, every ordered choice of at least one but not all in
// order; of more: each alone, and all backwards.
std::vector<std::vector<int>> unkind_orders(int n);

// "2,1": counted from 1.
std::string order_in_words(const std::vector<int>& order);

}  // namespace pots::adv
