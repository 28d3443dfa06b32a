#include "tests/common/adversary/naive.hpp"

#include <array>

#include "common/adversary/happens_before.hpp"

namespace pots::adv::model {
namespace {

// How many events of each thread happen before an event, itself included.
using Known = std::array<std::uint8_t, kMaxModelThreads>;

struct Past {
  Event event;
  Known known;
};

class Enumerator {
 public:
  Enumerator(const Program& program, bool with_schedules, Truth& truth)
      : with_schedules_(with_schedules), truth_(truth) {
    past_.reserve(64);
    go_on(Machine(program), 0, 0, 0);
  }

 private:
  static bool depends(const Event& before, const Event& after) {
    if (before.actor == after.actor || before.starts == after.actor ||
        after.joins == before.actor) {
      return true;
    }
    for (const Touch& a : before.touches) {
      for (const Touch& b : after.touches) {
        if (a.object == kAllOthers || b.object == kAllOthers) return true;
        if (a.object != 0 && a.object == b.object && (a.writes || b.writes)) {
          return true;
        }
      }
    }
    return false;
  }

  void go_on(const Machine& state, int depth, int pauses, int cost) {
    if (static_cast<std::size_t>(depth) == moves_.size()) {
      moves_.emplace_back();
    }
    state.offer(moves_[static_cast<std::size_t>(depth)]);
    const auto count = moves_[static_cast<std::size_t>(depth)].size();
    if (count == 0) return note(state, pauses, cost);
    for (std::size_t i = 0; i < count; ++i) {
      const Move move = moves_[static_cast<std::size_t>(depth)][i];
      const Move first = moves_[static_cast<std::size_t>(depth)][0];
      Machine next = state;
      Past now{next.make(move), {}};
      for (const Past& past : past_) {
        if (!depends(past.event, now.event)) continue;
        for (std::size_t t = 0; t < now.known.size(); ++t) {
          if (past.known[t] > now.known[t]) now.known[t] = past.known[t];
        }
      }
      ++now.known[static_cast<std::size_t>(move.actor)];
      past_.push_back(now);
      if (with_schedules_ && count > 1) {
        schedule_.push_back(static_cast<char>('a' + i));
      }
      const int paid = move.cost() - (first.unkind ? 1 : 0);
      go_on(next, depth + 1, pauses + (move.pauses ? 1 : 0), cost + paid);
      if (with_schedules_ && count > 1) schedule_.pop_back();
      past_.pop_back();
    }
  }

  void note(const Machine& state, int pauses, int cost) {
    ++truth_.interleavings;
    truth_.outcomes.insert(state.outcome());
    std::string name;
    for (Actor actor = 0; actor < kMaxModelThreads; ++actor) {
      for (const Past& past : past_) {
        if (past.event.actor != actor) continue;
        name += static_cast<char>('A' + past.event.variant % 64);
        name.append(past.known.begin(), past.known.end());
      }
    }
    truth_.classes.insert(name);
    if (with_schedules_) truth_.schedules[pauses][cost].insert(schedule_);
  }

  bool with_schedules_;
  Truth& truth_;
  std::vector<std::vector<Move>> moves_;
  std::vector<Past> past_;
  std::string schedule_;
};

}  // namespace

Truth enumerate(const Program& program, bool with_schedules) {
  Truth truth;
  Enumerator(program, with_schedules, truth);
  return truth;
}

}  // namespace pots::adv::model
