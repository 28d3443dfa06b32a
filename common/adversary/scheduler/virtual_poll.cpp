// poll and select: waiting for several descriptors at a time, on the virtual
// clock.
#include <errno.h>
#include <limits.h>
#include <sys/syscall.h>

#include <algorithm>
#include <cstdio>

#include "common/adversary/raw_call.hpp"
#include "common/adversary/scheduler/virtual_bytes.hpp"
#include "common/adversary/scheduler/virtual_call.hpp"

namespace pots::adv {
namespace {

using Kind = VirtualFile::Kind;
using Stage = VirtualFile::Stage;

constexpr nfds_t kMostPolled = kVirtualNumbers;

bool room_to_write(const VirtualFile& file) {
  const VirtualStream& out = stream(file.out);
  // A pipe must have room for a write that is never torn.
  const std::size_t needed =
      file.kind == Kind::kPipe
          ? std::min<std::size_t>(PIPE_BUF, virtual_files().capacity)
          : 1;
  return room_in(out) >= needed || !out.reader;
}

int pipe_events(const VirtualFile& file) {
  int events = 0;
  if (file.in >= 0) {
    if (stream(file.in).count > 0) events |= POLLIN | POLLRDNORM;
    if (stream(file.in).ended) events |= POLLHUP;
  } else {
    if (room_to_write(file)) events |= POLLOUT | POLLWRNORM;
    if (!stream(file.out).reader) events |= POLLERR;
  }
  return events;
}

int connection_events(const VirtualFile& file) {
  const VirtualStream& in = stream(file.in);
  const VirtualStream& out = stream(file.out);
  int events = 0;
  const bool no_more = in.ended || file.in_ended || file.broken;
  if (in.count > 0 || no_more) events |= POLLIN | POLLRDNORM;
  if (no_more) events |= POLLRDHUP;
  const bool dead = !is_tcp(file) && !out.reader;
  const bool sends_no_more = file.out_ended || file.broken || dead;
  if (no_more && sends_no_more) events |= POLLHUP;
  if (sends_no_more || room_to_write(file)) events |= POLLOUT | POLLWRNORM;
  if (file.error != 0) events |= POLLERR;
  return events;
}

// All that is so now, asked for or not.
int events_of(const VirtualFile& file) {
  if (file.kind == Kind::kPipe) return pipe_events(file);
  if (file.kind == Kind::kEvent) {
    return POLLOUT | (file.counter > 0 ? POLLIN | POLLRDNORM : 0);
  }
  if (file.stage == Stage::kConnected) return connection_events(file);
  if (file.stage == Stage::kListening) {
    return file.pending > 0 ? POLLIN | POLLRDNORM : 0;
  }
  return POLLOUT | POLLHUP | (file.error != 0 ? POLLERR : 0);
}

// A poll under way. Holds its files.
struct Polling {
  pollfd* entries;
  nfds_t count;
  VirtualFile* files[kMostPolled];
};

int answer(const Polling& polling, nfds_t i) {
  const pollfd& entry = polling.entries[i];
  if (entry.fd < 0) return 0;
  if (polling.files[i] == nullptr) {
    return is_virtual(entry.fd) ? POLLNVAL : entry.revents;
  }
  constexpr int kUnasked = POLLHUP | POLLERR | POLLNVAL;
  return events_of(*polling.files[i]) & (entry.events | kUnasked);
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

// More than two streams are told as "everything".
void touch_all(VirtualCall& call, const Polling& polling) {
  int told = 0;
  for (nfds_t i = 0; i < polling.count; ++i) {
    const VirtualFile* file = polling.files[i];
    if (file == nullptr) continue;
    if (file->kind == Kind::kEvent) told += 1;
    told += (file->in >= 0 ? 1 : 0) + (file->out >= 0 ? 1 : 0);
  }
  if (told > kMaxTouches - 1) {
    call.touch_table(true);
    return;
  }
  for (nfds_t i = 0; i < polling.count; ++i) {
    const VirtualFile* file = polling.files[i];
    if (file == nullptr) continue;
    if (file->kind == Kind::kEvent) call.touch(file_object(*file), false);
    if (file->in >= 0) call.touch(stream_object(file->in), false);
    if (file->out >= 0) call.touch(stream_object(file->out), false);
  }
}

// What is ready was made so by somebody.
void learn_from(const VirtualFile& file, int events) {
  if ((events & (POLLIN | POLLHUP | POLLRDHUP)) == 0) return;
  if (file.in >= 0) acquire(clock_of(stream_object(file.in)));
  if (file.kind == Kind::kEvent) acquire(clock_of(file_object(file)));
  if (file.stage == Stage::kListening && file.pending > 0) {
    const VirtualFile& first = virtual_files().files[file.backlog[0]];
    acquire(clock_of(stream_object(first.in)));
  }
  if (file.kind == Kind::kSocket) acquire(clock_of(file_object(file)));
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
  Polling polling{entries, count, {}};
  for (nfds_t i = 0; i < count; ++i) {
    VirtualFile* file =
        is_virtual(entries[i].fd) ? file_of(entries[i].fd) : nullptr;
    polling.files[i] = file;
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

bool is_virtual_select(int count, fd_set* const (&sets)[3]) {
  if (!controlled()) return false;
  bool any = false;
  for (int fd = 0; fd < std::min(count, FD_SETSIZE); ++fd) {
    for (const fd_set* set : sets) {
      if (set == nullptr || !FD_ISSET(fd, set)) continue;
      if (is_virtual(fd)) return true;
      any = true;
    }
  }
  return !any;
}

int virtual_select(int count, fd_set* const (&sets)[3], std::int64_t timeout,
                   const void* pc) {
  // What Linux takes for readable, writable and exceptional.
  static constexpr short kAsked[3] = {POLLIN, POLLOUT, POLLPRI};
  static constexpr short kMeans[3] = {POLLIN | POLLHUP | POLLERR | POLLNVAL,
                                      POLLOUT | POLLERR, POLLPRI};
  pollfd entries[kMostPolled];
  nfds_t n = 0;
  for (int fd = 0; fd < std::min(count, FD_SETSIZE); ++fd) {
    short events = 0;
    for (int i = 0; i < 3; ++i) {
      if (sets[i] != nullptr && FD_ISSET(fd, sets[i])) events |= kAsked[i];
    }
    if (events == 0) continue;
    if (n == kMostPolled) {
      errno = EINVAL;
      return -1;
    }
    entries[n++] = {fd, events, 0};
  }
  const int result = virtual_poll("select", entries, n, timeout, pc);
  if (result < 0) return result;
  int bits = 0;
  for (nfds_t k = 0; k < n; ++k) {
    if ((entries[k].revents & POLLNVAL) != 0) {
      errno = EBADF;
      return -1;
    }
  }
  for (int i = 0; i < 3; ++i) {
    if (sets[i] == nullptr) continue;
    FD_ZERO(sets[i]);
    for (nfds_t k = 0; k < n; ++k) {
      const bool asked = (entries[k].events & kAsked[i]) != 0;
      if (!asked || (entries[k].revents & kMeans[i]) == 0) continue;
      FD_SET(entries[k].fd, sets[i]);
      ++bits;
    }
  }
  return bits;
}

}  // namespace pots::adv
