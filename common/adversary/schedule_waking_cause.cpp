// Causes that lie in sleep: a notification that came too early or woke another,
// and a sleeper who woke and believed it.
#include <algorithm>
#include <utility>

#include "common/adversary/schedule_cause.hpp"

namespace pots::adv {
namespace {

std::optional<std::size_t> last_wait(const Story& story, Actor actor,
                                     std::size_t before) {
  for (std::size_t i = before; i-- > 0;) {
    const StoryStep& step = story.steps[i];
    if (step.actor == actor && step.kind == StepKind::kWait) return i;
  }
  return std::nullopt;
}

// The question that made the actor wait: its last decisive read before.
std::optional<std::size_t> question(const Retelling& telling, Actor actor,
                                    std::size_t wait) {
  for (std::size_t i = wait; i-- > 0;) {
    const StoryStep& step = telling.story().steps[i];
    if (step.actor != actor) continue;
    if (step.kind == StepKind::kWakeUp) return std::nullopt;
    if (is_read(step.kind) && telling.names().decides(i)) return i;
  }
  return std::nullopt;
}

// How well a sleeper tells what went wrong.
enum class Clue { kNobodyNotifies, kMissed, kAnotherWoken };

struct SleeperCause {
  Cause cause;
  Clue clue = Clue::kNobodyNotifies;
};

// A thread that sleeps on a condition variable for ever.
SleeperCause sleeper_cause(const Retelling& telling, Actor sleeper) {
  const Story& story = telling.story();
  const ScheduleNames& names = telling.names();
  const std::size_t count = kept_steps(story);
  const std::string me = actor_name(sleeper);
  const std::uint64_t object = story.standing[sleeper].object;
  const std::string name = names.object(object);
  const std::size_t wait = last_wait(story, sleeper, count).value_or(count);
  Cause cause;
  cause.headline = "deadlock: " + me + " waits on " + name + " for ever";
  cause.look = names.place(wait);
  cause.steps = {wait};
  std::optional<std::size_t> missed, other;
  for (std::size_t i = 0; i < count; ++i) {
    const StoryStep& step = story.steps[i];
    if (step.kind != StepKind::kNotify || step.object != object) continue;
    if (i < wait && step.woken == 0) missed = i;
    if (i > wait) other = i;
  }
  if (other) {
    const StoryStep& step = story.steps[*other];
    cause.steps.push_back(*other);
    cause.words = actor_name(step.actor) + "'s " + names.call(*other) +
                  telling.in(*other) + " woke " +
                  (step.other >= 0 ? actor_name(step.other) : "another") +
                  ", not " + me + ", and nobody notifies after that.";
    cause.next =
        "use notify_all, or a condition variable for each kind of "
        "waiter.";
    return {cause, Clue::kAnotherWoken};
  }
  if (!missed) {
    cause.words = me + " sleeps on " + name + telling.in(wait) +
                  ", and nobody notifies it after that.";
    cause.next = "notify " + name + " after every change that others wait for.";
    return {cause, Clue::kNobodyNotifies};
  }
  const StoryStep& step = story.steps[*missed];
  cause.steps.push_back(*missed);
  const std::string notifier = actor_name(step.actor);
  cause.words = notifier + "'s " + names.call(*missed) + telling.in(*missed) +
                " woke nobody: nobody was waiting yet. " + me +
                " went to sleep" + telling.in(wait) +
                ", and nobody notifies after that (a missed wake-up).";
  const auto asked = question(telling, sleeper, wait);
  if (asked && *asked < *missed) {
    const std::string what = names.object(story.steps[*asked].object);
    cause.steps.push_back(*asked);
    cause.words += " " + me + " had looked at " + what + telling.in(*asked) +
                   ", before that.";
    cause.next = "change " + what + " only while holding the mutex that " + me +
                 " waits with.";
  } else {
    cause.next =
        "a notification is not kept: wait for a condition, "
        "wait(lock, [&] { return ...; }).";
  }
  return {cause, Clue::kMissed};
}

}  // namespace

std::optional<Cause> never_woken(const Retelling& telling) {
  const Story& story = telling.story();
  const int threads = std::min(story.threads, kMaxThreads);
  std::optional<SleeperCause> best;
  for (Actor actor = 0; actor < threads; ++actor) {
    const Standing& standing = story.standing[actor];
    if (!is_blocked(story, actor) || standing.waits_in != StepKind::kWait) {
      continue;
    }
    SleeperCause one = sleeper_cause(telling, actor);
    if (!best || one.clue > best->clue) best = std::move(one);
  }
  if (!best) return std::nullopt;
  return std::move(best->cause);
}

std::optional<Cause> did_not_look_again(const Retelling& telling) {
  const Story& story = telling.story();
  const ScheduleNames& names = telling.names();
  const std::size_t count = kept_steps(story);
  for (std::size_t wake = 0; wake < count; ++wake) {
    const StoryStep& woken = story.steps[wake];
    if (woken.kind != StepKind::kWakeUp) continue;
    const auto wait = last_wait(story, woken.actor, wake);
    if (!wait) continue;
    const auto asked = question(telling, woken.actor, *wait);
    if (!asked) continue;
    const std::uint64_t object = story.steps[*asked].object;
    bool again = false, went_on = false;
    for (std::size_t i = wake + 1; i < count && !again && !went_on; ++i) {
      const StoryStep& step = story.steps[i];
      if (step.actor != woken.actor) continue;
      again = step.object == object && is_read(step.kind) &&
              names.place(i) == names.place(*asked);
      went_on = is_access(step.kind);
    }
    if (again || !went_on) continue;
    std::optional<std::size_t> notify, change;
    for (std::size_t i = *wait; i < wake; ++i) {
      const StoryStep& step = story.steps[i];
      if (step.actor == woken.actor) continue;
      if (step.kind == StepKind::kNotify) notify = i;
      if (step.object == object && is_access(step.kind) &&
          !is_read(step.kind)) {
        change = i;
      }
    }
    const std::string me = actor_name(woken.actor);
    const std::string name = names.object(object);
    Cause cause;
    cause.steps = {*asked, *wait, wake};
    cause.look = names.place(*wait);
    cause.next =
        "ask again after each wake-up: while (...) wait(lock), or "
        "wait(lock, condition).";
    if (woken.how == Wakening::kSpurious) {
      cause.words = me + " woke" + telling.in(wake) +
                    " for no reason, which any wait may do, and did not look "
                    "at " +
                    name + " again (if instead of while).";
      return cause;
    }
    if (!change || !notify || woken.how != Wakening::kNotified ||
        story.steps[*change].actor == story.steps[*notify].actor) {
      continue;
    }
    cause.steps.push_back(*notify);
    cause.steps.push_back(*change);
    cause.words = actor_name(story.steps[*notify].actor) + " woke " + me +
                  telling.in(*notify) + ", but " +
                  actor_name(story.steps[*change].actor) + " changed " + name +
                  telling.in(*change) + ", before " + me + " had the lock; " +
                  me + " did not look again (if instead of while).";
    return cause;
  }
  return std::nullopt;
}

}  // namespace pots::adv
