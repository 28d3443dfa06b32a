// One execution, as a key tells it.
//
// A key may be older than the program, or a part of another key: an entry that
// does not apply is passed over, and the usual thread goes on.
#pragma once

#include <span>
#include <vector>

#include "common/adversary/path.hpp"
#include "common/adversary/schedule_key.hpp"
#include "common/adversary/strategy.hpp"

namespace pots::adv {

class Replay : public Strategy {
 public:
  explicit Replay(ScheduleKey key);

  bool next() override;  // true once
  int pick(std::span<const Move> moves) override;
  bool wants_every_move() const override { return true; }

  // What came of it. Its own key may be shorter: ScheduleKey::of(path()).
  const std::vector<PathStep>& path() const { return path_; }

 private:
  const ScheduleKey::Entry* entry_at(Actor actor, bool which_way) const;
  Actor who(std::span<const Move> moves) const;

  ScheduleKey key_;
  int steps_[kMaxThreads] = {};
  Actor running_ = 0;
  bool started_ = false;
  std::vector<PathStep> path_;
};

}  // namespace pots::adv
