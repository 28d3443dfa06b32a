// Making virtual descriptors, closing them, and giving them other numbers.
#include <errno.h>
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

#include <cstdio>

#include "common/adversary/scheduler/virtual_call.hpp"

namespace pots::adv {
namespace {

using Way = CallAhead::Way;
using Kind = VirtualFile::Kind;

// The files' first numbers; the caller's hold on the files goes to them.
bool number_both(VirtualFile* const (&files)[2], bool close_on_exec,
                 const void* pc, int (&numbers)[2]) {
  numbers[0] = new_number(*files[0], 0, close_on_exec, pc);
  numbers[1] = new_number(*files[1], 0, close_on_exec, pc);
  for (VirtualFile* file : files) let_go(*file);
  if (numbers[1] >= 0) return true;
  if (numbers[0] >= 0) free_number(numbers[0]);
  return false;
}

int make_pair(Kind kind, bool both_ways, bool dont_wait, bool close_on_exec,
              const CallSite& site, int (&ends)[2]) {
  VirtualCall call(site);
  call.arrive_alone(Way::kChange);
  call.touch_table(true);
  VirtualFile* const files[2] = {new_file(kind), new_file(kind)};
  if (files[0] == nullptr || files[1] == nullptr) {
    return static_cast<int>(call.fail(ENFILE));
  }
  for (VirtualFile* file : files) {
    file->dont_wait = dont_wait;
    if (kind == Kind::kSocket) {
      file->name.family = file->peer_name.family = AF_UNIX;
    }
  }
  int numbers[2];
  if (!connect_files(*files[1], *files[0], both_ways) ||
      !number_both(files, close_on_exec, site.pc, numbers)) {
    return static_cast<int>(call.fail(EMFILE));
  }
  ends[0] = numbers[0];
  ends[1] = numbers[1];
  changed();
  char remark[32];
  std::snprintf(remark, sizeof remark, ": fd %d, fd %d", ends[0], ends[1]);
  return static_cast<int>(call.done(0, remark));
}

// A file of its own, ready but for what `prepare` does to it.
template <class Prepare>
int make_one(Kind kind, bool close_on_exec, const CallSite& site,
             const Prepare& prepare) {
  VirtualCall call(site);
  call.arrive_alone(Way::kChange);
  call.touch_table(true);
  VirtualFile* file = new_file(kind);
  if (file == nullptr) return static_cast<int>(call.fail(ENFILE));
  prepare(*file);
  const int fd = new_number(*file, 0, close_on_exec, site.pc);
  let_go(*file);
  if (fd < 0) return static_cast<int>(call.fail(EMFILE));
  changed();
  return static_cast<int>(call.done(fd));
}

int access_mode(const VirtualFile& file) {
  if (file.kind != Kind::kPipe) return O_RDWR;
  return file.in >= 0 ? O_RDONLY : O_WRONLY;
}

}  // namespace

int virtual_pipe(int (&ends)[2], int flags, const void* pc) {
  return make_pair(Kind::kPipe, false, (flags & O_NONBLOCK) != 0,
                   (flags & O_CLOEXEC) != 0, {"pipe", -1, pc}, ends);
}

int virtual_socketpair(int type, int (&ends)[2], const void* pc) {
  return make_pair(Kind::kSocket, true, (type & SOCK_NONBLOCK) != 0,
                   (type & SOCK_CLOEXEC) != 0, {"socketpair", -1, pc}, ends);
}

int virtual_socket(int family, int type, const void* pc) {
  return make_one(Kind::kSocket, (type & SOCK_CLOEXEC) != 0, {"socket", -1, pc},
                  [=](VirtualFile& file) {
                    file.name.family = file.peer_name.family =
                        static_cast<sa_family_t>(family);
                    file.dont_wait = (type & SOCK_NONBLOCK) != 0;
                  });
}

int virtual_eventfd(unsigned count, int flags, const void* pc) {
  return make_one(Kind::kEvent, (flags & EFD_CLOEXEC) != 0, {"eventfd", -1, pc},
                  [=](VirtualFile& file) {
                    file.counter = count;
                    file.dont_wait = (flags & EFD_NONBLOCK) != 0;
                    file.counts_down = (flags & EFD_SEMAPHORE) != 0;
                  });
}

int virtual_epoll(const CallSite& site, int flags) {
  return make_one(Kind::kSet, (flags & EPOLL_CLOEXEC) != 0, site,
                  [](VirtualFile&) {});
}

int virtual_close(const CallSite& site) {
  VirtualCall call(site);
  call.arrive_alone(Way::kChange);
  if (file_of(site.fd) == nullptr) return static_cast<int>(call.fail(EBADF));
  call.touch_table(true);
  free_number(site.fd);
  changed();
  return static_cast<int>(call.done(0));
}

int virtual_duplicate(const CallSite& site, int from, bool exactly, int flags) {
  VirtualCall call(site);
  VirtualFile* file = call.arrive(Way::kChange);
  if (file == nullptr) return static_cast<int>(call.fail(EBADF));
  if (exactly) {
    if (!is_virtual(from)) {
      violate(Violation::kNotDriven,
              "dup2 from a virtual descriptor to a real number");
    }
    if (from == site.fd) return static_cast<int>(call.done(from));
  }
  call.touch_table(true);
  if (exactly && file_of(from) != nullptr) free_number(from);
  const int fd = new_number(*file, from, (flags & O_CLOEXEC) != 0, site.pc);
  if (fd < 0) return static_cast<int>(call.fail(EMFILE));
  changed();
  return static_cast<int>(call.done(fd));
}

int virtual_control(const CallSite& site, int command, long argument) {
  if (command == F_DUPFD || command == F_DUPFD_CLOEXEC) {
    return virtual_duplicate(site, static_cast<int>(argument), false,
                             command == F_DUPFD ? 0 : O_CLOEXEC);
  }
  const bool changes = command == F_SETFL || command == F_SETFD;
  VirtualCall call(site);
  VirtualFile* file = call.arrive(changes ? Way::kChange : Way::kLook);
  if (file == nullptr) return static_cast<int>(call.fail(EBADF));
  call.touch_table(changes);
  bool& close_on_exec = virtual_files().numbers[site.fd].close_on_exec;
  long result = 0;
  switch (command) {
    case F_GETFL:
      result = access_mode(*file) | (file->dont_wait ? O_NONBLOCK : 0);
      break;
    case F_SETFL:
      file->dont_wait = (argument & O_NONBLOCK) != 0;
      changed();
      break;
    case F_GETFD:
      result = close_on_exec ? FD_CLOEXEC : 0;
      break;
    case F_SETFD:
      close_on_exec = (argument & FD_CLOEXEC) != 0;
      break;
    default:
      return static_cast<int>(call.fail(EINVAL));
  }
  return static_cast<int>(call.done(result));
}

int virtual_unread(const CallSite& site, int* bytes) {
  VirtualCall call(site);
  const VirtualFile* file = call.arrive(Way::kIn);
  if (file == nullptr) return static_cast<int>(call.fail(EBADF));
  if (file->in < 0) return static_cast<int>(call.fail(EINVAL));
  call.touch(stream_object(file->in), false);
  *bytes = static_cast<int>(stream(file->in).count);
  looked(stream_object(file->in));
  return static_cast<int>(call.done(0));
}

OpenDescriptor first_open_descriptor() {
  if (!has_virtual_files()) return {};
  VirtualFiles& v = virtual_files();
  for (int fd = 0; fd < kVirtualNumbers && v.numbers_open > 0; ++fd) {
    const VirtualFile* file = file_of(fd);
    if (file == nullptr) continue;
    const char* kind = "a socket";
    if (file->kind == Kind::kEvent) kind = "an eventfd";
    if (file->kind == Kind::kSet) kind = "an epoll set";
    if (file->kind == Kind::kPipe) {
      kind = file->in >= 0 ? "the reading end of a pipe"
                           : "the writing end of a pipe";
    }
    if (file->stage == VirtualFile::Stage::kListening) {
      kind = "a listening socket";
    }
    return {fd, kind, v.numbers[fd].pc, v.numbers[fd].actor};
  }
  return {};
}

int open_descriptors() {
  return controlled() ? virtual_files().numbers_open : 0;
}

}  // namespace pots::adv
