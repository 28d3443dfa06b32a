// 04.lowest_total: the student is the scheduler; each word is played as it is.
#include "pots/lowest_total.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <string>

#include "pots/x_machine.hpp"

namespace pots {
namespace {

constexpr char kNext[] =
    "Next:  write another word there, then ./pots check 04.lowest_total\n";

std::string with_k(int k) { return "k = " + std::to_string(k) + ": "; }

// What the student returned, fit to be printed.
std::string quoted(const std::string& schedule) {
  std::string text = schedule.substr(0, 24);
  for (char& c : text) {
    if (c < ' ' || c > '~') c = '?';
  }
  return '"' + text + (text.size() < schedule.size() ? "..." : "") + '"';
}

// Plays the schedule; draws it, if it fits, when x is not what it can be.
void expect_total(int k, int expected, const std::string& cause) {
  const std::string schedule = lowest_schedule(k);
  if (schedule.find_first_not_of("AB") != std::string::npos) {
    FAIL() << with_k(k) << quoted(schedule)
           << " is no schedule\n\nCause: a schedule is a word over A and B: "
              "who makes the first step, who the\n       second, and so on.\n"
           << kNext;
  }
  const XRun run = play_x(k, schedule);
  if (run.x == expected) return;
  FAIL() << with_k(k) << quoted(schedule) << " leaves x = " << run.x
         << ", expected " << expected << "\n\n"
         << (k <= 3 ? table(run) + '\n' : "") << "Cause: " << cause << '\n'
         << kNext;
}

// The smallest x that any order leaves: all of them are played.
int smallest_total(int k) {
  int least = 2 * k;
  for (const std::string& order : complete_orders(k)) {
    least = std::min(least, play_x(k, order).x);
  }
  return least;
}

TEST(LowestTotal, LosesAnUpdateOfTwo) {
  ASSERT_EQ(smallest_total(1), 1);
  expect_total(1, 1,
               "nobody wrote over anybody. An update is lost when both have "
               "read before\n       either writes.");
}

TEST(LowestTotal, FindsTheSmallestTotal) {
  for (const int k : {2, 3}) {
    expect_total(k, smallest_total(k),
                 "more can be lost. Whoever writes late, with what was read "
                 "early, wipes out\n       all that came between.");
    if (HasFatalFailure()) return;
  }
}

TEST(LowestTotal, AgreesForAnyK) {
  for (const int k : {4, 5, 7, 10, 64, 100}) {
    expect_total(k, 2,
                 "the number of increments does not matter: a write that is "
                 "late enough wipes\n       out any number of them.");
    if (HasFatalFailure()) return;
  }
}

TEST(LowestTotal, WritesACompleteSchedule) {
  for (const int k : {1, 2, 3, 4, 10, 100}) {
    const std::string schedule = lowest_schedule(k);
    const auto a = std::count(schedule.begin(), schedule.end(), 'A');
    const auto b = std::count(schedule.begin(), schedule.end(), 'B');
    const auto length = static_cast<std::ptrdiff_t>(schedule.size());
    if (a == 2 * k && b == 2 * k && length == a + b) continue;
    FAIL() << with_k(k) << quoted(schedule) << " has " << a << " A's and " << b
           << " B's, expected " << 2 * k << " of each and nothing else\n\n"
           << "Cause: both actors make all of their 2k steps; x counts when "
              "both are done.\n"
           << kNext;
  }
  EXPECT_EQ(lowest_schedule(6), lowest_schedule(6))
      << "the answer is the same every time";
}

}  // namespace
}  // namespace pots
