// Right: the lower address first. In a vector the addresses rise with the
// numbers, so total, which goes through the numbers, keeps the same order.
#pragma once

#include <functional>
#include <mutex>
#include <stdexcept>
#include <utility>
#include <vector>

namespace pots {

class Bank {
 public:
  Bank(int accounts, long each) : accounts_(accounts) {
    for (auto& account : accounts_) account.coins = each;
  }
  Bank(const Bank&) = delete;
  Bank& operator=(const Bank&) = delete;

  bool transfer(int from, int to, long amount) {
    Account &source = find(from), &target = find(to);
    if (amount <= 0) throw std::invalid_argument("amount <= 0");
    Account *low = &source, *high = &target;
    if (std::less<Account*>()(high, low)) std::swap(low, high);
    std::unique_lock<std::mutex> first(low->mutex);
    std::unique_lock<std::mutex> second(high->mutex, std::defer_lock);
    if (low != high) second.lock();
    if (source.coins < amount) return false;
    source.coins -= amount;
    target.coins += amount;
    return true;
  }

  long balance(int account) const {
    Account& it = find(account);
    std::unique_lock<std::mutex> lock(it.mutex);
    return it.coins;
  }

  long total() const {
    for (Account& account : accounts_) account.mutex.lock();
    long sum = 0;
    for (Account& account : accounts_) sum += account.coins;
    for (Account& account : accounts_) account.mutex.unlock();
    return sum;
  }

 private:
  struct Account {
    std::mutex mutex;
    long coins = 0;
  };

  Account& find(int account) const { return accounts_.at(account); }

  mutable std::vector<Account> accounts_;
};

}  // namespace pots
