#include "common/adversary/scheduler/virtual_events.hpp"

#include <errno.h>
#include <poll.h>

#include <cstdint>
#include <cstdio>
#include <cstring>

#include "common/adversary/scheduler/virtual_interests.hpp"

namespace pots::adv {
namespace {

struct Adding {
  const VirtualFile* file;
  std::uint64_t value;
};

// Sleeps until ready(context), unless it must not. 0, or why not.
int wait(VirtualCall& call, VirtualFile& file, bool waits, bool (*ready)(void*),
         void* context) {
  bool may_interrupt = true;
  while (!ready(context)) {
    call.touch(file_object(file), false);
    if (!waits) return EAGAIN;
    if (may_interrupt && call.unkind(2) == 1) return EINTR;
    may_interrupt = false;
    call.sleep(file_object(file), 0, ready, context);
  }
  call.touch(file_object(file), true);
  return may_interrupt && waits && call.unkind(2) == 1 ? EINTR : 0;
}

}  // namespace

long read_event(VirtualCall& call, VirtualFile& file, Scattered& to,
                bool waits) {
  const Scattered::Piece piece = to.next(sizeof file.counter);
  if (piece.size < sizeof file.counter) return call.fail(EINVAL);
  const auto ready = [](void* what) {
    return static_cast<VirtualFile*>(what)->counter > 0;
  };
  if (const int error = wait(call, file, waits, ready, &file)) {
    return call.fail(error);
  }
  const std::uint64_t value = file.counts_down ? 1 : file.counter;
  file.counter -= value;
  acquire(clock_of(file_object(file)));
  changed();
  rang(file, POLLOUT);
  std::memcpy(piece.bytes, &value, sizeof value);
  program_writes(piece.bytes, sizeof value, call.site().pc);
  char remark[32];
  std::snprintf(remark, sizeof remark, ": %llu",
                static_cast<unsigned long long>(value));
  return call.done(sizeof value, remark);
}

long write_event(VirtualCall& call, VirtualFile& file, Scattered& from,
                 bool waits) {
  Adding adding{&file, 0};
  const Scattered::Piece piece = from.next(sizeof adding.value);
  if (piece.size < sizeof adding.value) return call.fail(EINVAL);
  program_reads(piece.bytes, piece.size, call.site().pc);
  std::memcpy(&adding.value, piece.bytes, sizeof adding.value);
  if (adding.value > kMostEvents) return call.fail(EINVAL);
  const auto ready = [](void* what) {
    const auto* add = static_cast<const Adding*>(what);
    return add->value <= kMostEvents - add->file->counter;
  };
  if (const int error = wait(call, file, waits, ready, &adding)) {
    return call.fail(error);
  }
  file.counter += adding.value;
  release(clock_of(file_object(file)));
  changed();
  rang(file, POLLIN);  // each time, also if there was something before
  return call.done(sizeof adding.value);
}

}  // namespace pots::adv
