// Sockets before they are connected, and the end of a connection.
#include <errno.h>

#include <algorithm>

#include "common/adversary/scheduler/socket_names.hpp"
#include "common/adversary/scheduler/virtual_call.hpp"
#include "common/adversary/scheduler/virtual_interests.hpp"

namespace pots::adv {

namespace {

using Way = CallAhead::Way;
using Kind = VirtualFile::Kind;
using Stage = VirtualFile::Stage;

}  // namespace

int virtual_bind(const CallSite& site, const sockaddr* address,
                 socklen_t length) {
  VirtualCall call(site);
  VirtualFile* file = call.arrive(Way::kChange);
  if (file == nullptr) return static_cast<int>(call.fail(EBADF));
  if (file->kind != Kind::kSocket) return static_cast<int>(call.fail(ENOTSOCK));
  SocketName name;
  int error = read_socket_name(address, length, name);
  const bool named = file->name.port != 0 || file->name.path_length != 0;
  if (error == 0 && (named || name.family != file->name.family)) error = EINVAL;
  if (error == 0) {
    show_socket_name(call, name);
    const VirtualFile* other = find_socket(name, false);
    const bool shared = other != nullptr && is_tcp(*file) &&
                        file->may_share_port && other->may_share_port &&
                        other->stage == Stage::kFresh;
    if (other != nullptr && !shared) error = EADDRINUSE;
  }
  if (error != 0) return static_cast<int>(call.fail(error));
  call.touch_table(true);
  if (name.family == AF_INET && name.port == 0) name.port = free_port();
  file->name = name;
  changed();
  return static_cast<int>(call.done(0));
}

int virtual_listen(const CallSite& site, int backlog) {
  VirtualCall call(site);
  VirtualFile* file = call.arrive(Way::kChange);
  if (file == nullptr) return static_cast<int>(call.fail(EBADF));
  if (file->kind != Kind::kSocket) return static_cast<int>(call.fail(ENOTSOCK));
  const bool named = file->name.port != 0 || file->name.path_length != 0;
  if (file->stage == Stage::kConnected || (!named && !is_tcp(*file))) {
    return static_cast<int>(call.fail(EINVAL));
  }
  const VirtualFile* other = find_socket(file->name, true);
  if (other != nullptr && other != file) {
    return static_cast<int>(call.fail(EADDRINUSE));
  }
  call.touch_table(true);
  if (!named) file->name.port = free_port();
  file->stage = Stage::kListening;
  // One more than asked for, as Linux counts.
  file->room = std::clamp(backlog, 0, kMaxBacklog - 1) + 1;
  release(clock_of(file_object(*file)));
  changed();
  return static_cast<int>(call.done(0));
}

int virtual_shutdown(const CallSite& site, int how) {
  VirtualCall call(site);
  VirtualFile* file = call.arrive(Way::kBoth);
  if (file == nullptr) return static_cast<int>(call.fail(EBADF));
  if (file->kind != Kind::kSocket) return static_cast<int>(call.fail(ENOTSOCK));
  if (how < SHUT_RD || how > SHUT_RDWR) {
    return static_cast<int>(call.fail(EINVAL));
  }
  const bool in = how != SHUT_WR, out = how != SHUT_RD;
  if (file->stage == Stage::kListening) {
    if (in) {
      call.touch_table(true);
      release(clock_of(file_object(*file)));
      stop_listening(*file);
      rang(*file, kWhatever);
    }
    return static_cast<int>(call.done(0));
  }
  if (file->stage == Stage::kFresh ||
      (is_tcp(*file) &&
       (file->broken || (file->out_ended && stream(file->in).ended)))) {
    return static_cast<int>(call.fail(ENOTCONN));
  }
  call.touch(stream_object(file->in), true);
  call.touch(stream_object(file->out), true);
  file->in_ended |= in;
  if (out) file->out_ended = stream(file->out).ended = true;
  if (in && !is_tcp(*file) && file->peer >= 0) {
    virtual_files().files[file->peer].out_ended = true;
  }
  rang(*file, kWhatever);
  rang_peer(*file, kWhatever);
  release(clock_of(stream_object(file->in)));
  release(clock_of(stream_object(file->out)));
  changed();
  return static_cast<int>(call.done(0));
}

}  // namespace pots::adv
