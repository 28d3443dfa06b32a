// read, write and their family on virtual descriptors.
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>

#include <algorithm>
#include <utility>

#include "common/adversary/scheduler/virtual_bytes.hpp"
#include "common/adversary/scheduler/virtual_call.hpp"
#include "common/adversary/scheduler/virtual_events.hpp"
#include "common/adversary/scheduler/virtual_interests.hpp"
#include "common/adversary/scheduler/virtual_readiness.hpp"

namespace pots::adv {
namespace {

using Way = CallAhead::Way;
using Kind = VirtualFile::Kind;

bool can_read(const VirtualFile& file) {
  const VirtualStream& in = stream(file.in);
  return in.count > 0 || in.ended || file.in_ended || file.broken ||
         file.error != 0;
}

// Why nothing can be written any more; 0 if something can.
int write_error(const VirtualFile& file) {
  if (is_tcp(file) && file.error != 0) return file.error;
  if (file.out_ended || file.broken) return EPIPE;
  return !is_tcp(file) && !stream(file.out).reader ? EPIPE : 0;
}

// How much room a write of n bytes needs to go on: small ones to a pipe are
// never torn.
std::size_t room_needed(const VirtualFile& file, std::size_t n) {
  const std::size_t whole =
      std::min<std::size_t>(PIPE_BUF, virtual_files().capacity);
  return file.kind == Kind::kPipe && n <= whole ? n : 1;
}

struct Writing {
  const VirtualFile* file;
  std::size_t left;
};

bool can_write(const Writing& writing) {
  const VirtualStream& out = stream(writing.file->out);
  return write_error(*writing.file) != 0 || !out.reader ||
         room_in(out) >= room_needed(*writing.file, writing.left);
}

// Whether poll says so to the other end.
bool can_be_written(const VirtualFile& reader) {
  return reader.peer < 0 ||
         (ready_events(virtual_files().files[reader.peer]) & POLLOUT) != 0;
}

// What Linux does to a program that writes where nobody reads.
void send_sigpipe() {
  struct sigaction action {};
  ::sigaction(SIGPIPE, nullptr, &action);
  if (action.sa_handler == SIG_IGN) return;
  if (action.sa_handler == SIG_DFL) {
    violate(Violation::kCrash,
            "Broken pipe (SIGPIPE): a write where nobody reads ends the "
            "program, unless it ignores SIGPIPE or sends with MSG_NOSIGNAL");
  }
  ::raise(SIGPIPE);
}

long fail_to_write(VirtualCall& call, VirtualFile& file, int flags) {
  const int error = write_error(file);
  const std::uint64_t object = stream_object(file.out);
  call.touch(object, false);
  if (is_tcp(file)) {
    call.touch_table(file.error != 0);
    file.error = 0;
  }
  acquire(clock_of(object));
  if (error == EPIPE && (flags & MSG_NOSIGNAL) == 0) send_sigpipe();
  return call.fail(error);
}

// Nothing more comes: an error is told once, then it is the end.
long end_of_bytes(VirtualCall& call, VirtualFile& file) {
  const bool after_end = is_tcp(file) && stream(file.in).ended;
  acquire(clock_of(stream_object(file.in)));
  if (file.error != 0 && !after_end) {
    call.touch_table(true);
    changed();
    return call.fail(std::exchange(file.error, 0));
  }
  return call.done(0, ": end");
}

}  // namespace

long virtual_receive(const CallSite& site, const iovec* parts,
                     std::size_t count, int flags) {
  VirtualCall call(site);
  VirtualFile* file = call.arrive(Way::kIn);
  if (file == nullptr) return call.fail(EBADF);
  Scattered to(parts, count);
  const std::size_t asked = to.size();
  const bool waits = !file->dont_wait && (flags & MSG_DONTWAIT) == 0;
  if (file->kind == Kind::kEvent) return read_event(call, *file, to, waits);
  if (file->kind == Kind::kSet) return call.fail(EINVAL);
  if (file->in < 0) {
    return call.fail(file->kind == Kind::kPipe ? EBADF : ENOTCONN);
  }
  if (asked == 0) return call.done(0);
  const std::uint64_t object = stream_object(file->in);
  const auto ready = [](void* what) {
    return can_read(*static_cast<VirtualFile*>(what));
  };
  bool may_interrupt = waits;
  std::size_t got = 0;
  while (true) {
    const std::size_t there = std::min(asked - got, stream(file->in).count);
    const long so_far = static_cast<long>(got);
    if (there > 0) {
      call.touch(object, true);
      const std::size_t n = call.unkind_count(there, may_interrupt);
      if (n == 0) return got > 0 ? call.done(so_far) : call.fail(EINTR);
      const bool full = !can_be_written(*file);
      take_bytes(file->in, to, n, (flags & MSG_PEEK) != 0, site.pc);
      if (full && can_be_written(*file)) {
        rang_peer(*file, POLLOUT | POLLWRNORM);
      }
      got += n;
      const bool patient = (flags & MSG_WAITALL) != 0 && waits && n == there;
      if (got < asked && patient && (flags & MSG_PEEK) == 0) continue;
      const void* shown = parts->iov_len > 0 ? parts->iov_base : nullptr;
      const long result = static_cast<long>(got);
      const bool together = shown != nullptr && parts->iov_len >= got;
      return together ? call.done(result, shown) : call.done(result);
    }
    call.touch(object, false);
    if (can_read(*file)) {
      return got > 0 ? call.done(so_far) : end_of_bytes(call, *file);
    }
    if (!waits) return call.fail(EAGAIN);
    if (may_interrupt && call.unkind(2) == 1) return call.fail(EINTR);
    may_interrupt = false;
    if (!call.sleep(object, file->receive_timeout, ready, file)) {
      return got > 0 ? call.done(so_far) : call.fail(EAGAIN);
    }
  }
}

long virtual_send(const CallSite& site, const iovec* parts, std::size_t count,
                  int flags) {
  VirtualCall call(site);
  VirtualFile* file = call.arrive(Way::kOut);
  if (file == nullptr) return call.fail(EBADF);
  Scattered from(parts, count);
  const std::size_t asked = from.size();
  const bool waits = !file->dont_wait && (flags & MSG_DONTWAIT) == 0;
  if (file->kind == Kind::kEvent) return write_event(call, *file, from, waits);
  if (file->kind == Kind::kSet) return call.fail(EINVAL);
  if (file->out < 0) {
    if (file->kind == Kind::kPipe) return call.fail(EBADF);
    if (!is_tcp(*file)) return call.fail(ENOTCONN);
    if ((flags & MSG_NOSIGNAL) == 0) send_sigpipe();
    return call.fail(EPIPE);
  }
  const std::uint64_t object = stream_object(file->out);
  const auto ready = [](void* what) {
    return can_write(*static_cast<Writing*>(what));
  };
  bool may_interrupt = waits;
  Writing writing{file, asked};
  while (true) {
    const long done = static_cast<long>(asked - writing.left);
    const VirtualStream& out = stream(file->out);
    if (write_error(*file) != 0) {
      return done > 0 ? call.done(done) : fail_to_write(call, *file, flags);
    }
    if (writing.left == 0) return call.done(done);
    if (!out.reader) {
      // The peer has closed: these bytes are lost, and it answers so.
      call.touch_table(true);
      file->broken = true;
      file->error = EPIPE;
      rang(*file, kWhatever);
      changed();
      return call.done(static_cast<long>(asked), ": lost");
    }
    const std::size_t room = room_in(out);
    if (room >= room_needed(*file, writing.left)) {
      const std::size_t most = std::min(writing.left, room);
      call.touch(object, true);
      const std::size_t n = call.unkind_count(most, may_interrupt);
      if (n == 0) return done > 0 ? call.done(done) : call.fail(EINTR);
      put_bytes(file->out, from, n, site.pc);
      rang_peer(*file, POLLIN | POLLRDNORM);
      writing.left -= n;
      may_interrupt = false;
      if (n < most || !waits || writing.left == 0) {
        return call.done(done + static_cast<long>(n));
      }
      continue;
    }
    call.touch(object, false);
    if (!waits) return call.fail(EAGAIN);
    if ((may_interrupt || done > 0) && call.unkind(2) == 1) {
      return done > 0 ? call.done(done) : call.fail(EINTR);
    }
    may_interrupt = false;
    if (!call.sleep(object, file->send_timeout, ready, &writing)) {
      return done > 0 ? call.done(done) : call.fail(EAGAIN);
    }
  }
}

}  // namespace pots::adv
