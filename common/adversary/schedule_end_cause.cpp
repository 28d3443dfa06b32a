// Causes of an early end: exceptions, misused mutexes, loops, leaks.
#include <algorithm>

#include "common/adversary/schedule_cause.hpp"

namespace pots::adv {
namespace {

void add_pauses(const Retelling& telling, Cause& cause) {
  const auto& rows = telling.rows();
  const auto paused = [](const ToldRow& row) { return row.pause; };
  if (std::any_of(rows.begin(), rows.end(), paused)) {
    cause.words += " In this schedule " + pause_cause(telling).words;
  }
}

Cause uncaught(const Retelling& telling) {
  const Story& story = telling.story();
  const std::string who = actor_name(story.actor);
  Cause cause;
  cause.headline = "an exception left " + who + ": " + what_text(story);
  cause.words = "nobody catches it in " + who +
                ", so std::terminate ends the whole program.";
  add_pauses(telling, cause);
  cause.next =
      "catch it in the thread and hand it over, for example by a "
      "std::promise.";
  cause.look = end_place(telling);
  return cause;
}

Cause terminated(const Retelling& telling) {
  Cause cause;
  cause.headline =
      "std::terminate was called in " + actor_name(telling.story().actor);
  cause.words =
      "a std::thread that was neither joined nor detached ends the "
      "program when it is destroyed.";
  cause.next = "join it on every way out, or use std::jthread.";
  cause.look = end_place(telling);
  return cause;
}

Cause unjoined(const Retelling& telling) {
  const Story& story = telling.story();
  std::vector<std::string> left;
  std::size_t start = kMaxStorySteps;
  for (Actor actor = 1; actor < std::min(story.threads, kMaxThreads); ++actor) {
    bool joined = false;
    std::size_t started = kMaxStorySteps;
    for (std::size_t i = 0; i < kept_steps(story); ++i) {
      const StoryStep& step = story.steps[i];
      if (step.other != actor) continue;
      if (step.kind == StepKind::kJoin) joined = true;
      if (step.kind == StepKind::kStart) started = i;
    }
    if (joined || !story.standing[actor].exists) continue;
    left.push_back(actor_name(actor));
    start = std::min(start, started);
  }
  const std::string who = left.empty() ? "a thread" : list_of(left);
  Cause cause;
  cause.headline = who + (left.size() > 1 ? " were" : " was") + " never joined";
  cause.words =
      "the test is over, and nobody has waited for the end of " + who + ".";
  cause.next = "join every thread that you start, or use std::jthread.";
  if (start < kMaxStorySteps) {
    cause.steps = {start};
    cause.look = telling.names().place(start);
  }
  return cause;
}

Cause misused(const Retelling& telling) {
  const Story& story = telling.story();
  const std::string who = actor_name(story.actor);
  const std::string name = telling.names().object(story.object);
  Cause cause;
  cause.look = end_place(telling);
  switch (story.violation) {
    case Violation::kNotTheHolder:
      cause.headline = who + " unlocks " + name + ", which it does not hold";
      cause.words = who + " holds " +
                    lock_list(telling.names(),
                              locks_held(story, story.actor, kMaxStorySteps)) +
                    " when it unlocks " + name + ".";
      cause.next =
          "unlock only in the thread that locked, best by a "
          "std::lock_guard.";
      break;
    case Violation::kWaitWithoutMutex:
      cause.headline = who + " waits on " + name + " without its mutex";
      cause.words =
          "between the question and the sleep anything may happen "
          "if the mutex is not held.";
      cause.next = "lock it by a std::unique_lock and hand that to wait.";
      break;
    default:
      cause.headline = who + " destroys " + name + ", which is in use";
      cause.words = "another thread still holds it or waits for it.";
      cause.next = "let " + name +
                   " outlive every thread that uses it: join "
                   "first.";
      break;
  }
  return cause;
}

Cause ended_early(const Retelling& telling) {
  const Story& story = telling.story();
  const std::string who = actor_name(story.actor);
  const std::string what = what_text(story);
  Cause cause;
  switch (story.violation) {
    case Violation::kCrash:
      cause = pause_cause(telling);
      cause.headline = who + " crashed" + (what.empty() ? "" : ": " + what);
      break;
    case Violation::kExit:
      cause.headline =
          who + " ended the whole program" + (what.empty() ? "" : ": " + what);
      cause.words = "exit, _exit and abort end every thread at once.";
      cause.next = "return from the function, or throw.";
      break;
    default:
      cause.headline = what.empty() ? "memory was never freed" : what;
      cause.words =
          story.first.actor < 0
              ? "what this schedule takes is not given back in it."
              : actor_name(story.first.actor) + " took it" +
                    telling.names().at(telling.names().place(story.first)) +
                    ", and nobody gives it back in this schedule.";
      cause.next = "let something own it that gives it back on every way out.";
      cause.look = telling.names().place(story.first);
      break;
  }
  const std::string place = end_place(telling);
  if (!place.empty() && story.violation != Violation::kLeak) {
    cause.look = place;
  }
  return cause;
}

Cause endless(const Retelling& telling) {
  const Story& story = telling.story();
  const std::string who = actor_name(story.actor);
  const std::string place = end_place(telling);
  Cause cause;
  cause.headline = "an endless loop in " + who;
  cause.words = who + " ran for a second" + telling.names().at(place) +
                " without a step that another thread could notice. A plain "
                "variable need not be looked at again in a loop.";
  cause.next =
      "make what the loop looks at a std::atomic, or wait on a "
      "condition variable.";
  cause.look = place;
  return cause;
}

Cause too_long(const Retelling& telling) {
  const Story& story = telling.story();
  const ScheduleNames& names = telling.names();
  Cause cause;
  cause.headline = what_text(story);
  if (cause.headline.empty()) cause.headline = "no end after 20,000 steps";
  std::vector<std::string> running;
  for (Actor actor = 0; actor < std::min(story.threads, kMaxThreads); ++actor) {
    const Standing& standing = story.standing[actor];
    if (!standing.exists || standing.ended || is_blocked(story, actor))
      continue;
    std::string place;
    for (std::size_t i = kept_steps(story); i-- > 0 && place.empty();) {
      if (story.steps[i].actor == actor) place = names.place(i);
    }
    running.push_back(actor_name(actor) + names.at(place));
    if (cause.look.empty() || is_student_file(place)) cause.look = place;
  }
  cause.words = "still running: " + list_of(running) + ".";
  cause.next =
      "what must happen for the loop to end? Wait for that instead "
      "of asking again.";
  return cause;
}

}  // namespace

Cause early_end(const Retelling& telling) {
  switch (telling.story().violation) {
    case Violation::kTooLong:
      return too_long(telling);
    case Violation::kEndlessLoop:
      return endless(telling);
    case Violation::kUncaught:
      return uncaught(telling);
    case Violation::kTerminate:
      return terminated(telling);
    case Violation::kUnjoined:
      return unjoined(telling);
    case Violation::kNotTheHolder:
    case Violation::kWaitWithoutMutex:
    case Violation::kDestroyedInUse:
      return misused(telling);
    default:
      return ended_early(telling);
  }
}

}  // namespace pots::adv
