// See orders.hpp.
#include "common/adversary/loop/orders.hpp"

#include <algorithm>

namespace pots::adv {
namespace {

constexpr int kAllOrders = 3;  // of so many things every order is tried

void extend(std::vector<int>& order, int n,
            std::vector<std::vector<int>>& found) {
  for (int next = 0; next < n; ++next) {
    if (std::find(order.begin(), order.end(), next) != order.end()) continue;
    order.push_back(next);
    found.push_back(order);
    extend(order, n, found);
    order.pop_back();
  }
}

}  // namespace

std::vector<std::vector<int>> unkind_orders(int n) {
  std::vector<int> all;
  for (int i = 0; i < n; ++i) all.push_back(i);
  std::vector<std::vector<int>> found;
  if (n <= kAllOrders) {
    std::vector<int> order;
    extend(order, n, found);
    std::erase(found, all);
    return found;
  }
  for (int i = 0; i < n; ++i) found.push_back({i});
  found.emplace_back(all.rbegin(), all.rend());
  return found;
}

std::string order_in_words(const std::vector<int>& order) {
  std::string words;
  for (const int i : order) {
    if (!words.empty()) words += ',';
    words += std::to_string(i + 1);
  }
  return words;
}

}  // namespace pots::adv
