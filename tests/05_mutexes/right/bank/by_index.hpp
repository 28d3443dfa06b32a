// Right: the lower number first; total goes through the same order.
#pragma once

#include <memory>
#include <mutex>
#include <stdexcept>
#include <vector>

namespace pots {

class Bank {
 public:
  Bank(int accounts, long each)
      : coins_(accounts, each),
        mutexes_(std::make_unique<std::mutex[]>(accounts)) {}
  Bank(const Bank&) = delete;
  Bank& operator=(const Bank&) = delete;

  bool transfer(int from, int to, long amount) {
    check(from);
    check(to);
    if (amount <= 0) throw std::invalid_argument("not an amount");
    if (from == to) {
      std::lock_guard<std::mutex> lock(mutexes_[from]);
      return coins_[from] >= amount;
    }
    const bool rising = from < to;
    std::lock_guard<std::mutex> low(mutexes_[rising ? from : to]);
    std::lock_guard<std::mutex> high(mutexes_[rising ? to : from]);
    if (coins_[from] < amount) return false;
    coins_[from] -= amount;
    coins_[to] += amount;
    return true;
  }

  long balance(int account) const {
    check(account);
    std::lock_guard<std::mutex> lock(mutexes_[account]);
    return coins_[account];
  }

  long total() const { return sum_from(0); }

 private:
  void check(int account) const {
    if (account < 0 || account >= static_cast<int>(coins_.size())) {
      throw std::out_of_range("no such account");
    }
  }

  // Holds the lock of `account` while it sums up the rest.
  long sum_from(std::size_t account) const {
    if (account == coins_.size()) return 0;
    std::lock_guard<std::mutex> lock(mutexes_[account]);
    return coins_[account] + sum_from(account + 1);
  }

  std::vector<long> coins_;
  std::unique_ptr<std::mutex[]> mutexes_;
};

}  // namespace pots
