// What a worker process leaves for its parent, even if it dies in the middle.
//
// Explorations run in forked workers, because a run that fails is given up
// where it stands: student code is never unwound. Everything that the parent
// must know afterwards is written into shared memory as it happens.
//
// Invariants: 1. Plain data only; no pointer into a process.
//             2. path[0..steps) is the run under way, or the one that failed.
//             3. outcome stays kRunning if the worker died by itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "common/adversary/choice_tree.hpp"

namespace pots::adv {

inline constexpr int kMaxActors = 6;
inline constexpr std::size_t kMaxSteps = 20'000;
inline constexpr std::size_t kMaxRows = 400;
inline constexpr int kMaxFrames = 32;

// One row of the counterexample: what each actor did, side by side.
struct Row {
  char cells[kMaxActors][160];
  char actor[40];   // if a row is one actor's: who; cells[0] says what
  char remark[80];  // drawn behind an arrow
  // The stack, innermost first. The parent, which has the same memory layout,
  // finds the lines: a worker must not open files that its program would see.
  void* frames[kMaxFrames];
  int depth;
  bool students_only;  // left out unless an answer's line is on the stack
};

enum class Outcome : int { kRunning, kFinished, kFailed };

struct Ledger {
  Outcome outcome;
  int level;             // unkind choices being tried
  std::uint64_t runs;    // distinct runs that are over
  std::uint64_t driven;  // calls that a player answered, over all runs
  std::size_t steps;
  ChoiceTree::Step path[kMaxSteps];
  char labels[kMaxSteps][16];  // what the taken options are called
  char what[2000];             // what was violated
  char cause[1000];            // why, in words
  std::size_t rows;            // rows told; only the first kMaxRows are kept
  Row row[kMaxRows];
};

// Copies `text` into a fixed array, cut to fit, always ended by a 0.
void put_text(char* to, std::size_t size, std::string_view text);
template <std::size_t kSize>
void put_text(char (&to)[kSize], std::string_view text) {
  put_text(to, kSize, text);
}

}  // namespace pots::adv
