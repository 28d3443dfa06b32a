#include "common/adversary/scheduler/telling.hpp"

#include <execinfo.h>

#include <algorithm>
#include <bit>
#include <cstring>

#include "common/adversary/scheduler/machine.hpp"
#include "common/adversary/story_memory.hpp"

namespace pots::adv {
namespace {

// tell(), remember() and what an operation calls before them.
constexpr int kOwnFrames = 2;

Survey* survey = nullptr;
bool surveying = false;

Surveyed* entry_of(std::uintptr_t granule) {
  std::size_t i = granule * 0x9E3779B97F4A7C15u >> 52;
  static_assert(kSurveyed == 1 << 12);
  for (std::size_t probe = 0; probe < kSurveyed; ++probe) {
    Surveyed& entry = survey->entries[i];
    if (entry.granule == granule) return &entry;
    if (entry.granule == 0) {
      if (!surveying) return nullptr;
      entry.granule = granule;
      return &entry;
    }
    i = (i + 1) % kSurveyed;
  }
  survey->full = true;
  return nullptr;
}

int stack_here(void** frames) {
  // The unwinder takes locks of its own; they are not the program's.
  const bool active = machine->active;
  machine->active = false;
  const int depth = ::backtrace(frames, kStoryFrames);
  machine->active = active;
  return depth;
}

// The stack of the running thread, and the memory that names need.
void remember(StoryStep& step) {
  const bool active = machine->active;
  machine->active = false;
  step.depth = remember_stack(step.frames, step.cfa, kOwnFrames);
  remember_memory(*machine->story, step);
  machine->active = active;
}

}  // namespace

void prepare_telling(Survey* of, bool only_survey) {
  survey = of;
  surveying = only_survey;
  void* frames[kStoryFrames];
  ::backtrace(frames, kStoryFrames);  // loads what it needs
}

bool worth_telling(std::uintptr_t address, bool writes) {
  if (survey == nullptr) return false;
  Surveyed* entry = entry_of(address / 8);
  if (entry == nullptr) return survey->full;
  if (surveying) {
    const Actor me = machine->running;
    const Mask others = entry->by & ~(Mask{1} << me);
    entry->by |= Mask{1} << me;
    if (writes) {
      entry->matters |= others != 0;
      entry->writer = me;
      entry->threads_at_write = machine->count;
    } else if (entry->writer != -1 && entry->writer != me) {
      entry->matters |= me < entry->threads_at_write;
    }
    return false;
  }
  return is_told(address);
}

bool is_told(std::uintptr_t address) {
  if (survey == nullptr || surveying) return false;
  const Surveyed* entry = entry_of(address / 8);
  // Before there are others, whatever the body sets up is its own affair.
  return entry != nullptr && entry->matters && machine->count > 1;
}

namespace {

bool is_write(StepKind kind) {
  return kind != StepKind::kAtomicLoad && kind != StepKind::kLostExchange;
}

bool is_plain(StepKind kind) {
  return kind == StepKind::kRead || kind == StepKind::kWrite;
}

}  // namespace

StoryStep* tell(StepKind kind, std::uint64_t object) {
  Machine& m = *machine;
  if (!m.telling) return nullptr;
  const bool shared =
      object == 0 || is_plain(kind) || worth_telling(object, is_write(kind));
  Story& story = *m.story;
  finish_unfinished();
  if (story.count >= kMaxStorySteps) {
    ++story.count;
    return nullptr;
  }
  StoryStep& step = story.steps[story.count++];
  step = StoryStep{};
  step.actor = m.running;
  step.kind = kind;
  step.object = object;
  step.object_is_shared = shared;
  step.pause_before = m.pause_next;
  m.pause_next = false;
  remember(step);
  return &step;
}

void finish_unfinished() {
  StoryStep* step = machine->unfinished;
  if (step == nullptr) return;
  machine->unfinished = nullptr;
  if (step->size > 0) {
    step->after = 0;
    std::memcpy(&step->after, reinterpret_cast<void*>(step->object),
                step->size);
  }
}

void stand_here() {
  Standing& standing = machine->story->standing[machine->running];
  standing.depth = stack_here(standing.frames);
}

namespace {

void copy_last_call(Actor actor, Standing& standing) {
  const Story& story = *machine->story;
  for (std::size_t i = std::min(story.count, kMaxStorySteps); i-- > 0;) {
    const StoryStep& step = story.steps[i];
    if (step.actor != actor || step.kind != StepKind::kCall) continue;
    std::memcpy(standing.call, step.text, sizeof standing.call);
    return;
  }
}

}  // namespace

void tell_the_end() {
  Machine& m = *machine;
  Story& story = *m.story;
  story.threads = m.count;
  story.actor = m.running;
  for (Actor id = 0; id < m.count; ++id) {
    const Thread& thread = m.threads[id];
    const Pending& pending = thread.pending;
    Standing& standing = story.standing[id];
    standing.exists = true;
    standing.ended = thread.state == Thread::State::kEnded;
    standing.start_routine = reinterpret_cast<std::uint64_t>(thread.routine);
    // What the running thread announced last is over, unless nobody can go on.
    const bool over = id == m.running &&
                      story.violation != Violation::kDeadlock &&
                      story.violation != Violation::kOnlyTheClock;
    standing.blocked =
        !standing.ended && pending.need != Need::kNothing && !over;
    standing.waits_in = pending.step;
    if (pending.object != nullptr) {
      standing.object = pending.object->address;
      standing.holder = pending.object->owner;
      standing.holder_since = pending.object->since_step;
    }
    if (pending.need == Need::kEnd) standing.holder = pending.target;
    if (pending.step == StepKind::kCall) copy_last_call(id, standing);
  }
  if (m.telling) story.depth = stack_here(story.frames);
}

}  // namespace pots::adv
