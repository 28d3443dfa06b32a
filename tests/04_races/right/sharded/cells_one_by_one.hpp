// Each shard is an allocation of its own, aligned to a cache line.
#pragma once

#include <atomic>
#include <memory>
#include <vector>

#include "pots/cache_line.hpp"

namespace pots {

class ShardedCounter {
 public:
  explicit ShardedCounter(unsigned shards) {
    while (cells_.size() < shards) cells_.push_back(std::make_unique<Cell>());
  }

  void add(unsigned shard, long n = 1) {
    number(shard).fetch_add(n, std::memory_order_relaxed);
  }
  long total() const {
    long sum = 0;
    for (unsigned i = 0; i < cells_.size(); ++i) sum += number(i).load();
    return sum;
  }
  const void* where(unsigned shard) const { return &number(shard); }

 private:
  struct alignas(kCacheLine) Cell {
    std::atomic<long> number = 0;
  };
  std::atomic<long>& number(unsigned shard) const {
    return cells_[shard % cells_.size()]->number;
  }
  std::vector<std::unique_ptr<Cell>> cells_;
};

}  // namespace pots
