#include "pots/aio/guests.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>

namespace pots::aio {
namespace {

struct Named : Guest {
  Named(std::string* its_log, char its_name) : log(its_log), name(its_name) {}
  void abandon() noexcept override {
    *log += name;
    if (other != nullptr) other->reset();
  }
  std::string* log;
  char name;
  std::unique_ptr<Named>* other = nullptr;  // goes with it
};

std::string names(const Guests& guests) {
  std::string text;
  guests.for_each(
      [&](const Guest& g) { text += static_cast<const Named&>(g).name; });
  return text;
}

TEST(Guests, AreListedInTheOrderOfComing) {
  std::string log;
  Named a(&log, 'a'), b(&log, 'b'), c(&log, 'c');
  Guests guests;
  for (Named* one : {&a, &b, &c}) guests.enter(*one);
  EXPECT_EQ(names(guests), "abc");
  b.leave();
  EXPECT_EQ(names(guests), "ac");
  b.leave();
  guests.enter(b);
  EXPECT_EQ(names(guests), "acb");
}

TEST(Guests, AreToldTheNewestFirst) {
  std::string log;
  Named a(&log, 'a'), b(&log, 'b'), c(&log, 'c');
  {
    Guests guests;
    for (Named* one : {&a, &b, &c}) guests.enter(*one);
    {
      Named gone(&log, 'd');
      guests.enter(gone);
    }
  }
  EXPECT_EQ(log, "cba");
}

TEST(Guests, MayEndEachOther) {
  std::string log;
  auto a = std::make_unique<Named>(&log, 'a');
  Named b(&log, 'b');
  b.other = &a;
  {
    Guests guests;
    guests.enter(*a);
    guests.enter(b);
  }
  EXPECT_EQ(log, "b");
}

TEST(Guests, NumbersTasksFromOne) {
  Guests guests;
  EXPECT_EQ(guests.next_number(), 1u);
  EXPECT_EQ(guests.next_number(), 2u);
}

}  // namespace
}  // namespace pots::aio
