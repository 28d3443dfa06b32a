// Right: odd seats begin with the left hand, even ones with the right. No
// circle closes where two neighbours begin with the same fork.
#pragma once

#include <deque>
#include <mutex>

namespace pots {

class Table {
 public:
  explicit Table(int seats) : forks_(seats) {}
  Table(const Table&) = delete;
  Table& operator=(const Table&) = delete;

  template <class F>
  void dine(int seat, F&& eat) {
    const std::size_t right = seat;
    const std::size_t left = right == 0 ? forks_.size() - 1 : right - 1;
    if (seat % 2 == 1) {
      eat_with(forks_[left], forks_[right], eat);
    } else {
      eat_with(forks_[right], forks_[left], eat);
    }
  }

 private:
  template <class F>
  static void eat_with(std::mutex& first, std::mutex& second, F& eat) {
    std::unique_lock<std::mutex> one(first);
    std::unique_lock<std::mutex> other(second);
    eat();
  }

  std::deque<std::mutex> forks_;
};

}  // namespace pots
