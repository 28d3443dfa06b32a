// How two virtual sockets come to be connected, and part again.
#include <errno.h>

#include <algorithm>
#include <cstdio>

#include "common/adversary/scheduler/socket_names.hpp"
#include "common/adversary/scheduler/virtual_call.hpp"

namespace pots::adv {
namespace {

using Way = CallAhead::Way;
using Kind = VirtualFile::Kind;
using Stage = VirtualFile::Stage;

void show_name(VirtualCall& call, const SocketName& name) {
  if (!machine->telling) return;
  if (name.family == AF_INET) {
    std::snprintf(call.arguments, sizeof call.arguments, ", port %d",
                  name.port);
  } else if (name.path[0] != '\0') {
    std::snprintf(call.arguments, sizeof call.arguments, ", %.*s",
                  static_cast<int>(name.path_length), name.path);
  }
}

bool has_room(const VirtualFile& listener) {
  return listener.pending < listener.room;
}

// The server's end; nullptr if there are no more.
VirtualFile* meet(VirtualFile& client, VirtualFile& listener) {
  VirtualFile* server = new_file(Kind::kSocket);
  if (server == nullptr) return nullptr;
  server->name = listener.name;
  if (is_tcp(client) && client.name.port == 0) client.name.port = free_port();
  server->peer_name = client.name;
  client.peer_name = listener.name;
  if (!connect_files(client, *server, true)) {
    let_go(*server);
    return nullptr;
  }
  acquire(clock_of(file_object(listener)));
  release(clock_of(stream_object(client.out)));
  listener.backlog[listener.pending++] = index_of(*server);
  changed();
  return server;
}

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
    show_name(call, name);
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

int virtual_connect(const CallSite& site, const sockaddr* address,
                    socklen_t length) {
  VirtualCall call(site);
  VirtualFile* file = call.arrive(Way::kChange);
  if (file == nullptr) return static_cast<int>(call.fail(EBADF));
  if (file->kind != Kind::kSocket) return static_cast<int>(call.fail(ENOTSOCK));
  SocketName name;
  if (const int error = read_socket_name(address, length, name)) {
    return static_cast<int>(call.fail(error));
  }
  if (name.family != file->name.family) {
    return static_cast<int>(call.fail(EAFNOSUPPORT));
  }
  show_name(call, name);
  const auto ready = [](void* what) {
    const auto& wanted = *static_cast<const SocketName*>(what);
    const VirtualFile* listener = find_socket(wanted, true);
    return listener == nullptr || has_room(*listener);
  };
  bool may_interrupt = !file->dont_wait;
  while (true) {
    if (file->stage != Stage::kFresh) {
      return static_cast<int>(call.fail(EISCONN));
    }
    VirtualFile* listener = find_socket(name, true);
    const bool later = file->dont_wait && is_tcp(*file);
    if (listener == nullptr) {
      call.touch_table(later);
      if (later) file->error = ECONNREFUSED;
      const bool no_file = !is_tcp(*file) && name.path[0] != '\0' &&
                           find_socket(name, false) == nullptr;
      return static_cast<int>(call.fail(later     ? EINPROGRESS
                                        : no_file ? ENOENT
                                                  : ECONNREFUSED));
    }
    if (has_room(*listener) || (later && listener->pending < kMaxBacklog)) {
      call.touch_table(true);
      const bool interrupted = may_interrupt && call.unkind(2) == 1;
      if (meet(*file, *listener) == nullptr) {
        return static_cast<int>(call.fail(ENOBUFS));
      }
      if (later) return static_cast<int>(call.fail(EINPROGRESS));
      // An interrupted connect goes on by itself.
      return static_cast<int>(interrupted ? call.fail(EINTR) : call.done(0));
    }
    if (file->dont_wait) return static_cast<int>(call.fail(EAGAIN));
    call.sleep(kTableObject, 0, ready, &name);
  }
}

int virtual_accept(const CallSite& site, sockaddr* address, socklen_t* length,
                   int flags) {
  VirtualCall call(site);
  VirtualFile* file = call.arrive(Way::kChange);
  if (file == nullptr) return static_cast<int>(call.fail(EBADF));
  if (file->kind != Kind::kSocket) return static_cast<int>(call.fail(ENOTSOCK));
  const auto ready = [](void* what) {
    const auto& listener = *static_cast<const VirtualFile*>(what);
    return listener.pending > 0 || listener.stage != Stage::kListening;
  };
  bool may_interrupt = !file->dont_wait;
  while (!ready(file)) {
    if (file->dont_wait) return static_cast<int>(call.fail(EAGAIN));
    if (may_interrupt && call.unkind(2) == 1) {
      return static_cast<int>(call.fail(EINTR));
    }
    may_interrupt = false;
    if (!call.sleep(kTableObject, file->receive_timeout, ready, file)) {
      return static_cast<int>(call.fail(EAGAIN));
    }
  }
  if (file->stage != Stage::kListening) {
    acquire(clock_of(file_object(*file)));
    return static_cast<int>(call.fail(EINVAL));
  }
  call.touch_table(true);
  // Another connection was given up by its client; this one is still there.
  const int answer = call.unkind(may_interrupt ? 3 : 2);
  if (answer > 0) {
    return static_cast<int>(call.fail(answer == 1 ? ECONNABORTED : EINTR));
  }
  VirtualFile& accepted = virtual_files().files[file->backlog[0]];
  const int fd = new_number(accepted, 0, (flags & SOCK_CLOEXEC) != 0, site.pc);
  if (fd < 0) return static_cast<int>(call.fail(EMFILE));
  accepted.dont_wait = (flags & SOCK_NONBLOCK) != 0;
  std::copy(file->backlog + 1, file->backlog + file->pending, file->backlog);
  --file->pending;
  let_go(accepted);  // the backlog does
  acquire(clock_of(stream_object(accepted.in)));
  write_socket_name(accepted.peer_name, address, length);
  changed();
  return static_cast<int>(call.done(fd));
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
  release(clock_of(stream_object(file->in)));
  release(clock_of(stream_object(file->out)));
  changed();
  return static_cast<int>(call.done(0));
}

}  // namespace pots::adv
