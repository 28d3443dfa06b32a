#include "common/adversary/schedule_cause.hpp"

#include <algorithm>
#include <utility>

namespace pots::adv {

std::string what_text(const Story& story) {
  return std::string(story.what,
                     std::find(story.what, std::end(story.what), '\0'));
}

std::string end_place(const Retelling& telling) {
  const Story& story = telling.story();
  return telling.names().place(frames_of(story.frames, story.depth));
}

Cause pause_cause(const Retelling& telling) {
  Cause cause;
  const auto& rows = telling.rows();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!rows[i].pause) continue;
    const std::string me = actor_name(rows[i].actor);
    std::string after;
    for (std::size_t k = i; k-- > 0;) {
      if (rows[k].actor != rows[i].actor || rows[k].number == 0) continue;
      after = " after step " + std::to_string(rows[k].number);
      break;
    }
    int from = 0, to = 0;
    std::vector<std::string> who;
    for (std::size_t k = i + 1;
         k < rows.size() && rows[k].actor != rows[i].actor; ++k) {
      if (rows[k].number == 0) continue;
      if (from == 0) from = rows[k].number;
      to = rows[k].number;
      const std::string name = actor_name(rows[k].actor);
      if (std::find(who.begin(), who.end(), name) == who.end()) {
        who.push_back(name);
      }
    }
    if (from == 0) continue;
    if (!cause.words.empty()) cause.words += " ";
    cause.words +=
        me + " was paused" + after + "; " + list_of(who) + " made step" +
        (from == to
             ? " " + std::to_string(from)
             : "s " + std::to_string(from) + " to " + std::to_string(to)) +
        " meanwhile.";
    for (std::size_t k = i; k-- > 0 && cause.look.empty();) {
      if (rows[k].actor == rows[i].actor) cause.look = rows[k].place;
    }
  }
  if (cause.words.empty()) {
    cause.words =
        "no unusual order is needed: this is how the program runs "
        "by itself.";
    for (const ToldRow& row : rows) {
      if (!row.place.empty()) cause.look = row.place;
    }
    cause.next = "follow the values in the table to the first wrong one.";
  } else {
    cause.next = "which of the steps must not be separated? Make them one.";
  }
  return cause;
}

namespace {

Cause expectation(Retelling& telling) {
  std::optional<Cause> stale = stale_read(telling);
  Cause cause;
  if (auto woken = did_not_look_again(telling)) {
    cause = std::move(*woken);
  } else {
    cause = stale ? std::move(*stale) : pause_cause(telling);
  }
  const std::string what = what_text(telling.story());
  cause.headline = what.empty() ? "the test fails" : what;
  return cause;
}

Cause by_violation(Retelling& telling) {
  switch (telling.story().violation) {
    case Violation::kRace: {
      stale_read(telling);  // for its remarks
      return data_race(telling);
    }
    case Violation::kDeadlock:
      return standstill(telling);
    case Violation::kOnlyTheClock: {
      Cause cause = standstill(telling);
      cause.headline = "only timeouts keep it going" +
                       cause.headline.substr(std::min(cause.headline.find(':'),
                                                      cause.headline.size()));
      return cause;
    }
    case Violation::kLivelock:
      return only_looking(telling);
    case Violation::kUseAfterFree:
    case Violation::kDoubleFree:
      return freed_memory(telling);
    case Violation::kTooLong:
    case Violation::kEndlessLoop:
    case Violation::kUncaught:
    case Violation::kTerminate:
    case Violation::kUnjoined:
    case Violation::kNotTheHolder:
    case Violation::kWaitWithoutMutex:
    case Violation::kDestroyedInUse:
    case Violation::kLeak:
    case Violation::kCrash:
    case Violation::kExit:
      return early_end(telling);
    default:
      return expectation(telling);
  }
}

}  // namespace

Cause cause_of(Retelling& telling) {
  Cause cause = by_violation(telling);
  if (cause.look.empty()) cause.look = end_place(telling);
  return cause;
}

}  // namespace pots::adv
