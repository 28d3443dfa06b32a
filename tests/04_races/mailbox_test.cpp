// What Mailbox promises: a letter is there whole, or not at all.
#include "pots/mailbox.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>

#include "pots/adversary.hpp"

namespace pots {
namespace {

struct Pair {
  int left = 0, right = 0;
};

void expect_whole(const Pair& letter) {
  EXPECT_EQ(letter.left, 1);
  EXPECT_EQ(letter.right, 2);
}

// Counts those that are alive. It can be moved, and nothing else.
class Counted {
 public:
  explicit Counted(int number) : number_(number) { ++alive; }
  Counted(Counted&& other) noexcept : number_(other.number_) { ++alive; }
  Counted& operator=(Counted&&) noexcept = default;
  ~Counted() { --alive; }

  int number() const { return number_; }
  static inline int alive = 0;

 private:
  int number_;
};

// Cannot even be moved; though it does say that it can.
struct Torn {
  Torn() = default;
  Torn(Torn&&) { throw std::runtime_error("torn"); }
  Torn& operator=(Torn&&) = default;
};

// Its move takes until it may end.
class Heavy {
 public:
  explicit Heavy(std::atomic<bool>* may_end) : may_end_(may_end) {}
  Heavy(Heavy&& other) noexcept : may_end_(other.may_end_) {
    may_end_->wait(false);
  }
  Heavy& operator=(Heavy&&) noexcept = default;

 private:
  std::atomic<bool>* may_end_;
};

TEST(Mailbox, ShowsWhatWasPut) {
  Mailbox<std::string> box;
  box.put("a letter that is longer than a short one");
  const std::string* letter = box.look();
  ASSERT_NE(letter, nullptr);
  EXPECT_EQ(*letter, "a letter that is longer than a short one");
}

// --- the scheduler plays ---

TEST(Mailbox, ShowsTheWholeLetterOrNone) {
  for_every_interleaving([] {
    Mailbox<Pair> box;
    const auto look_twice = [&] {
      const Pair* first = box.look();
      const Pair* second = box.look();
      if (first) {
        EXPECT_EQ(second, first) << "always the same letter, once it is there";
        expect_whole(*first);
      }
      if (second) expect_whole(*second);
    };
    std::jthread writer([&] { box.put({1, 2}); });
    std::jthread one(look_twice), other(look_twice);
  });
}

TEST(Mailbox, IsThereOnceTheWriterIsDone) {
  for_every_interleaving([] {
    Mailbox<Pair> box;
    std::jthread writer([&] { box.put({1, 2}); });
    writer.join();
    const Pair* letter = box.look();
    ASSERT_NE(letter, nullptr);
    expect_whole(*letter);
  });
}

// --- letters of all kinds ---

TEST(Mailbox, TakesALetterThatCanOnlyBeMoved) {
  Mailbox<std::unique_ptr<const int>> box;
  EXPECT_EQ(box.look(), nullptr);
  auto letter = std::make_unique<const int>(7);
  const int* const inside = letter.get();
  box.put(std::move(letter));
  const std::unique_ptr<const int>* there = box.look();
  ASSERT_NE(there, nullptr);
  EXPECT_EQ(there->get(), inside);
}

TEST(Mailbox, DestroysTheLetterOnce) {
  { Mailbox<Counted> never_used; }
  EXPECT_EQ(Counted::alive, 0);
  {
    Mailbox<Counted> box;
    EXPECT_EQ(Counted::alive, 0) << "no letter before put()";
    box.put(Counted(7));
    EXPECT_EQ(Counted::alive, 1);
    const Counted* letter = box.look();
    ASSERT_NE(letter, nullptr);
    EXPECT_EQ(letter->number(), 7);
  }
  EXPECT_EQ(Counted::alive, 0);

  Mailbox<Torn> box;
  EXPECT_THROW(box.put(Torn()), std::runtime_error);
  EXPECT_EQ(box.look(), nullptr) << "its move has thrown: there is no letter";
  Mailbox<int> full, other;
  full.put(7);
  EXPECT_EQ(other.look(), nullptr) << "the letter is in another box";

  EXPECT_FALSE(std::is_copy_constructible_v<Mailbox<int>>);
  EXPECT_FALSE(std::is_copy_assignable_v<Mailbox<int>>);
}

// --- nobody waits ---

TEST(Mailbox, DoesNotWaitForTheLetter) {
  for_every_interleaving([] {
    Mailbox<int> box;
    std::jthread reader([&] { EXPECT_EQ(box.look(), nullptr); });
    adv::settle();
    EXPECT_FALSE(adv::blocked(reader.get_id())) << "look() waits for a letter";
  });
  for_every_interleaving([] {
    std::atomic<bool> may_end = false;
    Mailbox<Heavy> box;
    std::jthread writer([&] { box.put(Heavy(&may_end)); });
    std::jthread reader([&] { EXPECT_EQ(box.look(), nullptr); });
    adv::settle();
    EXPECT_FALSE(adv::blocked(reader.get_id())) << "look() waits for put()";
    may_end = true;
    may_end.notify_all();
  });
}

}  // namespace
}  // namespace pots
