// Sixty-four bytes from one number to the next, wherever the first one is.
#pragma once

#include <atomic>
#include <vector>

namespace pots {

class ShardedCounter {
 public:
  explicit ShardedCounter(unsigned shards) : cells_(shards) {}

  void add(unsigned shard, long n = 1) {
    cells_[shard % cells_.size()].number += n;
  }
  long total() const {
    long sum = 0;
    for (const Cell& cell : cells_) sum += cell.number;
    return sum;
  }
  const void* where(unsigned shard) const {
    return &cells_[shard % cells_.size()].number;
  }

 private:
  struct Cell {
    std::atomic<long> number = 0;
    char padding[64 - sizeof(std::atomic<long>)] = {};
  };
  std::vector<Cell> cells_;
};

}  // namespace pots
