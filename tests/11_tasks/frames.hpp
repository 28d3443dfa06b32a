// Whether all coroutine frames are gone that a piece of test has made.
#pragma once

#include <gtest/gtest.h>

#include "pots/aio/frame_pool.hpp"

namespace pots::aio {

// Fails the test if, at the end of its scope, more frames (or fewer) are alive
// than at its beginning; also if the scope is left by an exception.
// Thread safety: none.
class FramesAreBack {
 public:
  FramesAreBack() = default;
  FramesAreBack(const FramesAreBack&) = delete;
  FramesAreBack& operator=(const FramesAreBack&) = delete;
  ~FramesAreBack() {
    EXPECT_EQ(Recycled::live(), before_) << "frames are left";
  }

 private:
  const long before_ = Recycled::live();
};

}  // namespace pots::aio
