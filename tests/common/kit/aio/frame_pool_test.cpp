#include "pots/aio/frame_pool.hpp"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <set>
#include <thread>
#include <vector>

#include "common/adversary/heap.hpp"

namespace pots::aio {
namespace {

// Under a sanitizer every frame comes from the heap, and is seen by it.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kRecycles = false;
#else
constexpr bool kRecycles = true;
#endif

TEST(Recycled, GivesTheSameBlockAgain) {
  if (!kRecycles) GTEST_SKIP();
  void* first = Recycled::operator new(100);
  Recycled::operator delete(first, 100);
  void* second = Recycled::operator new(112);  // the same class of 16 bytes
  EXPECT_EQ(second, first);
  void* third = Recycled::operator new(113);  // another
  EXPECT_NE(third, first);
  Recycled::operator delete(third, 113);
  Recycled::operator delete(second, 112);
}

TEST(Recycled, GivesEachBlockToOne) {
  std::vector<void*> blocks;
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 10; ++i) blocks.push_back(Recycled::operator new(64));
    EXPECT_EQ(Recycled::live(), 10);
    EXPECT_EQ(std::set<void*>(blocks.begin(), blocks.end()).size(), 10u);
    for (void* block : blocks) Recycled::operator delete(block, 64);
    EXPECT_EQ(Recycled::live(), 0);
    blocks.clear();
  }
}

TEST(Recycled, AllocatesNothingInSteadyState) {
  if (!kRecycles) GTEST_SKIP();
  for (const std::size_t size : {1, 64, 65, 1024}) {
    Recycled::operator delete(Recycled::operator new(size), size);
    const long before = adv::allocations();
    for (int i = 0; i < 100; ++i) {
      Recycled::operator delete(Recycled::operator new(size), size);
    }
    EXPECT_EQ(adv::allocations() - before, 0) << size << " bytes";
  }
}

TEST(Recycled, TakesBigBlocksFromTheHeap) {
  const long before = adv::live_blocks();
  void* big = Recycled::operator new(1025);
  EXPECT_EQ(Recycled::live(), 1);
  Recycled::operator delete(big, 1025);
  EXPECT_EQ(Recycled::live(), 0);
  EXPECT_EQ(adv::live_blocks(), before);
}

// Whether the kernel has given the process something at this address.
bool is_mapped(void* block) {
  const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
  unsigned char resident = 0;
  void* start =
      reinterpret_cast<void*>(reinterpret_cast<std::uintptr_t>(block) & -page);
  return mincore(start, 1, &resident) == 0;
}

TEST(Recycled, GivesItsMemoryBackWhenAThreadEnds) {
  if (!kRecycles) GTEST_SKIP();
  void* frame = nullptr;
  std::thread([&] {
    frame = Recycled::operator new(100);
    EXPECT_TRUE(is_mapped(frame));
    Recycled::operator delete(frame, 100);
  }).join();
  EXPECT_FALSE(is_mapped(frame));
}

TEST(Recycled, KeepsTheMemoryOfFramesThatOutliveTheirThread) {
  if (!kRecycles) GTEST_SKIP();
  void* frame = nullptr;
  std::thread([&] { frame = Recycled::operator new(100); }).join();
  EXPECT_TRUE(is_mapped(frame));
}

}  // namespace
}  // namespace pots::aio
