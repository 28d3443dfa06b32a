#include "pots/aio/counted.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace pots::aio {
namespace {

struct Object {
  int references = 1;  // it is born with one
  bool alive = true;
  void add_ref() { ++references; }
  void release() {
    if (--references == 0) alive = false;
  }
};

TEST(Counted, TakesOverTheFirstReference) {
  Object object;
  {
    const Counted<Object> one(&object);
    EXPECT_EQ(object.references, 1);
    EXPECT_TRUE(static_cast<bool>(one));
    EXPECT_EQ(one.get(), &object);
    EXPECT_TRUE(one->alive);
  }
  EXPECT_FALSE(object.alive);
}

TEST(Counted, CopiesShareAndMovesHandOver) {
  Object object;
  {
    Counted<Object> one(&object);
    Counted<Object> two = one;
    EXPECT_EQ(object.references, 2);
    EXPECT_EQ(one, two);
    const Counted<Object> three = std::move(two);
    EXPECT_EQ(object.references, 2);
    EXPECT_FALSE(static_cast<bool>(two));
    one = {};
    EXPECT_TRUE(object.alive);
    one = three;
    EXPECT_EQ(object.references, 2);
    one = std::as_const(one);
    EXPECT_EQ(object.references, 2);
  }
  EXPECT_FALSE(object.alive);
}

}  // namespace
}  // namespace pots::aio
