// A counter in several shards, so that threads do not get in each
// other's way.
//
// shards: at least one, each alone in its cache line.
// add:    adds n >= 0 to a shard: to number shard % shards. Thread i
//         normally uses shard i; two that use the same lose nothing.
// total:  the sum. Exact while nobody adds, else something between the
//         sums at the beginning and at the end of the call.
// where:  the address of the shard's number, a long, for the tests.
// Threads: any thread may call any member at any time.
// Errors:  none but std::bad_alloc, from the constructor.
#pragma once

#include <atomic>
#include <vector>

#include "pots/cache_line.hpp"

namespace pots {

class ShardedCounter {
 public:
  // --- yours ---
  explicit ShardedCounter(unsigned shards) : shards_(shards) {}

  void add(unsigned shard, long n = 1) { at(shard).fetch_add(n); }

  long total() const {
    long sum = 0;
    for (const Shard& shard : shards_) sum += shard.number.load();
    return sum;
  }

  const void* where(unsigned shard) const {
    return &shards_[shard % shards_.size()].number;
  }

 private:
  struct alignas(kCacheLine) Shard {  // as big as it is aligned
    std::atomic<long> number = 0;
  };

  std::atomic<long>& at(unsigned shard) {
    return shards_[shard % shards_.size()].number;
  }

  std::vector<Shard> shards_;
  // --- end ---
};

}  // namespace pots
