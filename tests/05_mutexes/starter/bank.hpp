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
  Bank(int accounts, long each) : coins_(accounts, each) {}

  bool transfer(int from, int to, long amount) {
    long& source = coins_.at(from);
    long& target = coins_.at(to);
    if (amount <= 0) throw std::invalid_argument("amount");
    if (source < amount) return false;
    source -= amount;  // so far nobody keeps the others out
    target += amount;
    return true;
  }

  long balance(int account) const { return coins_.at(account); }

  long total() const {
    long sum = 0;
    for (const long coins : coins_) sum += coins;
    return sum;
  }

 private:
  std::vector<long> coins_;
  // --- end ---
};

}  // namespace pots
