// What the body of a test may ask the scheduler: see interleavings.hpp.
#include <cstdio>
#include <cstring>
#include <string>

#include "common/adversary/interleavings.hpp"
#include "common/adversary/scheduler/machine.hpp"

namespace pots::adv {
namespace {

Actor find(std::thread::id id) {
  for (Actor actor = 0; actor < machine->count; ++actor) {
    if (std::thread::id(machine->threads[actor].fiber.handle) == id) {
      return actor;
    }
  }
  return -1;
}

const Thread* thread_of(std::thread::id id) {
  if (!controlled()) return nullptr;
  const Actor actor = find(id);
  return actor == -1 ? nullptr : &machine->threads[actor];
}

}  // namespace

void settle() {
  if (!controlled()) return;
  Pending pending;
  pending.step = StepKind::kNote;
  pending.kind = MoveClass::kBlocked;
  pending.need = Need::kQuiet;
  // A blocked move that touches nothing comes after all that the others do.
  announce(pending);
}

void advance(std::chrono::nanoseconds by) {
  if (!controlled()) return;
  Machine& m = *machine;
  Pending pending;
  pending.step = StepKind::kClock;
  announce(pending);
  m.uses_time = true;
  const std::uint64_t end = m.now + static_cast<std::uint64_t>(by.count());
  if (StoryStep* step = tell(StepKind::kClock, 0)) {
    std::snprintf(step->text, sizeof step->text, "the clock moves by %lld ms",
                  static_cast<long long>(by.count() / 1'000'000));
  }
  for (Actor first = next_timer();
       first != -1 && m.threads[first].pending.deadline <= end;
       first = next_timer()) {
    time_out(first);
  }
  m.now = end;
}

bool blocked(std::thread::id id) {
  const Thread* thread = thread_of(id);
  return thread != nullptr && thread->state == Thread::State::kAlive &&
         is_blocked(static_cast<Actor>(thread - machine->threads));
}

int wakeups(std::thread::id id) {
  const Thread* thread = thread_of(id);
  return thread == nullptr ? 0 : thread->wakeups;
}

int waited(std::thread::id id) {
  const Thread* thread = thread_of(id);
  return thread == nullptr ? 0 : thread->waited;
}

int live_threads() {
  if (!controlled()) return 0;
  int live = 0;
  for (Actor id = 1; id < machine->count; ++id) {
    const Thread& thread = machine->threads[id];
    const bool gone = thread.joined || (thread.detached &&
                                        thread.state == Thread::State::kEnded);
    if (!gone) ++live;
  }
  return live;
}

Scarcity::Scarcity() {
  if (controlled()) ++self().scarcity;
}
Scarcity::~Scarcity() {
  if (controlled()) --self().scarcity;
}

int pick(std::string_view what, int n) {
  if (!controlled()) return 0;
  const int taken = choose_variant(n, false);
  if (StoryStep* step = tell(StepKind::kNote, 0)) {
    std::snprintf(step->text, sizeof step->text, "%.*s: %d",
                  static_cast<int>(what.size()), what.data(), taken);
  }
  return taken;
}

void note(std::string_view text) {
  if (!controlled()) return;
  if (StoryStep* step = tell(StepKind::kNote, 0)) {
    std::snprintf(step->text, sizeof step->text, "%.*s",
                  static_cast<int>(text.size()), text.data());
  }
}

}  // namespace pots::adv
