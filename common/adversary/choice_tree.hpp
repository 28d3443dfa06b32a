// The choices the world made in one execution, and which to try next.
//
// Every player (kernel, scheduler, loop, fate) asks choose() and gets an
// index. The tree remembers the path; next() moves to the next path, in
// depth-first order, within a budget of unkind choices. It raises the budget
// only when everything cheaper has been tried, so the first path that breaks a
// program is a cheapest one.
//
// Invariants: 1. path()[i].taken < path()[i].offered.
//             2. A prefix that is walked again offers the same numbers again,
//                or the program under test is not deterministic: diverged().
//             3. cost() is the number of unkind options in path() so far.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pots::adv {

// What a player offers: `offered` options, of which option i < 64 is unkind
// (costs 1) if bit i of `unkind` is set. Option 0 is always kind.
struct Offer {
  int offered = 1;
  std::uint64_t unkind = 0;

  int cost(int option) const {
    return option < 64 ? static_cast<int>(unkind >> option & 1) : 0;
  }
};

// Thread safety: none; one thread at a time.
class ChoiceTree {
 public:
  struct Step : Offer {
    int taken = 0;

    int cost() const { return Offer::cost(taken); }
  };

  // Enumerates every path with at most `budget` unkind choices.
  static ChoiceTree complete(int budget);
  // The same, going on behind `path`, which was found at `level`.
  static ChoiceTree resume(const std::vector<Step>& path, int level,
                           int budget);
  // Draws every choice evenly, the same ones for the same seed.
  static ChoiceTree random(std::uint64_t seed);

  // Must be called before each execution, the first too. False when there is
  // no further path. A random tree never ends.
  bool next();

  // The option to take; 0 where the path says nothing.
  int choose(const Offer& offer);
  // Takes `option` whatever the path says: for replays.
  int follow(int option, const Offer& offer);

  const std::vector<Step>& path() const { return path_; }
  int cost() const { return cost_; }
  // How many unkind choices are being tried now.
  int level() const { return level_; }
  // Whether this path has not been walked at a lower level.
  bool is_new() const { return random_ || cost_ == level_; }
  // Whether the run did not make the choices that led here before; to be asked
  // when it is over.
  bool diverged() const { return diverged_ || position_ < path_.size(); }

 private:
  ChoiceTree();
  bool advance();
  std::uint64_t draw();

  std::vector<Step> path_;
  std::size_t position_ = 0;  // how much of path_ this execution has walked
  int budget_ = 0;
  int level_ = 0;
  int cost_ = 0;
  bool started_ = false;
  bool level_has_runs_ = false;
  bool random_ = false;
  bool diverged_ = false;
  std::uint64_t state_ = 0;
};

}  // namespace pots::adv
