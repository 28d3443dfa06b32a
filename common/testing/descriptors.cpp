// Descriptors for tests, and a test's own reads and writes on them.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "common/adversary/raw_call.hpp"
#include "common/testing/testing.hpp"

namespace pots::testing {
namespace {

using adv::raw_call;

[[noreturn]] void fail(const char* what, int error) {
  throw std::system_error(error, std::system_category(), what);
}

}  // namespace

Pipe make_pipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) == -1) fail("pipe2", errno);
  return {Fd(ends[0]), Fd(ends[1])};
}

SocketPair make_socket_pair() {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == -1) {
    fail("socketpair", errno);
  }
  return {Fd(ends[0]), Fd(ends[1])};
}

Fd make_memory_file() {
  const int fd = ::memfd_create("test", MFD_CLOEXEC);
  if (fd == -1) fail("memfd_create", errno);
  return Fd(fd);
}

void put(int fd, std::string_view data) {
  while (!data.empty()) {
    const long n = raw_call(SYS_write, fd, data.data(), data.size());
    if (n == -EINTR) continue;
    if (n < 0) fail("write", static_cast<int>(-n));
    data.remove_prefix(static_cast<std::size_t>(n));
  }
}

std::string take_all(int fd) {
  std::string all;
  const long flags = raw_call(SYS_fcntl, fd, F_GETFL);
  raw_call(SYS_fcntl, fd, F_SETFL, flags | O_NONBLOCK);
  char buffer[4096];
  while (true) {
    const long n = raw_call(SYS_read, fd, buffer, sizeof buffer);
    if (n == -EINTR) continue;
    if (n <= 0) break;  // the end, or nothing there now
    all.append(buffer, static_cast<std::size_t>(n));
  }
  raw_call(SYS_fcntl, fd, F_SETFL, flags);
  return all;
}

}  // namespace pots::testing
