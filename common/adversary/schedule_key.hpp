// The replay key of a schedule: where it left the usual way.
//
// "A3" says: A was stopped in front of its own step 3, and the lowest-numbered
// other thread that could went on. "A3>C": C went on. "B2>C": B could not go
// on in front of its step 2 (or had ended), and it was not the lowest-numbered
// who went on, but C. "A4=2": A's step 4 went another of the ways it could
// (whom a notify_one woke, a test's input): number 2. Threads are m (the
// test's body), A, B, ... Z, AA, ...; a thread's steps count from 1.
//
// No addresses, and no numbers of steps of the whole: a key survives edits
// elsewhere. "2/A3" is the same for a case's second exploration. The usual
// schedule is written "-".
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/adversary/path.hpp"

namespace pots::adv {

struct ScheduleKey {
  struct Entry {
    Actor actor = 0;
    int step = 1;
    Actor goes_on = -1;  // who, if not the usual one
    int variant = -1;    // -1: the entry says who, else which way

    bool operator==(const Entry&) const = default;
  };

  int exploration = 1;
  std::vector<Entry> entries;  // in the order in which they applied

  std::string text() const;
  // nullopt if `text` is not a key.
  static std::optional<ScheduleKey> parse(std::string_view text);
  // The key of an execution; `path` has every move of it, in order.
  static ScheduleKey of(std::span<const PathStep> path);

  // A candidate for a shorter one.
  ScheduleKey without(std::size_t entry) const;

  bool operator==(const ScheduleKey&) const = default;
};

// "m", "A", "B", ...
std::string key_name(Actor actor);

}  // namespace pots::adv
