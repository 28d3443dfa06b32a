// Right: who only looks shares an account with others who look. std::lock
// takes two accounts without waiting for one while it holds the other.
#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <stdexcept>
#include <vector>

namespace pots {

class Bank {
 public:
  Bank(int accounts, long each) {
    for (int i = 0; i < accounts; ++i) {
      accounts_.push_back(std::make_unique<Account>());
      accounts_.back()->coins = each;
    }
  }
  Bank(const Bank&) = delete;
  Bank& operator=(const Bank&) = delete;

  bool transfer(int from, int to, long amount) {
    Account& source = *accounts_.at(from);
    Account& target = *accounts_.at(to);
    if (amount <= 0) throw std::invalid_argument("amount");
    if (&source == &target) return balance(to) >= amount;
    std::unique_lock one(source.mutex, std::defer_lock);
    std::unique_lock other(target.mutex, std::defer_lock);
    std::lock(one, other);
    const bool enough = source.coins >= amount;
    if (enough) {
      source.coins -= amount;
      target.coins += amount;
    }
    return enough;
  }

  long balance(int account) const {
    Account& it = *accounts_.at(account);
    std::shared_lock lock(it.mutex);
    return it.coins;
  }

  long total() const {
    std::list<std::shared_lock<std::shared_mutex>> locks;
    long sum = 0;
    for (const auto& account : accounts_) {
      locks.emplace_back(account->mutex);
      sum += account->coins;
    }
    return sum;
  }

 private:
  struct Account {
    std::shared_mutex mutex;
    long coins = 0;
  };

  std::vector<std::unique_ptr<Account>> accounts_;
};

}  // namespace pots
