#include "pots/aio/callback.hpp"

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <stdexcept>
#include <utility>

#include "common/adversary/heap.hpp"

namespace pots::aio {
namespace {

TEST(Callback, CallsTheFunctionThatItHolds) {
  int calls = 0;
  Callback callback = [&calls] { ++calls; };
  callback();
  EXPECT_EQ(calls, 1);
  EXPECT_TRUE(static_cast<bool>(callback));
  EXPECT_FALSE(static_cast<bool>(Callback()));
}

TEST(Callback, TakesWhatCanOnlyBeMoved) {
  auto number = std::make_unique<int>(7);
  int seen = 0;
  Callback callback = [number = std::move(number), &seen] { seen = *number; };
  Callback moved = std::move(callback);
  EXPECT_FALSE(static_cast<bool>(callback));
  moved();
  EXPECT_EQ(seen, 7);
}

// Of both kinds: those that lie in the object, and those that are too big.
template <std::size_t kBytes>
void destroys_what_it_captured() {
  const auto shared = std::make_shared<int>(1);
  const std::array<char, kBytes> ballast{};
  {
    Callback callback = [shared, ballast] { static_cast<void>(ballast); };
    EXPECT_EQ(shared.use_count(), 2);
    Callback moved = std::move(callback);
    EXPECT_EQ(shared.use_count(), 2);
    moved.reset();
    EXPECT_EQ(shared.use_count(), 1);
    moved.reset();
    moved = [shared, ballast] { static_cast<void>(ballast); };
    moved = Callback();
    EXPECT_EQ(shared.use_count(), 1);
    moved = [shared, ballast] { static_cast<void>(ballast); };
  }
  EXPECT_EQ(shared.use_count(), 1);
}

TEST(Callback, DestroysWhatItCaptured) {
  destroys_what_it_captured<1>();
  destroys_what_it_captured<100>();
}

TEST(Callback, AllocatesNothingForFivePointers) {
  std::array<void*, 5> five{};
  const long before = adv::allocations();
  Callback callback = [five] { static_cast<void>(five); };
  Callback moved = std::move(callback);
  moved();
  EXPECT_EQ(adv::allocations() - before, 0);
}

TEST(Callback, LetsExceptionsOut) {
  Callback callback = [] { throw std::runtime_error("burnt"); };
  EXPECT_THROW(callback(), std::runtime_error);
}

}  // namespace
}  // namespace pots::aio
