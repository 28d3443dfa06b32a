// Depth-first search by rising budget, and the random walk.
#include "common/adversary/choice_tree.hpp"

namespace pots::adv {

// Room for most paths: growing in the middle of a run would look like a heap
// block that the program under test left behind.
ChoiceTree::ChoiceTree() { path_.reserve(4096); }

ChoiceTree ChoiceTree::complete(int budget) {
  ChoiceTree tree;
  tree.budget_ = budget;
  return tree;
}

ChoiceTree ChoiceTree::resume(const std::vector<Step>& path, int level,
                              int budget) {
  ChoiceTree tree;
  tree.path_.assign(path.begin(), path.end());
  tree.position_ = tree.path_.size();
  tree.level_ = level;
  tree.budget_ = budget;
  tree.started_ = true;
  tree.level_has_runs_ = true;
  return tree;
}

ChoiceTree ChoiceTree::random(std::uint64_t seed) {
  ChoiceTree tree;
  tree.random_ = true;
  tree.state_ = seed;
  return tree;
}

bool ChoiceTree::next() {
  path_.resize(position_);  // a run that ended early leaves a stale rest
  if (random_) {
    path_.clear();
  } else if (started_) {
    level_has_runs_ |= is_new();
    if (!advance()) {
      // Where no run costs n, none costs more: the last unkind choice of one
      // that did could be taken back.
      if (level_ >= budget_ || !level_has_runs_) return false;
      ++level_;
      level_has_runs_ = false;
    }
  }
  started_ = true;
  position_ = 0;
  cost_ = 0;
  diverged_ = false;
  return true;
}

// The deepest step that has another affordable option takes it. What came
// after it is forgotten and will be the default again.
bool ChoiceTree::advance() {
  int before = 0;
  for (const Step& step : path_) before += step.cost();
  while (!path_.empty()) {
    Step& last = path_.back();
    before -= last.cost();
    while (++last.taken < last.offered) {
      if (before + last.cost() <= level_) return true;
    }
    path_.pop_back();
  }
  return false;
}

int ChoiceTree::choose(const Offer& offer) {
  if (random_) {
    const auto n = static_cast<std::uint64_t>(offer.offered);
    return follow(static_cast<int>(draw() % n), offer);
  }
  if (position_ == path_.size()) return follow(0, offer);
  const Step& step = path_[position_];
  if (step.offered != offer.offered || step.unkind != offer.unkind) {
    diverged_ = true;
    return follow(0, offer);
  }
  return follow(step.taken, offer);
}

int ChoiceTree::follow(int option, const Offer& offer) {
  Step step{offer};
  step.taken = option;
  const bool known = position_ < path_.size() &&
                     path_[position_].taken == option &&
                     path_[position_].offered == offer.offered;
  if (!known) {
    path_.resize(position_);
    path_.push_back(step);
  }
  cost_ += step.cost();
  ++position_;
  return option;
}

// SplitMix64 (Steele, Lea, Flood 2014): short, and the same everywhere.
std::uint64_t ChoiceTree::draw() {
  state_ += 0x9E3779B97F4A7C15u;
  std::uint64_t z = state_;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

}  // namespace pots::adv
