// One step of a schedule, in words.
#include "common/adversary/schedule_steps.hpp"
#include "common/adversary/value_text.hpp"
#include "common/adversary/words.hpp"

namespace pots::adv {
namespace {

// "total += 1 (was 0)", "taken = true (was false)".
std::string update_words(const ScheduleNames& names, const StoryStep& step,
                         const std::string& found, const std::string& left) {
  const std::string name = names.object(step.object);
  const Variable& variable = names.variable(step.object);
  const std::string_view way = step.text;  // "exchange", if it was known
  if (found.empty()) return "changes " + name;
  const std::string was = " (was " + found + ")";
  // Far apart, the two are old and new rather than a sum.
  constexpr std::int64_t kFar = 1000;
  if (way.find("exchange") == way.npos && is_number(variable)) {
    const std::int64_t by = as_number(variable, step.after, step.size) -
                            as_number(variable, step.before, step.size);
    if (by >= 0 && by <= kFar) return name + " += " + std::to_string(by) + was;
    if (by < 0 && by >= -kFar) return name + " -= " + std::to_string(-by) + was;
  }
  return name + " = " + left + was;
}

std::string waking_words(const StoryStep& step) {
  switch (step.how) {
    case Wakening::kNotified:
      return "wakes up";
    case Wakening::kSpurious:
      return "wakes up for no reason";
    case Wakening::kTimeout:
      return "wakes up: its time is over";
  }
  return "wakes up";
}

}  // namespace

std::string notify_words(const StoryStep& step, const std::string& call) {
  if (step.woken == 0) return call + ": nobody was waiting";
  if (step.woken == 1 && step.other >= 0) {
    return call + ": wakes " + actor_name(step.other);
  }
  return call + ": wakes " + std::to_string(step.woken);
}

std::string words_for_step(const ScheduleNames& names, const StoryStep& step,
                           const std::string& found, const std::string& left) {
  const std::string name = names.object(step.object);
  std::string text = step.text;
  switch (step.kind) {
    case StepKind::kRead:
    case StepKind::kAtomicLoad:
      return found.empty() ? "reads " + name : name + " is " + found;
    case StepKind::kWrite:
    case StepKind::kAtomicStore:
      return left.empty() ? "writes " + name : name + " = " + left;
    case StepKind::kAtomicUpdate:
      return update_words(names, step, found, left);
    case StepKind::kLostExchange:
      return "lost: " + name + (found.empty() ? "" : " was " + found);
    case StepKind::kFence:
      return "fence";
    case StepKind::kLock:
      return "locks " + name;
    case StepKind::kTryLockLost:
      return "try_lock " + name + ": held by " + actor_name(step.other);
    case StepKind::kUnlock:
      return "unlocks " + name;
    case StepKind::kLockShared:
      return "locks " + name + " (shared)";
    case StepKind::kUnlockShared:
      return "unlocks " + name + " (shared)";
    case StepKind::kWait:
      return "waits on " + name;
    case StepKind::kWakeUp:
      return waking_words(step);
    case StepKind::kNotify:
      return notify_words(step, "notify");
    case StepKind::kStart:
      return "starts " + actor_name(step.other);
    case StepKind::kStartFails:
      return "cannot start a thread";
    case StepKind::kEnd:
      return "ends";
    case StepKind::kJoin:
      return "joins " + actor_name(step.other);
    case StepKind::kSleep:
      return "sleeps" + (text.empty() ? "" : " " + text);
    case StepKind::kYield:
      return "yields";
    case StepKind::kCall:
      return text;
    case StepKind::kAllocationFails:
      return "new throws bad_alloc";
    case StepKind::kFree:
      return "frees " + (step.object != 0 ? name : "memory");
    case StepKind::kClock:
      return text.empty() ? "moves the clock" : text;
    case StepKind::kNote:
      return text;
  }
  return text;
}

std::string waits_for(const ScheduleNames& names, const Standing& standing) {
  switch (standing.waits_in) {
    case StepKind::kLock:
    case StepKind::kLockShared:
      return "waits for " + names.object(standing.object);
    case StepKind::kJoin:
      return "waits for the end of " + actor_name(standing.holder);
    case StepKind::kWait:
      return "waits on " + names.object(standing.object);
    case StepKind::kCall:
      return standing.call[0] == '\0' ? "waits in a system call"
                                      : standing.call;
    case StepKind::kSleep:
      return "sleeps";
    default:
      return "waits";
  }
}

}  // namespace pots::adv
