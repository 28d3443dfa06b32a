// poll: waiting for several descriptors at a time, on the virtual clock.
#include <errno.h>
#include <sys/syscall.h>

#include <algorithm>
#include <cstdio>

#include "common/adversary/raw_call.hpp"
#include "common/adversary/scheduler/virtual_bytes.hpp"
#include "common/adversary/scheduler/virtual_call.hpp"
#include "common/adversary/scheduler/virtual_readiness.hpp"

namespace pots::adv {
namespace {

constexpr nfds_t kMostPolled = kVirtualNumbers;

// A poll under way. Holds its files.
struct Polling {
  pollfd* entries;
  nfds_t count;
  VirtualFile* files[kMostPolled];  // nullptr: a real descriptor
  bool closed[kMostPolled];         // virtual, but not open
};

int answer(const Polling& polling, nfds_t i) {
  const pollfd& entry = polling.entries[i];
  if (entry.fd < 0) return 0;
  if (polling.closed[i]) return POLLNVAL;
  if (polling.files[i] == nullptr) return entry.revents;
  constexpr int kUnasked = POLLHUP | POLLERR | POLLNVAL;
  return ready_events(*polling.files[i]) & (entry.events | kUnasked);
}

bool any_ready(void* what) {
  const auto& polling = *static_cast<const Polling*>(what);
  for (nfds_t i = 0; i < polling.count; ++i) {
    if (answer(polling, i) != 0) return true;
  }
  return false;
}

// What is ready in reality does not change meanwhile: nobody else runs.
void ask_the_kernel(Polling& polling) {
  for (nfds_t i = 0; i < polling.count; ++i) {
    pollfd& entry = polling.entries[i];
    entry.revents = 0;
    if (entry.fd < 0 || is_virtual(entry.fd)) continue;
    const timespec at_once{};
    raw_call(SYS_ppoll, &entry, 1, &at_once, nullptr, 8);
  }
}

// What has no streams is told by itself.
bool is_whole(const VirtualFile& file) {
  return file.kind == VirtualFile::Kind::kEvent ||
         file.kind == VirtualFile::Kind::kSet;
}

// More than two streams are told as "everything".
void touch_all(VirtualCall& call, const Polling& polling) {
  int told = 0;
  for (nfds_t i = 0; i < polling.count; ++i) {
    const VirtualFile* file = polling.files[i];
    if (file == nullptr) continue;
    if (is_whole(*file)) told += 1;
    told += (file->in >= 0 ? 1 : 0) + (file->out >= 0 ? 1 : 0);
  }
  if (told > kMaxTouches - 1) {
    call.touch_table(true);
    return;
  }
  for (nfds_t i = 0; i < polling.count; ++i) {
    const VirtualFile* file = polling.files[i];
    if (file == nullptr) continue;
    if (is_whole(*file)) call.touch(file_object(*file), false);
    if (file->in >= 0) call.touch(stream_object(file->in), false);
    if (file->out >= 0) call.touch(stream_object(file->out), false);
  }
}

long wait_for_any(VirtualCall& call, Polling& polling, std::int64_t timeout) {
  ask_the_kernel(polling);
  touch_all(call, polling);
  const bool ready = any_ready(&polling);
  if ((ready || timeout != 0) && call.unkind(2) == 1) return -EINTR;
  if (!ready) {
    if (timeout == 0) return 0;
    // On the safe side: woken by whatever changes.
    const std::uint64_t limit =
        timeout < 0 ? 0 : static_cast<std::uint64_t>(timeout);
    if (!call.sleep(kTableObject, limit, any_ready, &polling)) return 0;
    touch_all(call, polling);
  }
  long n = 0;
  for (nfds_t i = 0; i < polling.count; ++i) {
    const int events = answer(polling, i);
    if (polling.files[i] != nullptr) learn_from(*polling.files[i], events);
    polling.entries[i].revents = static_cast<short>(events);
    if (events != 0) ++n;
  }
  return n;
}

}  // namespace

bool is_virtual_poll(pollfd* entries, nfds_t count) {
  if (!controlled()) return false;
  return count == 0 ||
         std::any_of(entries, entries + count,
                     [](const pollfd& entry) { return is_virtual(entry.fd); });
}

int virtual_poll(const char* name, pollfd* entries, nfds_t count,
                 std::int64_t timeout, const void* pc) {
  VirtualCall call({name, -1, pc});
  if (machine->telling) {
    std::size_t at = 0;
    for (nfds_t i = 0; i < count && at < sizeof call.arguments; ++i) {
      at += static_cast<std::size_t>(
          std::snprintf(call.arguments + at, sizeof call.arguments - at,
                        i == 0 ? "fd %d" : ", %d", entries[i].fd));
    }
  }
  call.arrive_alone(CallAhead::Way::kChange);
  if (count > kMostPolled) return static_cast<int>(call.fail(EINVAL));
  Polling polling{entries, count, {}, {}};
  for (nfds_t i = 0; i < count; ++i) {
    if (!is_virtual(entries[i].fd)) continue;
    VirtualFile* file = file_of(entries[i].fd);
    polling.files[i] = file;
    polling.closed[i] = file == nullptr;
    if (file != nullptr) hold(*file);
  }
  const long n = wait_for_any(call, polling, timeout);
  for (nfds_t i = 0; i < count; ++i) {
    if (polling.files[i] != nullptr) let_go(*polling.files[i]);
  }
  if (n < 0) return static_cast<int>(call.fail(static_cast<int>(-n)));
  if (n == 0) {
    for (nfds_t i = 0; i < count; ++i) entries[i].revents = 0;
    // Who asks again and again waits without saying so.
    looked(reinterpret_cast<std::uint64_t>(pc));
  }
  program_writes(entries, count * sizeof *entries, pc);
  return static_cast<int>(call.done(n));
}

}  // namespace pots::adv
