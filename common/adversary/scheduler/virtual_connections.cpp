// How two virtual sockets come to be connected.
#include <errno.h>
#include <poll.h>

#include <algorithm>

#include "common/adversary/scheduler/socket_names.hpp"
#include "common/adversary/scheduler/virtual_call.hpp"
#include "common/adversary/scheduler/virtual_interests.hpp"

namespace pots::adv {
namespace {

using Way = CallAhead::Way;
using Kind = VirtualFile::Kind;
using Stage = VirtualFile::Stage;

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
  rang(listener, POLLIN | POLLRDNORM);
  rang(client, kWhatever);
  changed();
  return server;
}

}  // namespace

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
  show_socket_name(call, name);
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
      if (later) {
        file->error = ECONNREFUSED;
        rang(*file, kWhatever);
      }
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

}  // namespace pots::adv
