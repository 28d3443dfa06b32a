// One execution as it was picked, move by move: what a replay key is made from.
//
// A step says what was taken and, of what was offered, only as much as is
// needed to tell the taken move from the usual one.
#pragma once

#include <cstdint>
#include <span>

#include "common/adversary/strategy.hpp"

namespace pots::adv {

struct PathStep {
  Actor actor = 0;
  int variant = 0;
  int index = 0;  // in the moves that were offered; 0: the default
  int cost = 0;
  bool pauses = false;
  Actor usual = 0;    // whom the default would have let go on
  Actor other = -1;   // the lowest number on offer but the usual one; -1: none
  bool first = true;  // the first variant on offer of its actor

  bool is_default() const { return index == 0; }
};

// What taking moves[index] looks like in a path.
PathStep step_for(std::span<const Move> moves, int index);

// Lets `inner` pick, and writes the path down where the caller wants it: in
// memory that outlives the process, if the execution may end it. A step is
// there before its move is made.
class Recorder : public Strategy {
 public:
  // What does not fit into `room` is only counted.
  Recorder(Strategy& inner, std::span<PathStep> room, std::uint64_t& count)
      : inner_(inner), room_(room), count_(count) {}

  bool next() override;
  int pick(std::span<const Move> moves) override;
  void happened(const Event& event) override { inner_.happened(event); }
  bool wants_events() const override { return inner_.wants_events(); }
  bool wants_every_move() const override { return true; }
  void finished(bool complete) override { inner_.finished(complete); }
  bool is_new() const override { return inner_.is_new(); }

 private:
  Strategy& inner_;
  std::span<PathStep> room_;
  std::uint64_t& count_;
};

}  // namespace pots::adv
