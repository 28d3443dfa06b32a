// What happened in an execution, and what had to happen before what: the
// ground that partial order reduction stands on.
//
// Two events of different threads conflict if they touch one object and one
// of them writes. An event happens before another if a chain of program order,
// conflicts, thread starts and joins leads there. Executions that differ only
// in the order of unrelated events are one and the same.
//
// Invariants: 1. Events are numbered from 0 in the order in which they
//                happened; -1 means none.
//             2. clock(e)[a] is the last event of actor a that happens before
//                e, or is e.
//             3. In the steady state nothing is allocated.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "common/adversary/strategy.hpp"

namespace pots::adv {

using Clock = std::array<std::int32_t, kMaxThreads>;
void join(Clock& clock, const Clock& other);  // the later of each

using Touches = std::span<const Touch, kMaxTouches>;

// The object that a move touches if it is possible only when nothing else is:
// settle(), a timeout that nobody chose. It conflicts with everything.
inline constexpr std::uint64_t kAllOthers = ~std::uint64_t{0};

bool waits_for_all(Touches touches);
bool conflict(Touches a, Touches b);

class History {
 public:
  // One event's touch of one object, and the event that touched it before.
  struct Link {
    std::uint64_t object = 0;
    bool writes = false;
    bool only_orders = false;
    int previous = -1;
  };

  History();

  void add(const Event& event);
  void cut(int size);  // forgets the events from `size` on

  int size() const { return static_cast<int>(entries_.size()); }
  Actor actor(int e) const { return at(e).actor; }
  MoveClass kind(int e) const { return at(e).kind; }
  Touches touches(int e) const { return at(e).touches; }
  const Clock& clock(int e) const { return at(e).clock; }
  // Whether e happens before f, or is it.
  bool before(int e, int f) const {
    return clock(f)[static_cast<std::size_t>(actor(e))] >= e;
  }

  // What happens before `next`, which has not happened yet, whatever it
  // touches: its thread's last event or start, the end of what it joins. That
  // something waited for all others is no reason: who has not moved since then
  // could not move then, but perhaps before.
  Clock clock_before(const Event& next) const;
  // The last event that touched the object; e's touch of it.
  int last_touch(std::uint64_t object) const;
  Link link(int e, std::uint64_t object) const;

 private:
  struct Entry {
    Actor actor = 0;
    MoveClass kind = MoveClass::kPlain;
    Actor starts = -1;
    Touch touches[kMaxTouches];
    int numbers[kMaxTouches];   // of the objects; -1: kAllOthers
    int previous[kMaxTouches];  // event that touched the object before
    int previous_of_actor = -1;
    int previous_start = -1;
    int previous_wait_for_all = -1;
    Clock clock;
  };

  const Entry& at(int e) const { return entries_[static_cast<std::size_t>(e)]; }
  int& last_touch_of(int number) {
    return last_touch_[static_cast<std::size_t>(number)];
  }

  std::vector<Entry> entries_;
  std::unordered_map<std::uint64_t, int> numbers_;  // of the objects
  std::vector<int> last_touch_;                     // by object's number
  Clock last_;                                      // by actor
  Clock start_;                                     // by actor
  int wait_for_all_ = -1;                           // the last one
};

}  // namespace pots::adv
