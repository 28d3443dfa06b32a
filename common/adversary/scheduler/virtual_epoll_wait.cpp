// epoll_wait: sleeps until something that a set watches is ready.
#include <errno.h>
#include <limits.h>
#include <sys/epoll.h>

#include "common/adversary/scheduler/virtual_bytes.hpp"
#include "common/adversary/scheduler/virtual_call.hpp"
#include "common/adversary/scheduler/virtual_interests.hpp"
#include "common/adversary/scheduler/virtual_line.hpp"
#include "common/adversary/scheduler/virtual_readiness.hpp"

namespace pots::adv {
namespace {

constexpr std::uint32_t kStays = EPOLLET | EPOLLONESHOT;
constexpr int kMostAsked = INT_MAX / static_cast<int>(sizeof(epoll_event));

// What a call tells.
struct Told {
  int count = 0;
  std::uint64_t look = 0;  // the same for the same events
  char remark[40] = {};
};

// What is ready, in the order in which it became so.
Told take_ready(const VirtualFile& set, epoll_event* events, int most) {
  Told told;
  Line remark(told.remark);
  // What goes back to the end is for the next call.
  const std::uint64_t last = virtual_files().last_ready;
  while (told.count < most) {
    Interest* next = next_ready(set, last);
    if (next == nullptr) break;
    next->ready_at = 0;
    const auto now = static_cast<std::uint32_t>(look_at(*next));
    if (now == 0) continue;
    epoll_event& event = events[told.count];
    event.events = now;
    event.data.u64 = next->data;
    told.look = told.look * 31 + static_cast<std::uint64_t>(next->fd) * 7 + now;
    remark.add(told.count++ == 0 ? ": fd %d" : ", fd %d", next->fd);
    remark.add_events(now);
    learn_from(virtual_files().files[next->file], static_cast<int>(now));
    if ((next->events & kStays) == 0) {
      next->ready_at = ++virtual_files().last_ready;
      continue;
    }
    if ((next->events & EPOLLONESHOT) != 0) next->events &= kStays;
    changed();
  }
  return told;
}

// The set's numbers behind its own: `epoll_wait(fd 3: fd 4, 5)`; and what could
// be read, and yet wakes nobody.
void show(VirtualCall& call, const VirtualFile& set) {
  if (!machine->telling) return;
  Line line(call.arguments);
  const char* format = ": fd %d";
  for (int i = 0; i < virtual_files().interests_used; ++i) {
    const Interest& interest = virtual_files().interests[i];
    if (interest.set != index_of(set)) continue;
    line.add(format, interest.fd);
    format = ", %d";
    const VirtualFile& file = virtual_files().files[interest.file];
    if ((interest.events & ~kStays) == 0) {
      line.add(" (told once)");
    } else if ((ready_events(file) & EPOLLIN) != 0 &&
               (interest.events & EPOLLIN) != 0) {
      line.add(" (told already)");
    }
  }
}

}  // namespace

int virtual_epoll_wait(const CallSite& site, epoll_event* events, int most,
                       std::int64_t timeout) {
  VirtualCall call(site);
  VirtualFile* set = call.arrive(CallAhead::Way::kWait);
  if (set == nullptr) return static_cast<int>(call.fail(EBADF));
  if (set->kind != VirtualFile::Kind::kSet || most <= 0 || most > kMostAsked) {
    return static_cast<int>(call.fail(EINVAL));
  }
  const std::uint64_t object = file_object(*set);
  const auto ready = [](void* what) {
    return has_ready(*static_cast<const VirtualFile*>(what));
  };
  call.touch(object, true);
  Told told = take_ready(*set, events, most);
  if (told.count == 0 && timeout != 0) {
    show(call, *set);
    // Linux: a signal counts only if there is nothing to tell.
    if (call.unkind(2) == 1) return static_cast<int>(call.fail(EINTR));
    const std::uint64_t limit =
        timeout < 0 ? 0 : static_cast<std::uint64_t>(timeout);
    // Who lets time pass does not ask again and again.
    if (!call.sleep(object, limit, ready, set)) {
      return static_cast<int>(call.done(0));
    }
    call.touch(object, true);
    told = take_ready(*set, events, most);
  }
  if (told.count > 0) {
    acquire(clock_of(object));
    const auto n = static_cast<std::size_t>(told.count);
    program_writes(events, n * sizeof *events, site.pc);
  }
  // Who asks again and again waits without saying so; also who is always told
  // the same, and leaves it at that.
  looked(reinterpret_cast<std::uint64_t>(site.pc) ^ told.look << 32);
  return static_cast<int>(call.done(told.count, told.remark));
}

}  // namespace pots::adv
