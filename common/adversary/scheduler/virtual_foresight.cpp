// What strategies are told of a call that a thread stands in front of: on the
// safe side, and anew when its number leads elsewhere.
#include "common/adversary/scheduler/virtual_files.hpp"
#include "common/adversary/scheduler/virtual_interests.hpp"

namespace pots::adv {
namespace {

// More than can be told is "everything".
void add(std::uint64_t object, Touch (&touches)[kMaxTouches]) {
  for (Touch& touch : touches) {
    if (touch.object == 0) touch.object = object;
    if (touch.object != object) continue;
    touch.writes = true;
    return;
  }
  touches[0].writes = true;
}

void add_with_watchers(std::uint64_t object, Touch (&touches)[kMaxTouches]) {
  add(object, touches);
  const Watchers watchers = watchers_of(object);
  if (watchers.set != 0) add(watchers.set, touches);
  touches[0].writes |= watchers.more;
}

}  // namespace

void foresee(const CallAhead& call, Touch (&touches)[kMaxTouches]) {
  using Way = CallAhead::Way;
  touches[0] = {kTableObject, call.way == Way::kChange, false};
  touches[1] = touches[2] = Touch{};
  if (call.way == Way::kSleep) {
    add_with_watchers(call.object, touches);
    return;
  }
  const VirtualFile* file = file_of(call.fd);
  if (file == nullptr) return;
  if (call.way == Way::kWait) add_with_watchers(file_object(*file), touches);
  const bool in = call.way == Way::kIn || call.way == Way::kBoth;
  const bool out = call.way == Way::kOut || call.way == Way::kBoth;
  if (file->kind == VirtualFile::Kind::kEvent) {
    if (in || out) add_with_watchers(file_object(*file), touches);
    return;
  }
  if (in && file->in >= 0) add_with_watchers(stream_object(file->in), touches);
  if (out && file->out >= 0) {
    add_with_watchers(stream_object(file->out), touches);
  }
}

void foresee_again() {
  if (!machine->every_move) return;
  VirtualFiles& v = virtual_files();
  for (Actor id = 0; id < machine->count; ++id) {
    if (v.ahead[id].way == CallAhead::Way::kNone) continue;
    foresee(v.ahead[id], machine->threads[id].pending.touches);
  }
}

}  // namespace pots::adv
