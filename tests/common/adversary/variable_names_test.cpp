#include "common/adversary/variable_names.hpp"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

#include "common/adversary/dwarf_frames.hpp"
#include "common/adversary/source_words.hpp"
#include "common/adversary/story_memory.hpp"
#include "tests/common/adversary/library_box.hpp"

// The optimiser would keep variables in registers and frames out of sight.
#ifdef __clang__
#pragma clang optimize off
#else
#pragma GCC optimize("O0")
#endif

namespace pots::adv {
namespace {

std::unique_ptr<Story> told;

// What the scheduler does at an access: keeps the stack and what it holds.
template <class T>
[[gnu::noinline]] void seen(T* object, StepKind kind = StepKind::kRead) {
  StoryStep& step = told->steps[told->count++];
  step.object = reinterpret_cast<std::uintptr_t>(object);
  step.kind = kind;
  step.actor = 1;
  step.depth = remember_stack(step.frames, step.cfa, 1);
  remember_memory(*told, step);
}

Variable named(std::size_t step = 0) {
  return variable_name(*told, told->steps[step]);
}

int total;
struct Settings {
  int level = 0;
  static inline double ratio = 0;
} settings;

TEST(VariableNames, Globals) {
  told = std::make_unique<Story>();
  static unsigned calls;
  seen(&total);
  seen(&settings.level);
  seen(&Settings::ratio);
  seen(&calls);
  EXPECT_EQ(named(0).name, "total");
  EXPECT_EQ(named(0).form, ValueForm::kSigned);
  EXPECT_EQ(named(1).name, "settings.level");
  EXPECT_EQ(named(2).name, "ratio");
  EXPECT_EQ(named(2).form, ValueForm::kFloat);
  EXPECT_EQ(named(3).name, "calls");
  EXPECT_EQ(named(3).form, ValueForm::kUnsigned);
}

enum class Light { kRed, kGreen };

TEST(VariableNames, Locals) {
  told = std::make_unique<Story>();
  bool ready = false;
  char letter = 'a';
  Light light = Light::kRed;
  int seats[3] = {};
  int* place = &seats[1];
  seen(&ready);
  seen(&letter);
  seen(&light);
  seen(&seats[1]);
  seen(&place);
  EXPECT_EQ(named(0).name, "ready");
  EXPECT_EQ(named(0).form, ValueForm::kBool);
  EXPECT_EQ(named(1).name, "letter");
  EXPECT_EQ(named(1).form, ValueForm::kChar);
  EXPECT_EQ(named(2).name, "light");
  EXPECT_EQ(named(2).enumerators[1], "kGreen");
  EXPECT_EQ(named(3).name, "seats[1]");
  EXPECT_EQ(named(4).name, "place");
  EXPECT_EQ(named(4).form, ValueForm::kPointer);
}

class Counter {
 public:
  void hit() { seen(&n_, StepKind::kWrite); }
  void lock() { seen(&m2_, StepKind::kLock); }
  void count() { seen(&hits_, StepKind::kAtomicUpdate); }
  void seat(std::size_t i) { seen(&seats_[i]); }
  void call() {
    auto inside = [this] { seen(&n_); };
    inside();
  }

  long before() const { return before_; }

