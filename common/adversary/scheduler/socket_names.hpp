// Names of virtual sockets, in the form that programs give and get them.
#pragma once

#include <sys/socket.h>

#include "common/adversary/scheduler/virtual_call.hpp"
#include "common/adversary/scheduler/virtual_files.hpp"

namespace pots::adv {

// 0, or an errno value.
int read_socket_name(const sockaddr* from, socklen_t length, SocketName& to);
// As much of it as fits.
void write_socket_name(const SocketName& name, sockaddr* to, socklen_t* length);

// Behind the number in the table.
void show_socket_name(VirtualCall& call, const SocketName& name);

bool same_name(const SocketName& a, const SocketName& b);
// Who has bound that name; nullptr: nobody. `listening`: and listens.
VirtualFile* find_socket(const SocketName& name, bool listening);
// A port that nobody has.
std::uint16_t free_port();

}  // namespace pots::adv
