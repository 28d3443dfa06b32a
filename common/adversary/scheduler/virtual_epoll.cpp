// epoll_ctl: what a set watches.
#include <errno.h>
#include <sys/epoll.h>
#include <sys/syscall.h>

#include "common/adversary/raw_call.hpp"
#include "common/adversary/scheduler/virtual_bytes.hpp"
#include "common/adversary/scheduler/virtual_call.hpp"
#include "common/adversary/scheduler/virtual_interests.hpp"
#include "common/adversary/scheduler/virtual_line.hpp"

namespace pots::adv {
namespace {

using Kind = VirtualFile::Kind;

constexpr std::uint32_t kAlways = EPOLLERR | EPOLLHUP;  // asked for or not

void show(VirtualCall& call, int operation, int fd, std::uint32_t events) {
  if (!machine->telling) return;
  Line line(call.arguments);
  line.add(", %s fd %d",
           operation == EPOLL_CTL_ADD   ? "add"
           : operation == EPOLL_CTL_MOD ? "mod"
           : operation == EPOLL_CTL_DEL ? "del"
                                        : "?",
           fd);
  line.add_events(events);
}

// Why a set cannot watch a file of the real kernel.
int real_file_error(int fd) {
  const long set = raw_call(SYS_epoll_create1, EPOLL_CLOEXEC);
  epoll_event event{};
  const long answer = raw_call(SYS_epoll_ctl, set, EPOLL_CTL_ADD, fd, &event);
  raw_call(SYS_close, set);
  if (answer == 0) {
    violate(Violation::kNotDriven,
            "epoll with a descriptor from outside the test's body");
  }
  return static_cast<int>(-answer);
}

void ask(Interest& interest, const epoll_event& event) {
  interest.events = (event.events & ~std::uint32_t{EPOLLWAKEUP}) | kAlways;
  interest.data = event.data.u64;
  if (look_at(interest) != 0 && interest.ready_at == 0) join_ready(interest);
}

// 0, or why not.
int control(VirtualFile& set, VirtualFile& file, int operation, int fd,
            const epoll_event* event) {
  if (&set == &file || set.kind != Kind::kSet) return EINVAL;
  if (event != nullptr && (event->events & EPOLLEXCLUSIVE) != 0) {
    violate(Violation::kNotDriven, "EPOLLEXCLUSIVE");
  }
  Interest* interest = find_interest(set, file, fd);
  switch (operation) {
    case EPOLL_CTL_ADD:
      if (file.kind == Kind::kSet && leads_to(file, set)) return ELOOP;
      if (interest != nullptr) return EEXIST;
      interest = new_interest(set, file, fd);
      if (interest == nullptr) return ENOSPC;
      ask(*interest, *event);
      return 0;
    case EPOLL_CTL_MOD:
      if (interest == nullptr) return ENOENT;
      ask(*interest, *event);
      return 0;
    case EPOLL_CTL_DEL:
      if (interest == nullptr) return ENOENT;
      forget_interest(*interest);
      return 0;
    default:
      return EINVAL;
  }
}

}  // namespace

int virtual_epoll_control(const CallSite& site, int operation, int fd,
                          const epoll_event* event) {
  VirtualCall call(site);
  if (operation == EPOLL_CTL_DEL) event = nullptr;
  show(call, operation, fd, event == nullptr ? 0 : event->events);
  VirtualFile* set = call.arrive(CallAhead::Way::kChange);
  if (event == nullptr && operation != EPOLL_CTL_DEL) {
    return static_cast<int>(call.fail(EFAULT));
  }
  if (event != nullptr) program_reads(event, sizeof *event, site.pc);
  if (set == nullptr) return static_cast<int>(call.fail(EBADF));
  if (!is_virtual(fd)) return static_cast<int>(call.fail(real_file_error(fd)));
  VirtualFile* file = file_of(fd);
  if (file == nullptr) return static_cast<int>(call.fail(EBADF));
  call.touch_table(true);
  if (const int error = control(*set, *file, operation, fd, event)) {
    return static_cast<int>(call.fail(error));
  }
  // Whoever is told of it may use what its data leads to.
  release(clock_of(file_object(*set)));
  changed();
  return static_cast<int>(call.done(0));
}

}  // namespace pots::adv