 private:
  long before_ = 0;
  int n_ = 0;
  std::mutex m2_;
  std::atomic<bool> hits_ = false;
  std::vector<int> seats_ = {1, 2, 3};
};

TEST(VariableNames, MembersThroughThis) {
  told = std::make_unique<Story>();
  Counter c;
  c.hit();
  c.lock();
  c.count();
  c.seat(2);
  c.call();
  EXPECT_EQ(named(0).name, "n_");
  EXPECT_EQ(named(0).owner, "c");
  EXPECT_EQ(named(1).name, "m2_");
  EXPECT_EQ(named(1).form, ValueForm::kNone);
  EXPECT_EQ(named(2).name, "hits_");
  EXPECT_EQ(named(2).form, ValueForm::kBool);
  EXPECT_EQ(named(3).name, "seats_[2]");
  EXPECT_EQ(named(4).name, "n_");
}

void transfer(Counter& from, Counter& to) {
  from.hit();
  to.hit();
}

TEST(VariableNames, TellsTwoObjectsApart) {
  told = std::make_unique<Story>();
  Counter giro, savings;
  transfer(giro, savings);
  EXPECT_EQ(named(0).owner, "from");
  EXPECT_EQ(named(1).owner, "to");
}

void add(int& sum, const int* weight) {
  seen(&sum);
  seen(weight);
}

struct Node {
  int value = 0;
  std::unique_ptr<Node> next;
};

TEST(VariableNames, BehindReferencesAndPointers) {
  told = std::make_unique<Story>();
  int a = 0, b = 0;
  add(a, &b);
  auto head = std::make_unique<Node>();
  head->next = std::make_unique<Node>();
  seen(&head->value);
  seen(&head->next->value);
  EXPECT_EQ(named(0).name, "sum");
  // The caller's name for it needs no pointer.
  EXPECT_EQ(named(1).name, "b");
  EXPECT_EQ(named(2).name, "head->value");
  EXPECT_EQ(named(3).name, "head->next->value");
}

TEST(VariableNames, Captures) {
  told = std::make_unique<Story>();
  int sum = 0;
  std::array<Counter, 2> counters;
  auto inc = [&sum, &counters, copy = 1] {
    seen(&sum);
    seen(&copy);
    counters[1].hit();
  };
  const auto run = [](auto& function) { function(); };
  run(inc);
  EXPECT_EQ(named(0).name, "sum");
  EXPECT_EQ(named(1).name, "copy");
  EXPECT_EQ(named(2).name, "n_");
  EXPECT_EQ(named(2).owner, "counters[1]");
  const void* pc = static_cast<char*>(told->steps[0].frames[0]) - 1;
  EXPECT_EQ(function_name(pc), "inc");
}

TEST(VariableNames, OfNamedFunctions) {
  told = std::make_unique<Story>();
  Counter c;
  c.hit();
  const void* pc = static_cast<char*>(told->steps[0].frames[0]) - 1;
  EXPECT_EQ(function_name(pc), "hit");
}

struct Mailbox {
  Box<int> letters_;
  void send() { letters_.put(seen<char>); }
};

TEST(VariableNames, LibrariesWorkForTheirCaller) {
  told = std::make_unique<Story>();
  Mailbox mailbox;
  mailbox.send();
  EXPECT_EQ(named().name, "letters_");
  EXPECT_EQ(named().form, ValueForm::kNone);
  const auto shown = shown_frame(std::span(
      told->steps[0].frames, static_cast<std::size_t>(told->steps[0].depth)));
  ASSERT_TRUE(shown);
  EXPECT_EQ(source_text(shown->line).find("  void send()"), 0u);
  EXPECT_EQ(shown->index, 1);
}

[[gnu::always_inline]] inline void put_into_its_caller() { seen(&total); }

TEST(VariableNames, LinesOfWhatIsInlined) {
  told = std::make_unique<Story>();
  const auto call = [] { put_into_its_caller(); };
  call();
  const auto lines =
      all_lines_of(static_cast<char*>(told->steps[0].frames[0]) - 1);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_NE(source_text(lines[0]).find("inline void"), std::string::npos);
  EXPECT_NE(source_text(lines[1]).find("const auto call"), std::string::npos);
}

TEST(VariableNames, LastResortIsTheSource) {
  told = std::make_unique<Story>();
  const auto block = std::make_unique<long[]>(1);
  const auto odd = reinterpret_cast<std::uintptr_t>(block.get()) ^ 1;
  const auto touch = [](std::uintptr_t at) {
    long hops = 0;
    seen(reinterpret_cast<long*>(at ^ 1), StepKind::kWrite), ++hops;
    return hops;
  };
  touch(odd);
  told->steps[0].memory_to = told->steps[0].memory_from;
  EXPECT_EQ(named().name, "hops");
  EXPECT_TRUE(named().guessed);
}

}  // namespace
}  // namespace pots::adv
