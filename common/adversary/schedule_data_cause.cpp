// Causes that lie in data: somebody acted on what was no longer true.
#include <algorithm>

#include "common/adversary/schedule_cause.hpp"

namespace pots::adv {
namespace {

bool leaves_a_value(StepKind kind) {
  return is_write(kind) || kind == StepKind::kAtomicUpdate;
}

bool plain(const StoryStep& step) {
  return step.kind == StepKind::kRead || step.kind == StepKind::kWrite;
}

// One thread read, another wrote, the first went on with what it had read.
struct Stale {
  std::size_t read = 0, between = 0, act = 0;
  bool decided = false;  // the read was a question, not half of an update
};

// A write of what was last read before somebody else's write.
std::optional<Stale> overwrite_at(const Story& story, std::size_t write) {
  const StoryStep& step = story.steps[write];
  if (!step.object_is_shared || !is_write(step.kind)) return std::nullopt;
  std::optional<std::size_t> between;
  for (std::size_t i = write; i-- > 0;) {
    const StoryStep& before = story.steps[i];
    if (before.object != step.object || !is_access(before.kind)) continue;
    if (before.actor == step.actor) {
      if (!is_read(before.kind) || !between) return std::nullopt;
      return Stale{i, *between, write};
    }
    if (!between && leaves_a_value(before.kind)) between = i;
  }
  return std::nullopt;
}

// A question whose answer changed before the first write behind it.
std::optional<Stale> outdated_question(const Retelling& telling) {
  const Story& story = telling.story();
  const std::size_t count = kept_steps(story);
  for (std::size_t read = 0; read < count; ++read) {
    const StoryStep& asked = story.steps[read];
    if (!asked.object_is_shared || !is_read(asked.kind) ||
        !telling.names().decides(read)) {
      continue;
    }
    std::optional<std::size_t> between;
    for (std::size_t i = read + 1; i < count; ++i) {
      const StoryStep& step = story.steps[i];
      if (step.actor != asked.actor) {
        if (step.object == asked.object && leaves_a_value(step.kind)) {
          between = i;
        }
        continue;
      }
      const bool asks_again =
          step.object == asked.object && is_read(step.kind) &&
          telling.names().place(i) == telling.names().place(read);
      if (asks_again || step.kind == StepKind::kWait) break;
      if (!step.object_is_shared || !leaves_a_value(step.kind)) continue;
      if (between) return Stale{read, *between, i, true};
      break;
    }
  }
  return std::nullopt;
}

// What the locks had to do with it, and what would help.
void add_locks(const Retelling& telling, const Stale& stale, Cause& cause) {
  const Story& story = telling.story();
  const ScheduleNames& names = telling.names();
  const StoryStep& read = story.steps[stale.read];
  const StoryStep& write = story.steps[stale.between];
  const std::string me = actor_name(read.actor);
  const std::string other = actor_name(write.actor);
  const auto mine = locks_held(story, read.actor, stale.read);
  const auto theirs = locks_held(story, write.actor, stale.between);
  const std::string name = names.object(read.object);
  const std::string both = stale.decided ? "from the question to the action"
                                         : "from the read to the write";
  if (mine.empty() && theirs.empty() && !plain(read)) {
    cause.words += " Each access is atomic, the two together are not.";
    cause.next = stale.decided ? "ask and act in one step: exchange, or "
                                 "compare_exchange in a loop."
                               : "update " + name +
                                     " in one step: fetch_add, or "
                                     "compare_exchange in a loop.";
    return;
  }
  if (mine.empty() && theirs.empty()) {
    cause.words += " No lock is held by " + me +
                   names.at(names.place(stale.read)) + " or by " + other +
                   names.at(names.place(stale.between)) + " (data race).";
    cause.next = "hold one mutex " + both + ", in every thread" +
                 (stale.decided ? "."
                                : ", or make " + name +
                                      " a std::atomic and update it in one "
                                      "step.");
    return;
  }
  if (mine.empty()) {
    cause.words += " " + me + " holds no lock, " + other + " holds " +
                   lock_list(names, theirs) + ".";
    cause.next = "hold " + lock_list(names, theirs) + " " + both + ".";
    return;
  }
  const bool given_up = std::any_of(
      story.steps + stale.read, story.steps + stale.act,
      [&](const StoryStep& step) {
        return step.actor == read.actor && step.object == mine.back() &&
               (step.kind == StepKind::kUnlock ||
                step.kind == StepKind::kUnlockShared ||
                step.kind == StepKind::kWait);
      });
  const std::string lock = lock_list(names, {mine.back()});
  if (given_up) {
    cause.words += " " + me + " gave " + lock + " up between the two.";
    cause.next = "keep " + lock + " locked " + both + ".";
  } else {
    cause.words += " " + me + " holds " + lock_list(names, mine) + ", " +
                   other + " holds " + lock_list(names, theirs) + ".";
    cause.next = "use the same mutex in both threads.";
  }
}

Cause cause_of_stale(const Retelling& telling, const Stale& stale) {
  const Story& story = telling.story();
  const StoryStep& read = story.steps[stale.read];
  const std::string me = actor_name(read.actor);
  const std::string other = actor_name(story.steps[stale.between].actor);
  const std::string name = telling.names().object(read.object);
  Cause cause;
  cause.steps = {stale.read, stale.between, stale.act};
  cause.look = telling.names().place(stale.decided ? stale.read : stale.act);
  if (stale.decided) {
    const std::string value = telling.found(stale.read);
    cause.words = me + " looked at " + name + telling.in(stale.read) +
                  (value.empty() ? "" : " (" + value + ")") + "; " + other +
                  " changed it" + telling.in(stale.between) + "; " + me +
                  " acted" + telling.in(stale.act) +
                  " on what was no longer true (check, then act).";
  } else {
    cause.words = me + " read " + name + telling.in(stale.read) +
                  " and wrote it" + telling.in(stale.act) + "; " + other +
                  " wrote it" + telling.in(stale.between) +
                  ", in between, and that write is lost (a lost update).";
  }
  add_locks(telling, stale, cause);
  return cause;
}

}  // namespace

std::optional<Cause> stale_read(Retelling& telling) {
  const Story& story = telling.story();
  std::optional<Stale> first;
  for (std::size_t i = 0; i < kept_steps(story); ++i) {
    std::optional<Stale> stale = overwrite_at(story, i);
    if (!stale) continue;
    telling.overwrites(i, stale->between);
    stale->decided = telling.names().decides(stale->read);
    if (!first) first = stale;
  }
  if (!first) first = outdated_question(telling);
  if (!first) return std::nullopt;
  return cause_of_stale(telling, *first);
}

Cause data_race(const Retelling& telling) {
  const Story& story = telling.story();
  const ScheduleNames& names = telling.names();
  const std::string name = names.object(story.object);
  Cause cause;
  cause.headline = "a data race on " + name;
  std::string locks;
  for (const Culprit* culprit : {&story.first, &story.second}) {
    const bool first = culprit == &story.first;
    const std::size_t step = step_of(story, *culprit);
    if (step < kMaxStorySteps) cause.steps.push_back(step);
    const std::string place = names.place(*culprit);
    if (cause.look.empty() || is_student_file(place)) cause.look = place;
    cause.words += (first ? "" : " and ") + actor_name(culprit->actor) +
                   (culprit->atomic ? " atomically" : "") +
                   (culprit->writes ? " writes " : " reads ") +
                   (first ? name : "it") + telling.in(*culprit) +
                   names.at(place);
    locks += (first ? " " : ", ") + actor_name(culprit->actor) + " holds " +
             lock_list(names, locks_held(story, culprit->actor, step));
  }
  cause.words += ", and nothing orders the two (a data race)." + locks + ".";
  const bool half = story.first.atomic != story.second.atomic;
  cause.next = half ? "make every access to " + name +
                          " atomic, or none: then "
                          "hold one mutex."
                    : "hold the same mutex at both lines, or make " + name +
                          " a std::atomic.";
  return cause;
}

Cause freed_memory(Retelling& telling) {
  const Story& story = telling.story();
  const ScheduleNames& names = telling.names();
  const bool first_frees = story.first.frees;
  const Culprit& free = first_frees ? story.first : story.second;
  const Culprit& use = first_frees ? story.second : story.first;
  const std::string name = names.object(story.object);
  const bool twice = story.violation == Violation::kDoubleFree;
  Cause cause;
  cause.headline = (twice ? "freed twice: " : "use after free: ") + name;
  for (const Culprit* culprit : {&free, &use}) {
    const std::size_t step = step_of(story, *culprit);
    if (step < kMaxStorySteps) cause.steps.push_back(step);
  }
  const int freed = telling.number(free);
  if (freed > 0) {
    telling.remark(step_of(story, use),
                   "freed in step " + std::to_string(freed));
  }
  const std::string what_it_does = twice        ? " frees it again"
                                   : use.writes ? " writes to it"
                                                : " reads it";
  if (free.actor < 0 || use.actor < 0) {
    cause.words = actor_name(story.actor) + what_it_does +
                  names.at(end_place(telling)) + ".";
  } else {
    cause.words = actor_name(free.actor) + " frees " + name + telling.in(free) +
                  names.at(names.place(free)) + "; " + actor_name(use.actor) +
                  what_it_does + telling.in(use) + names.at(names.place(use)) +
                  ".";
  }
  cause.look = names.place(use);
  cause.next = twice ? "decide which thread owns it; a std::unique_ptr says so."
                     : "let " + name +
                           " live until the last thread is done: "
                           "join first, or share it by std::shared_ptr.";
  return cause;
}

}  // namespace pots::adv
