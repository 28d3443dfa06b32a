// What strategies are told of a call that a thread stands in front of: on the
// safe side, and anew when its number leads elsewhere.
#include "common/adversary/scheduler/virtual_files.hpp"

namespace pots::adv {

void foresee(const CallAhead& call, Touch (&touches)[kMaxTouches]) {
  using Way = CallAhead::Way;
  touches[0] = {kTableObject, call.way == Way::kChange, false};
  touches[1] = touches[2] = Touch{};
  const VirtualFile* file = file_of(call.fd);
  if (file == nullptr) return;
  const bool in = call.way == Way::kIn || call.way == Way::kBoth;
  const bool out = call.way == Way::kOut || call.way == Way::kBoth;
  if (file->kind == VirtualFile::Kind::kEvent) {
    if (in || out) touches[1] = {file_object(*file), true, false};
    return;
  }
  if (in && file->in >= 0) touches[1] = {stream_object(file->in), true, false};
  if (out && file->out >= 0) {
    touches[2] = {stream_object(file->out), true, false};
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
