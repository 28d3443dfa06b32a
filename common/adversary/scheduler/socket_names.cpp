#include "common/adversary/scheduler/socket_names.hpp"

#include <errno.h>
#include <netinet/in.h>
#include <sys/un.h>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <cstring>

namespace pots::adv {

int read_socket_name(const sockaddr* from, socklen_t length, SocketName& to) {
  to = SocketName{};
  if (from == nullptr || length < sizeof(sa_family_t)) return EINVAL;
  to.family = from->sa_family;
  if (to.family == AF_INET) {
    if (length < sizeof(sockaddr_in)) return EINVAL;
    to.port = ntohs(reinterpret_cast<const sockaddr_in*>(from)->sin_port);
    return 0;
  }
  if (to.family != AF_UNIX) return EAFNOSUPPORT;
  const auto* name = reinterpret_cast<const sockaddr_un*>(from);
  const std::size_t before = offsetof(sockaddr_un, sun_path);
  if (length <= before || length > sizeof(sockaddr_un)) return EINVAL;
  const std::size_t given = length - before;
  // A path ends at its first zero, an abstract name does not.
  to.path_length = static_cast<socklen_t>(
      name->sun_path[0] == '\0' ? given : ::strnlen(name->sun_path, given));
  std::memcpy(to.path, name->sun_path, to.path_length);
  return 0;
}

void write_socket_name(const SocketName& name, sockaddr* to,
                       socklen_t* length) {
  if (to == nullptr || length == nullptr) return;
  sockaddr_storage whole{};
  socklen_t size = 0;
  if (name.family == AF_INET) {
    auto* address = reinterpret_cast<sockaddr_in*>(&whole);
    address->sin_family = AF_INET;
    address->sin_port = htons(name.port);
    address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    size = sizeof *address;
  } else {
    auto* address = reinterpret_cast<sockaddr_un*>(&whole);
    address->sun_family = AF_UNIX;
    std::memcpy(address->sun_path, name.path, name.path_length);
    size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path)) +
           name.path_length;
  }
  std::memcpy(to, &whole, std::min(size, *length));
  *length = size;
}

bool same_name(const SocketName& a, const SocketName& b) {
  return a.family == b.family && a.port == b.port &&
         a.path_length == b.path_length &&
         std::memcmp(a.path, b.path, a.path_length) == 0;
}

void show_socket_name(VirtualCall& call, const SocketName& name) {
  if (!machine->telling) return;
  if (name.family == AF_INET) {
    std::snprintf(call.arguments, sizeof call.arguments, ", port %d",
                  name.port);
  } else if (name.path[0] != '\0') {
    std::snprintf(call.arguments, sizeof call.arguments, ", %.*s",
                  static_cast<int>(name.path_length), name.path);
  }
}

VirtualFile* find_socket(const SocketName& name, bool listening) {
  if (name.port == 0 && name.path_length == 0) return nullptr;
  VirtualFiles& v = virtual_files();
  for (int i = 0; i < v.files_used; ++i) {
    VirtualFile& file = v.files[i];
    if (file.holders == 0 || file.kind != VirtualFile::Kind::kSocket) continue;
    // The ends that were accepted have the listener's name too.
    if (file.stage == VirtualFile::Stage::kConnected) continue;
    if (listening && file.stage != VirtualFile::Stage::kListening) continue;
    if (same_name(file.name, name)) return &file;
  }
  return nullptr;
}

std::uint16_t free_port() {
  VirtualFiles& v = virtual_files();
  SocketName name;
  name.family = AF_INET;
  do {
    name.port = v.next_port++;
    if (v.next_port == 0) v.next_port = 1024;
  } while (find_socket(name, false) != nullptr);
  return name.port;
}

}  // namespace pots::adv
