#include "pots/aio/slabs.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <set>

namespace pots::aio {
namespace {

constexpr std::size_t kBlock = 4096;

struct SlabsTest : testing::Test {
  ~SlabsTest() override { slabs.give_back(); }
  std::byte* cut(std::size_t size) {
    auto* block = static_cast<std::byte*>(slabs.cut(size));
    std::memset(block, 1, size);  // all of it is there
    return block;
  }
  Slabs slabs{};
};

TEST_F(SlabsTest, CutsBlocksOneBehindTheOther) {
  std::byte* first = cut(48);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(first) % Slabs::kAlignment, 0u);
  EXPECT_EQ(cut(16), first + 48);
  EXPECT_EQ(cut(1024), first + 64);
}

// The first slab's head takes 16 bytes, so the last whole block does not fit.
TEST_F(SlabsTest, BeginsANewSlabWhenOneIsFull) {
  std::byte* last = cut(kBlock);
  for (std::size_t i = 1; i < Slabs::kLeast / kBlock - 1; ++i) {
    std::byte* next = cut(kBlock);
    EXPECT_EQ(next, last + kBlock);
    last = next;
  }
  EXPECT_NE(cut(kBlock), last + kBlock);
}

// 64, 64, 128, 256 and 512 KiB are a MiB: from then on each has one.
TEST_F(SlabsTest, NeverHasTwoBlocksInOnePlace) {
  std::set<std::byte*> starts;
  for (int i = 0; i < 1000; ++i) starts.insert(cut(kBlock));
  const std::byte* before = nullptr;
  for (const std::byte* start : starts) {
    if (before != nullptr) {
      EXPECT_GE(start - before, std::ptrdiff_t{kBlock});
    }
    before = start;
  }
  EXPECT_EQ(starts.size(), 1000u);
}

TEST_F(SlabsTest, CanBeginAgain) {
  slabs.give_back();
  cut(kBlock);
  slabs.give_back();
  EXPECT_NE(cut(kBlock), nullptr);
}

}  // namespace
}  // namespace pots::aio
