// What ShardedCounter promises: exact sums, and a cache line for each shard.
#include "pots/sharded.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <set>
#include <thread>

#include "pots/adversary.hpp"
#include "pots/cache_line.hpp"

namespace pots {
namespace {

// The number at an address that where() gave.
long number_at(const void* place) {
  long number = 0;
  std::memcpy(&number, place, sizeof number);
  return number;
}

TEST(Sharded, AddsUp) {
  ShardedCounter few(2);
  few.add(0);
  few.add(1, 10);
  few.add(2, 100);  // number 0 again
  few.add(5, 1000);
  EXPECT_EQ(few.total(), 1111);

  ShardedCounter much(1);
  much.add(0, 5'000'000'000);
  EXPECT_EQ(much.total(), 5'000'000'000);
}

TEST(Sharded, LosesNothing) {
  for_every_interleaving([] {
    ShardedCounter counter(2);
    std::jthread a([&] {
      counter.add(0);
      counter.add(1, 10);
    });
    std::jthread b([&] {
      counter.add(0);  // the same shard as a thread that has begun with it
      counter.add(3, 10);
    });
    a.join();
    b.join();
    EXPECT_EQ(counter.total(), 22);
  });
}

TEST(Sharded, KeepsShardsInLinesOfTheirOwn) {
  for (const unsigned shards : {2u, 3u, 16u, 100u}) {
    const ShardedCounter counter(shards);
    std::set<std::uintptr_t> lines;
    for (unsigned shard = 0; shard < shards; ++shard) {
      const void* const place = counter.where(shard);
      EXPECT_EQ(counter.where(shard + shards), place) << "modulo shards";
      lines.insert(reinterpret_cast<std::uintptr_t>(place) / kCacheLine);
    }
    EXPECT_EQ(lines.size(), shards)
        << "not a cache line for each of " << shards << " shards";
  }

  ShardedCounter counter(3);
  EXPECT_EQ(counter.where(4'294'967'295), counter.where(0)) << "modulo shards";
  counter.add(1, 10);
  counter.add(5, 100);  // number 2
  EXPECT_EQ(number_at(counter.where(0)), 0) << "nobody added to shard 0";
  EXPECT_EQ(number_at(counter.where(1)), 10) << "10 were added to shard 1";
  EXPECT_EQ(number_at(counter.where(2)), 100) << "100 were added to shard 2";
}

TEST(Sharded, CountsOnAfterALook) {
  ShardedCounter counter(3);
  counter.add(0, 1);
  counter.add(1, 2);
  EXPECT_EQ(counter.total(), 3);
  EXPECT_EQ(counter.total(), 3) << "a look must not take anything out";
  counter.add(2, 4);
  EXPECT_EQ(counter.total(), 7);
}

TEST(Sharded, StaysInBoundsMeanwhile) {
  for_every_interleaving([] {
    ShardedCounter counter(2);
    std::jthread a([&] {
      counter.add(0);
      counter.add(1);
    });
    std::jthread b([&] { counter.add(1); });
    const long first = counter.total();
    const long second = counter.total();
    a.join();
    b.join();
    EXPECT_GE(first, 0);
    EXPECT_LE(first, second) << "nobody takes anything away";
    EXPECT_LE(second, 3);
    EXPECT_EQ(counter.total(), 3);
  });
  for_every_interleaving([] {
    ShardedCounter counter(2);
    counter.add(0);
    counter.add(1);
    const auto look = [&] {
      EXPECT_EQ(counter.total(), 2) << "nobody adds, and another looks, too";
    };
    std::jthread a(look), b(look);
  });
}

}  // namespace
}  // namespace pots
