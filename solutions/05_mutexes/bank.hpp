// Accounts, and transfers that are done whole or not at all.
//
// Bank(n, each): accounts 0 to n - 1, each with that many coins.
// transfer: moves amount coins. If `from` has too little: false, and
//           nothing moves. from == to: is there enough? Nothing moves.
// balance:  what was there at one moment of the call.
// total:    all coins at one moment of the call: always n * each.
// Errors:   no such account: std::out_of_range; amount <= 0:
//           std::invalid_argument. Nothing moves, and no lock is left.
// Waiting:  transfers between four different accounts never wait for
//           each other.
// Pre:      n >= 1, each >= 0.
// Threads:  any thread.  Life: no copies.
#pragma once

#include <mutex>
#include <stdexcept>
#include <vector>

namespace pots {

class Bank {
 public:
  Bank(const Bank&) = delete;
  Bank& operator=(const Bank&) = delete;

  // --- yours ---
  Bank(int accounts, long each) : accounts_(accounts) {
    for (Account& account : accounts_) account.coins = each;
  }

  bool transfer(int from, int to, long amount) {
    Account& source = accounts_.at(from);
    Account& target = accounts_.at(to);
    if (amount <= 0) throw std::invalid_argument("amount");
    if (from == to) return balance(from) >= amount;
    // Never waits for one of the two while it holds the other.
    const std::scoped_lock both(source.mutex, target.mutex);
    if (source.coins < amount) return false;
    source.coins -= amount;
    target.coins += amount;
    return true;
  }

  long balance(int account) const {
    const Account& one = accounts_.at(account);
    const std::lock_guard lock(one.mutex);
    return one.coins;
  }

  long total() const {
    std::vector<std::unique_lock<std::mutex>> all;  // until the end
    long sum = 0;
    for (const Account& account : accounts_) {
      all.emplace_back(account.mutex);
      sum += account.coins;
    }
    return sum;
  }

 private:
  struct Account {
    mutable std::mutex mutex;  // protects coins
    long coins = 0;
  };

  std::vector<Account> accounts_;
  // --- end ---
};

}  // namespace pots
