// What the two loops promise: each index once, fairly shared, and a clean end.
#include "pots/parallel_for.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "pots/adversary.hpp"
#include "pots/testing.hpp"

namespace pots {
namespace {

// What a body throws: no std::exception, so nobody catches it by accident.
struct Burnt {
  std::size_t index = 0;
};

// How often body was called for each of the indices 0 ... n - 1.
class Tally {
 public:
  explicit Tally(std::size_t n) : done_(n) {}

  void operator()(std::size_t i) { done_.at(i).fetch_add(1); }
  int of(std::size_t i) const { return done_.at(i); }

  // "0 1 1" says: index 0 was not done, the others once.
  std::string text() const {
    std::string all;
    for (std::size_t i = 0; i < done_.size(); ++i) {
      all += (i == 0 ? "" : " ") + std::to_string(of(i));
    }
    return all;
  }

 private:
  std::vector<std::atomic<int>> done_;
};

std::string once_each(std::size_t n) {
  std::string all;
  for (std::size_t i = 0; i < n; ++i) all += i == 0 ? "1" : " 1";
  return all;
}

// Which thread is this? Drawn anew by each thread: a std::thread::id may come
// back when its thread has ended.
int thread_number() {
  static std::atomic<int> next = 0;
  thread_local const int mine = next.fetch_add(1);
  return mine;
}

// How the indices [0, n) fell to threads, as the sizes of the runs of
// neighbours that one thread did: "2 2 2 1".
std::string sizes_of_blocks(std::size_t n, unsigned threads) {
  std::vector<int> who(n, -1);  // each index is written by one thread
  parallel_for_blocks(0, n, threads,
                      [&](std::size_t i) { who.at(i) = thread_number(); });
  std::string sizes;
  std::map<int, int> runs_of;
  for (std::size_t i = 0, length = 1; i < n; ++i, ++length) {
    if (i + 1 < n && who[i + 1] == who[i]) continue;
    sizes += (sizes.empty() ? "" : " ") + std::to_string(length);
    length = 0;
    if (++runs_of[who[i]] > 1) return sizes + " ... by a thread that came back";
  }
  return sizes;
}

// --- examples ---

TEST(ParallelFor, DoesEachIndexOnce) {
  for (const std::size_t n : {0u, 1u, 7u, 100u}) {
    for (const unsigned threads : {1u, 3u, 8u}) {
      Tally blocks(n);
      parallel_for_blocks(50, 50 + n, threads,
                          [&](std::size_t i) { blocks(i - 50); });
      EXPECT_EQ(blocks.text(), once_each(n))
          << "blocks: [50, " << 50 + n << ") on " << threads << " threads";
      for (const std::size_t chunk : {1u, 3u, 1000u}) {
        Tally dynamic(n);
        parallel_for_dynamic(50, 50 + n, threads, chunk,
                             [&](std::size_t i) { dynamic(i - 50); });
        EXPECT_EQ(dynamic.text(), once_each(n))
            << "dynamic: [50, " << 50 + n << ") on " << threads
            << " threads, chunks of " << chunk;
      }
    }
  }
}

TEST(ParallelFor, DoesNothingForAnEmptyRange) {
  const auto never = [](std::size_t i) {
    ADD_FAILURE() << "body(" << i << ")";
  };
  parallel_for_blocks(7, 7, 3, never);
  parallel_for_blocks(7, 5, 3, never);
  parallel_for_dynamic(7, 7, 3, 2, never);
  parallel_for_dynamic(7, 5, 3, 2, never);
}

// --- shares ---

TEST(ParallelFor, GivesBlocksThatDifferByOne) {
  EXPECT_EQ(sizes_of_blocks(7, 4), "2 2 2 1");
  EXPECT_EQ(sizes_of_blocks(8, 4), "2 2 2 2");
  EXPECT_EQ(sizes_of_blocks(11, 4), "3 3 3 2");
  EXPECT_EQ(sizes_of_blocks(9, 4), "3 2 2 2");
  EXPECT_EQ(sizes_of_blocks(3, 8), "1 1 1");
}

TEST(ParallelFor, CountsUpToTheLargestNumber) {
  constexpr std::size_t kEnd = SIZE_MAX, kBegin = kEnd - 5;
  const auto check = [](auto loop) {
    Tally tally(5);
    loop([&](std::size_t i) {
      if (i < kBegin)
        throw std::out_of_range("body(" + std::to_string(i) + ")");
      tally(i - kBegin);
    });
    EXPECT_EQ(tally.text(), "1 1 1 1 1");
  };
  EXPECT_NO_THROW(
      check([](auto body) { parallel_for_dynamic(kBegin, kEnd, 2, 4, body); }));
  EXPECT_NO_THROW(check([](auto body) {
    parallel_for_dynamic(kBegin, kEnd, 2, SIZE_MAX, body);
  }));
  EXPECT_NO_THROW(
      check([](auto body) { parallel_for_blocks(kBegin, kEnd, 2, body); }));
}

// --- every schedule ---

TEST(ParallelFor, HandsOutEachTicketOnce) {
  for_every_interleaving([] {
    Tally tally(3);
    parallel_for_dynamic(0, 3, 2, 1, [&](std::size_t i) { tally(i); });
    EXPECT_EQ(tally.text(), once_each(3));
  });
}

TEST(ParallelFor, RunsBlocksAtTheSameTime) {
  for_every_interleaving([] {
    std::atomic<int> here = 0;
    parallel_for_blocks(0, 2, 2, [&](std::size_t) {
      ++here;
      here.notify_all();
      here.wait(1);  // until both have come
    });
    EXPECT_EQ(here, 2);
  });
}

TEST(ParallelFor, RunsChunksAtTheSameTime) {
  for_every_interleaving([] {
    std::atomic<int> here = 0;
    parallel_for_dynamic(0, 2, 2, 1, [&](std::size_t) {
      ++here;
      here.notify_all();
      here.wait(1);  // until both have come
    });
    EXPECT_EQ(here, 2);
  });
}

// For what goes wrong in most schedules: a few of each kind will do.
constexpr adv::Schedules kSome{
    .pauses = 1, .random = 200, .priorities = 200, .dpor = 200, .most = 2000};

// Says where it is when it is called: a copy is somewhere else.
struct Whereabouts {
  void operator()(std::size_t) const {
    const void* first = nullptr;
    if (!one.compare_exchange_strong(first, this)) {
      EXPECT_EQ(first, this) << "all threads are to call the same body, and "
                                "one called a copy";
    }
  }
  std::atomic<const void*>& one;
};

TEST(ParallelFor, HiresNoMoreThreadsThanAsked) {
  for_every_interleaving([] {
    std::atomic<int> inside = 0;
    const auto alone = [&](std::size_t) {
      EXPECT_EQ(++inside, 1) << "one thread was asked for";
      --inside;
    };
    parallel_for_blocks(0, 2, 1, alone);
    parallel_for_dynamic(0, 2, 1, 1, alone);
  });
  for_every_interleaving(kSome, [] {
    std::atomic<const void*> one = nullptr;
    parallel_for_blocks(0, 2, 2, Whereabouts{one});
    one = nullptr;
    parallel_for_dynamic(0, 2, 2, 1, Whereabouts{one});
  });
}

TEST(ParallelFor, GivesAChunkToWhoeverIsFree) {
  for_every_interleaving([] {
    std::atomic<int> others = 0;
    parallel_for_dynamic(0, 4, 2, 1, [&](std::size_t i) {
      if (i != 0) {
        ++others;
        others.notify_all();
        return;
      }
      // Chunk 0 takes as long as all the others together.
      for (int n = others.load(); n < 3; n = others.load()) others.wait(n);
    });
    EXPECT_EQ(others, 3);
  });
  for_every_interleaving(
      {.random = 9, .priorities = 9, .may_be_sequential = true}, [] {
        std::vector<std::size_t> chunks;  // by the first index, from one thread
        parallel_for_dynamic(0, 5, 1, 2, [&](std::size_t i) {
          if (i % 2 == 0) chunks.push_back(i);
        });
        EXPECT_EQ(chunks, (std::vector<std::size_t>{0, 2, 4}))
            << "the chunks are given out in order";
      });
  for_every_interleaving(kSome, [] {
    std::atomic<std::thread::id> by[3] = {};
    parallel_for_dynamic(
        0, 3, 2, 2, [&](std::size_t i) { by[i] = std::this_thread::get_id(); });
    EXPECT_EQ(by[0].load(), by[1].load())
        << "chunks of 2: the thread that does index 0 does index 1";
  });
}

TEST(ParallelFor, PassesOnWhatBodyThrows) {
  for_every_interleaving([] {
    Tally tally(4);
    const auto throws_at_0 = [&](std::size_t i) {
      tally(i);
      if (i == 0) throw Burnt{i};
    };
    EXPECT_THROW(parallel_for_blocks(0, 4, 2, throws_at_0), Burnt);
    EXPECT_EQ(tally.of(1), 0) << "a thread that has thrown does no more "
                                 "indices";
    EXPECT_LE(tally.of(2), 1);
    EXPECT_LE(tally.of(3), 1);
    Tally chunk(2);
    EXPECT_THROW(parallel_for_dynamic(0, 2, 2, 2,
                                      [&](std::size_t i) {
                                        chunk(i);
                                        throw Burnt{i};
                                      }),
                 Burnt);
    EXPECT_EQ(chunk.text(), "1 0") << "a thread that has thrown does no more "
                                      "indices";
  });
  for_every_interleaving(kSome, [] {  // two throw, at the same time
    const auto burns = [](std::size_t i) { throw Burnt{i}; };
    EXPECT_THROW(parallel_for_blocks(0, 2, 2, burns), Burnt);
    EXPECT_THROW(parallel_for_dynamic(0, 2, 2, 1, burns), Burnt);
  });
}

TEST(ParallelFor, BeginsNoChunkAfterAFailure) {
  // One pause: settle() has already put the moments in order that matter.
  for_every_interleaving({.pauses = 1}, [] {
    std::atomic<bool> go_on = false;
    std::atomic<int> later = 0;
    std::jthread caller([&] {
      EXPECT_THROW(parallel_for_dynamic(0, 6, 2, 1,
                                        [&](std::size_t i) {
                                          if (i == 0) throw Burnt{i};
                                          if (i == 1) return go_on.wait(false);
                                          ++later;
                                        }),
                   Burnt);
    });
    adv::settle();  // chunk 0 has thrown; who took chunk 1 is held in it
    go_on = true;
    go_on.notify_all();
    caller.join();
    EXPECT_EQ(later, 0) << "chunks were begun after a thread had failed";
  });
}

TEST(ParallelFor, DoesNothingTwiceWhenAThreadIsMissing) {
  for_every_interleaving({.pauses = 1, .failing_threads = 1}, [] {
    Tally blocks(3), dynamic(3);
    const auto check = [](const Tally& tally, auto loop) {
      try {
        const adv::Scarcity of_threads;
        loop();
        EXPECT_EQ(tally.text(), once_each(3));
      } catch (const std::system_error& error) {
        EXPECT_EQ(error.code().value(), EAGAIN);
        for (std::size_t i = 0; i < 3; ++i) EXPECT_LE(tally.of(i), 1);
      }
    };
    check(blocks, [&] {
      parallel_for_blocks(0, 3, 2, [&](std::size_t i) { blocks(i); });
    });
    check(dynamic, [&] {
      parallel_for_dynamic(0, 3, 2, 1, [&](std::size_t i) { dynamic(i); });
    });
  });
  for_every_interleaving({.failing_threads = 1,
                          .random = 99,
                          .priorities = 99,
                          .may_be_sequential = true},
                         [] {
                           // The only one is missing: the caller does it all,
                           // or is told.
                           for (const bool in_blocks : {true, false}) {
                             Tally tally(3);
                             const auto body = [&](std::size_t i) { tally(i); };
                             try {
                               const adv::Scarcity of_threads;
                               in_blocks
                                   ? parallel_for_blocks(0, 3, 1, body)
                                   : parallel_for_dynamic(0, 3, 1, 1, body);
                               EXPECT_EQ(tally.text(), once_each(3))
                                   << "on one thread, or on none";
                             } catch (const std::system_error& error) {
                               EXPECT_EQ(error.code().value(), EAGAIN);
                             }
                           }
                         });
}

TEST(ParallelFor, LeavesNothingBehind) {
  testing::leaves_nothing_behind([] {
    std::atomic<int> sum = 0;
    parallel_for_blocks(0, 10, 3, [&](std::size_t) { ++sum; });
    parallel_for_dynamic(0, 10, 3, 2, [&](std::size_t) { ++sum; });
    const auto burns = [&](std::size_t i) { throw Burnt{i}; };
    EXPECT_THROW(parallel_for_blocks(0, 10, 3, burns), Burnt);
    EXPECT_THROW(parallel_for_dynamic(0, 10, 3, 2, burns), Burnt);
  });
}

}  // namespace
}  // namespace pots
