#include "pots/aio/result.hpp"

#include <gtest/gtest.h>

#include <exception>
#include <memory>
#include <stdexcept>
#include <string>

namespace pots::aio {
namespace {

std::exception_ptr burnt() {
  return std::make_exception_ptr(std::runtime_error("burnt"));
}

TEST(Result, IsEmptyAtFirst) {
  EXPECT_TRUE(Result<int>().empty());
  EXPECT_TRUE(Result<void>().empty());
  EXPECT_EQ(Result<int>().error(), nullptr);
}

TEST(Result, KeepsAValue) {
  Result<std::string> result;
  result.set(3, 'x');
  EXPECT_FALSE(result.empty());
  EXPECT_EQ(result.peek(), "xxx");
  EXPECT_EQ(result.error(), nullptr);
  EXPECT_EQ(result.take(), "xxx");
  Result<void> nothing;
  nothing.set();
  EXPECT_FALSE(nothing.empty());
  nothing.peek();
  nothing.take();
}

TEST(Result, KeepsAnException) {
  Result<int> result;
  result.fail(burnt());
  EXPECT_FALSE(result.empty());
  EXPECT_NE(result.error(), nullptr);
  EXPECT_THROW(result.peek(), std::runtime_error);
  EXPECT_THROW(result.take(), std::runtime_error);
  Result<void> nothing;
  nothing.fail(burnt());
  EXPECT_FALSE(nothing.empty());
  EXPECT_THROW(nothing.take(), std::runtime_error);
}

TEST(Result, MovesOutWhatCannotBeCopied) {
  Result<std::unique_ptr<int>> result;
  result.set(std::make_unique<int>(7));
  const std::unique_ptr<int> got = result.take();
  EXPECT_EQ(*got, 7);
}

}  // namespace
}  // namespace pots::aio
