#include "common/adversary/priorities.hpp"

#include <algorithm>
#include <cstddef>

#include "common/adversary/random_walk.hpp"

namespace pots::adv {

Priorities::Priorities(std::uint64_t seed, int depth, std::uint64_t first,
                       int length)
    : seed_(seed),
      number_(first),
      length_(std::max(length, 1)),
      random_(seed),
      changes_(static_cast<std::size_t>(std::max(depth, 1) - 1)),
      priority_{} {
  path_.reserve(4096);
}

bool Priorities::next() {
  random_ = SplitMix(SplitMix(seed_ + number_++).next() ^ ~seed_);
  for (int& change : changes_) change = random_.below(length_);
  // Drawn for all threads beforehand, so that the priority of one does not
  // depend on when it was started. Falling takes a thread below zero.
  for (std::int64_t& priority : priority_) {
    priority = static_cast<std::int64_t>(random_.next() >> 1);
  }
  lowest_ = -static_cast<std::int64_t>(changes_.size());
  last_ = -1;
  path_.clear();
  return true;
}

int Priorities::pick(std::span<const Move> moves) {
  const auto best = [&] {
    Actor actor = moves[0].actor;
    for (const Move& move : moves) {
      if (priority_[move.actor] > priority_[actor]) actor = move.actor;
    }
    return actor;
  };
  if (last_ != -1 && moves[0].actor != last_ &&
      std::any_of(moves.begin(), moves.end(),
                  [&](const Move& move) { return move.actor == last_; })) {
    priority_[last_] = --lowest_;
  }
  const auto step = static_cast<int>(path_.size());
  // As in the paper, which of two fallen threads is the lower one does not
  // depend on which fell first.
  for (std::size_t i = 0; i < changes_.size(); ++i) {
    if (changes_[i] == step) priority_[best()] = -1 - static_cast<int>(i);
  }
  last_ = best();
  const int index = draw_variant(moves, last_, random_);
  path_.push_back(step_for(moves, index));
  return index;
}

void Priorities::finished(bool) {
  length_ = std::max(length_, static_cast<int>(path_.size()));
}

}  // namespace pots::adv
