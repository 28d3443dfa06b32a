#include "common/adversary/scheduler/virtual_call.hpp"

#include <errno.h>

#include <cstdio>
#include <cstring>

#include "common/adversary/scheduler/virtual_interests.hpp"

namespace pots::adv {
namespace {

// `"abc"`, at most 8 bytes of it.
void quote(char (&text)[48], const void* bytes, long count) {
  constexpr long kShown = 8;
  const auto* from = static_cast<const unsigned char*>(bytes);
  int at = std::snprintf(text, sizeof text, ": \"");
  const auto add = [&](const char* format, unsigned c) {
    at += std::snprintf(text + at, sizeof text - static_cast<std::size_t>(at),
                        format, c);
  };
  for (long i = 0; i < count && i < kShown; ++i) {
    if (from[i] == '\n') {
      add("\\n", 0);
    } else if (from[i] < 0x20 || from[i] > 0x7E) {
      add("\\x%02x", from[i]);
    } else {
      add("%c", from[i]);
    }
  }
  add(count > kShown ? "…\"" : "\"", 0);
}

// More than strategies can be told is "everything".
void touch_or_all(std::uint64_t object, bool writes) {
  for (const Touch& touch : machine->event.touches) {
    if (touch.object != 0 && touch.object != object) continue;
    touched(object, writes);
    return;
  }
  touched(kTableObject, true);
}

}  // namespace

VirtualCall::~VirtualCall() {
  if (file_ == nullptr) return;
  // Closed meanwhile by others: the last one who was in it closes it really.
  if (file_->holders == 1) touch_table(true);
  let_go(*file_);
}

VirtualFile* VirtualCall::arrive(CallAhead::Way way) {
  arrive_alone(way);
  file_ = file_of(site_.fd);
  if (file_ != nullptr) hold(*file_);
  return file_;
}

void VirtualCall::arrive_alone(CallAhead::Way way) {
  CallAhead& ahead = virtual_files().ahead[machine->running];
  ahead = {way, site_.fd, 0};
  Pending pending;
  pending.step = StepKind::kCall;
  if (machine->every_move) foresee(ahead, pending.touches);
  announce(pending);
  ahead = CallAhead{};
  chose_ = false;
  touch_table(false);
}

void VirtualCall::touch(std::uint64_t object, bool writes) {
  if (chose_ || !machine->events) return;
  touch_or_all(object, writes);
  if (!writes || object == kTableObject) return;
  const Watchers watchers = watchers_of(object);
  if (watchers.set != 0) touch_or_all(watchers.set, true);
  if (watchers.more) touched(kTableObject, true);
}

int VirtualCall::unkind(int n) {
  int& left = machine->left.unkind_io;
  if (n <= 1 || left <= 0) return 0;
  chose_ = true;
  const int taken = choose_variant(n, true);
  if (taken > 0) --left;
  return taken;
}

std::size_t VirtualCall::unkind_count(std::size_t n, bool may_interrupt) {
  constexpr std::size_t kFew = 16;  // then every length is tried
  const int shorter = n <= kFew ? static_cast<int>(n) - 1 : 3;
  const int taken = unkind(1 + shorter + (may_interrupt ? 1 : 0));
  if (taken == 0) return n;
  if (taken > shorter) return 0;
  if (n <= kFew) return static_cast<std::size_t>(taken);
  return taken == 1 ? 1 : taken == 2 ? n / 2 : n - 1;
}

bool VirtualCall::sleep(std::uint64_t object, std::uint64_t timeout,
                        bool (*ready)(void*), void* context) {
  tell_call(" waits", "", 0);
  Pending pending;
  pending.step = StepKind::kCall;
  pending.need = Need::kDescriptor;
  pending.kind = MoveClass::kBlocked;
  pending.ready = ready;
  pending.context = context;
  pending.deadline = timeout == 0 ? 0 : machine->now + timeout;
  CallAhead& ahead = virtual_files().ahead[machine->running];
  ahead = {CallAhead::Way::kSleep, site_.fd, object};
  if (machine->every_move) foresee(ahead, pending.touches);
  announce(pending);
  ahead = CallAhead{};
  chose_ = false;
  touch_table(false);
  if (self().pending.timed_out) {
    touch(object, false);
    return false;
  }
  ++self().wakeups;
  return true;
}

long VirtualCall::done(long result, const char* remark) {
  char answer[24];
  std::snprintf(answer, sizeof answer, " = %ld", result);
  tell_call(answer, remark, result);
  return result;
}

long VirtualCall::done(long result, const void* bytes) {
  char remark[48];
  quote(remark, bytes, result);
  return done(result, remark);
}

long VirtualCall::fail(int error) {
  const char* name = ::strerrorname_np(error);
  char answer[24];
  std::snprintf(answer, sizeof answer, " = %s", name == nullptr ? "-1" : name);
  tell_call(answer, "", -1);
  // Who asks again and again what nobody has changed waits without saying so.
  looked(reinterpret_cast<std::uint64_t>(site_.pc) << 20 ^
         static_cast<std::uint64_t>(error) << 8 ^
         static_cast<std::uint64_t>(site_.fd));
  errno = error;
  return -1;
}

void VirtualCall::tell_call(const char* answer, const char* remark,
                            long result) {
  if (!machine->telling) return;
  StoryStep* step = tell(StepKind::kCall, 0);
  if (step == nullptr) return;
  step->after = static_cast<std::uint64_t>(result);
  char number[16] = {};
  if (site_.fd >= 0) std::snprintf(number, sizeof number, "fd %d", site_.fd);
  std::snprintf(step->text, sizeof step->text, "%s(%s%s)%s%s", site_.name,
                number, arguments, answer, remark);
}

}  // namespace pots::adv
