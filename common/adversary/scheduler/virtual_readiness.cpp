#include "common/adversary/scheduler/virtual_readiness.hpp"

#include <limits.h>
#include <poll.h>

#include <algorithm>

#include "common/adversary/scheduler/virtual_events.hpp"
#include "common/adversary/scheduler/virtual_interests.hpp"

namespace pots::adv {
namespace {

using Kind = VirtualFile::Kind;
using Stage = VirtualFile::Stage;

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

}  // namespace

int ready_events(const VirtualFile& file) {
  if (file.kind == Kind::kPipe) return pipe_events(file);
  if (file.kind == Kind::kEvent) {
    return (file.counter > 0 ? POLLIN : 0) |
           (file.counter < kMostEvents ? POLLOUT : 0);
  }
  if (file.kind == Kind::kSet) {
    return has_ready(file) ? POLLIN | POLLRDNORM : 0;
  }
  if (file.stage == Stage::kConnected) return connection_events(file);
  if (file.stage == Stage::kListening) {
    return file.pending > 0 ? POLLIN | POLLRDNORM : 0;
  }
  return POLLOUT | POLLHUP | (file.error != 0 ? POLLERR : 0);
}

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

}  // namespace pots::adv
