// One execution for each order of conflicting operations, not for each order
// of all operations: two that differ in unrelated steps only are the same.
//
// Source sets with sleep sets, as published: P. Abdulla, S. Aronis,
// B. Jonsson, K. Sagonas: Optimal Dynamic Partial Order Reduction, POPL 2014,
// Algorithm 1. The first execution is the default one. Each pair of events
// that race in an execution is reversed in a later one, unless one that
// reverses it has been or will be tried anyway.
//
// Locks are beyond the paper. What waited for a lock could not have gone first
// at the unlock, so this is no race; it could have at the lock before. What
// still waits when an execution is over might have gone first, too: stuck().
// So might what waits when all that is possible is asleep. The paper stops
// there; here the execution runs on to the end, as no new one, and what waited
// is known from when it goes on or from stuck().
//
// Invariants: 1. history_ holds the events of nodes_[0..history_.size()).
//             2. A move that was asleep when it was offered is not made, but
//                in executions that are not new.
//             3. In the steady state nothing is allocated.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "common/adversary/actor_set.hpp"
#include "common/adversary/happens_before.hpp"
#include "common/adversary/strategy.hpp"

namespace pots::adv {

// What it asks of the scheduler, beyond strategy.hpp: kRelease is for locks
// only; what may be given by one who did not take it (a semaphore's post) is
// kPlain. A move that waits until all others stand still touches kAllOthers, or
// is kBlocked and touches nothing.
// An operation that could be unkind reads its budget's object if it is not.
class Dpor : public Strategy {
 public:
  Dpor();

  bool next() override;
  int pick(std::span<const Move> moves) override;
  void happened(const Event& event) override;
  bool wants_events() const override { return true; }
  // At the end of an execution, before finished(): what the threads that are
  // left wait for.
  void stuck(std::span<const Move> waiting);
  void finished(bool complete) override;
  bool is_new() const override { return !redundant_; }

  // Complete executions that were new, and all that were begun.
  std::uint64_t traces() const { return traces_; }
  std::uint64_t executions() const { return executions_; }
  // Whether an execution did not offer again what had led to it.
  bool diverged() const { return diverged_; }

 private:
  // A point where a move was picked.
  struct Node {
    std::size_t first = 0;  // of its moves in moves_
    std::size_t count = 0;
    std::size_t taken = 0;
    Actor actor = 0;  // whose move is taken
    ActorSet offered = 0;
    ActorSet backtrack = 0;  // must be tried here
    ActorSet done = 0;       // ...and have been, in all their variants
    ActorSet asleep = 0;     // need not be tried: covered from further up
  };

  std::span<const Move> moves_of(const Node& node) const {
    return {moves_.data() + node.first, node.count};
  }
  ActorSet still_asleep() const;
  bool take_next_move(Node& node);
  void find_races(const Event& next);
  bool reverse(int e, const Event& next);

  std::vector<Node> nodes_;
  std::vector<Move> moves_;
  History history_;
  int position_ = 0;  // how many events this execution has had
  bool started_ = false;
  bool redundant_ = false;
  ActorSet looked_at_ = 0;  // whose next move cannot have waited since then
  bool diverged_ = false;
  std::uint64_t traces_ = 0;
  std::uint64_t executions_ = 0;
};

}  // namespace pots::adv
