// The five system calls behind a TCP connection, written down once.
#include "pots/loopback.hpp"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <system_error>

#include "pots/fd.hpp"

namespace pots {
namespace {

[[noreturn]] void fail(int error, const char* what) {
  throw std::system_error(error, std::system_category(), what);
}

Fd tcp_socket() {
  Fd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (fd.get() < 0) fail(errno, "socket");
  return fd;
}

sockaddr_in loopback_address(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

// An interrupted connect() goes on by itself, and calling it again would be
// an error. So wait until the socket is writable, then ask how it ended.
void finish_connecting(int fd) {
  pollfd wanted{.fd = fd, .events = POLLOUT, .revents = 0};
  while (::poll(&wanted, 1, -1) < 0) {
    if (errno != EINTR) fail(errno, "poll");
  }
  int error = 0;
  socklen_t size = sizeof error;
  if (::getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) < 0) {
    fail(errno, "getsockopt");
  }
  if (error != 0) fail(error, "connect");
}

}  // namespace

Fd listen_loopback(std::uint16_t& port) {
  Fd fd = tcp_socket();
  // A port that was in use a moment ago may be taken again at once.
  const int yes = 1;
  if (::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) < 0) {
    fail(errno, "setsockopt");
  }
  sockaddr_in address = loopback_address(port);
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(fd.get(), generic, sizeof address) < 0) fail(errno, "bind");
  if (::listen(fd.get(), SOMAXCONN) < 0) fail(errno, "listen");
  socklen_t size = sizeof address;
  if (::getsockname(fd.get(), generic, &size) < 0) fail(errno, "getsockname");
  port = ntohs(address.sin_port);
  return fd;
}

Fd connect_loopback(std::uint16_t port) {
  Fd fd = tcp_socket();
  const sockaddr_in address = loopback_address(port);
  const auto* generic = reinterpret_cast<const sockaddr*>(&address);
  if (::connect(fd.get(), generic, sizeof address) < 0) {
    if (errno != EINTR) fail(errno, "connect");
    finish_connecting(fd.get());
  }
  return fd;
}

}  // namespace pots
