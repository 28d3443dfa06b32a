// Causes that lie in waiting for each other, or for what nobody will change.
#include <algorithm>
#include <utility>

#include "common/adversary/schedule_cause.hpp"

namespace pots::adv {
namespace {

// The actors that wait for one another in a ring; empty: there is none.
std::vector<Actor> ring(const Story& story) {
  const int threads = std::min(story.threads, kMaxThreads);
  const auto holder = [&](Actor actor) {
    const Standing& standing = story.standing[actor];
    return is_blocked(story, actor) && standing.holder < threads
               ? standing.holder
               : -1;
  };
  for (Actor start = 0; start < threads; ++start) {
    std::vector<Actor> path = {start};
    Actor next = holder(start);
    while (next >= 0 &&
           std::find(path.begin(), path.end(), next) == path.end()) {
      path.push_back(next);
      next = holder(next);
    }
    if (next == start) return path;
  }
  return {};
}

Cause ring_cause(const Retelling& telling, const std::vector<Actor>& actors) {
  const Story& story = telling.story();
  const ScheduleNames& names = telling.names();
  Cause cause;
  std::vector<std::string> letters;
  bool only_locks = true;
  for (Actor actor : actors) {
    const Standing& standing = story.standing[actor];
    letters.push_back(actor_name(actor));
    const bool joins = standing.waits_in == StepKind::kJoin;
    only_locks = only_locks && !joins;
    if (!cause.words.empty()) cause.words += "; ";
    cause.words += letters.back() + " " + waits_for(names, standing);
    if (!joins) {
      cause.words +=
          " (" + telling.held_by(standing.holder, standing.holder_since) + ")";
    }
    if (standing.holder_since >= 0) {
      cause.steps.push_back(static_cast<std::size_t>(standing.holder_since));
    }
    const std::string place =
        names.place(frames_of(standing.frames, standing.depth));
    if (cause.look.empty() || is_student_file(place)) cause.look = place;
  }
  cause.words += ".";
  const std::string object = names.object(story.standing[actors[0]].object);
  if (actors.size() == 1) {
    cause.headline = "deadlock: " + letters[0] + " waits for itself";
    cause.words += " One thread cannot have a std::mutex twice.";
    cause.next =
        "lock " + object + " once; let the inner function do without it.";
    return cause;
  }
  cause.headline = "deadlock: " + list_of(letters) + " wait for each other" +
                   (actors.size() > 2 ? " in a ring" : "");
  cause.next = only_locks
                   ? "lock in the same order everywhere, or all at once: "
                     "std::scoped_lock."
                   : "unlock before you join.";
  return cause;
}

}  // namespace

Cause standstill(const Retelling& telling) {
  const Story& story = telling.story();
  const ScheduleNames& names = telling.names();
  if (const auto actors = ring(story); !actors.empty()) {
    return ring_cause(telling, actors);
  }
  const int threads = std::min(story.threads, kMaxThreads);
  for (Actor actor = threads; actor-- > 0;) {
    const Standing& standing = story.standing[actor];
    if (!is_blocked(story, actor)) continue;
    if (standing.waits_in == StepKind::kLock && standing.holder >= 0 &&
        story.standing[standing.holder].ended) {
      const std::string name = names.object(standing.object);
      const std::string holder = actor_name(standing.holder);
      Cause cause;
      cause.headline = "deadlock: " + name + " is never unlocked";
      cause.words = actor_name(actor) + " waits for " + name + " (" +
                    telling.held_by(standing.holder, standing.holder_since) +
                    "), and " + holder + " has ended without unlocking it.";
      cause.next = "let a std::lock_guard unlock it on every way out.";
      if (standing.holder_since >= 0) {
        const auto since = static_cast<std::size_t>(standing.holder_since);
        cause.steps = {since};
        cause.look = names.place(since);
      }
      return cause;
    }
  }
  if (auto cause = never_woken(telling)) return std::move(*cause);
  Cause cause;
  cause.headline = "deadlock: nobody can go on";
  for (Actor actor = 0; actor < threads; ++actor) {
    const Standing& standing = story.standing[actor];
    if (!is_blocked(story, actor)) continue;
    cause.words += (cause.words.empty() ? "" : "; ") + actor_name(actor) + " " +
                   waits_for(names, standing);
    const std::string place =
        names.place(frames_of(standing.frames, standing.depth));
    if (cause.look.empty() || is_student_file(place)) cause.look = place;
  }
  cause.words += ".";
  cause.next = "look for who should have let them go on.";
  return cause;
}

Cause only_looking(const Retelling& telling) {
  const Story& story = telling.story();
  const ScheduleNames& names = telling.names();
  std::vector<std::string> letters, objects;
  Cause cause;
  for (Actor actor = 0; actor < std::min(story.threads, kMaxThreads); ++actor) {
    const Standing& standing = story.standing[actor];
    if (!standing.exists || standing.ended || is_blocked(story, actor))
      continue;
    letters.push_back(actor_name(actor));
    for (std::size_t i = kept_steps(story); i-- > 0;) {
      const StoryStep& step = story.steps[i];
      if (step.actor != actor || !is_read(step.kind) ||
          !step.object_is_shared) {
        continue;
      }
      const std::string name = names.object(step.object);
      if (std::find(objects.begin(), objects.end(), name) == objects.end()) {
        objects.push_back(name);
      }
      cause.steps.push_back(i);
      if (cause.look.empty()) cause.look = names.place(i);
      break;
    }
  }
  const std::string who = letters.empty() ? "somebody" : list_of(letters);
  const std::string what = objects.empty() ? "it" : list_of(objects);
  const bool one = letters.size() < 2;
  cause.headline =
      "livelock: " + who +
      (one ? " only looks and looks again" : " only look and look again");
  cause.words = who + (one ? " looks" : " look") + " at " + what +
                " again and again; nobody is left to change " +
                (objects.size() > 1 ? "them." : "it.");
  cause.next = "find who should change " + what + ", and why it cannot here.";
  return cause;
}

}  // namespace pots::adv
