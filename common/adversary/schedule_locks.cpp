// Who holds what at a step of a schedule.
#include <algorithm>

#include "common/adversary/schedule_cause.hpp"

namespace pots::adv {

std::vector<std::uint64_t> locks_held(const Story& story, Actor actor,
                                      std::size_t step) {
  std::vector<std::uint64_t> held;
  const std::size_t end = std::min(step, kept_steps(story));
  for (std::size_t i = 0; i < end; ++i) {
    const StoryStep& done = story.steps[i];
    if (done.actor != actor) continue;
    if (done.kind == StepKind::kLock || done.kind == StepKind::kLockShared) {
      held.push_back(done.object);
    } else if (done.kind == StepKind::kUnlock ||
               done.kind == StepKind::kUnlockShared) {
      const auto last = std::find(held.rbegin(), held.rend(), done.object);
      if (last != held.rend()) held.erase(std::next(last).base());
    }
  }
  return held;
}

std::string lock_list(const ScheduleNames& names,
                      const std::vector<std::uint64_t>& locks) {
  if (locks.empty()) return "no lock";
  std::vector<std::string> items;
  for (std::uint64_t lock : locks) items.push_back(names.object(lock));
  return list_of(items);
}

}  // namespace pots::adv
