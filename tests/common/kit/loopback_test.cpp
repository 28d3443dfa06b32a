// Connections stand, errors say so, and an interrupted connect() is finished.
#include "pots/loopback.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <system_error>

#include "pots/fd.hpp"

namespace {

// What the kernel does for a signal: the connection goes on by itself, and the
// call that began it reports EINTR.
bool interrupt_connect = false;
int connects = 0;
int polls_to_interrupt = 0;
int polls = 0;

}  // namespace

// These two take the place of libc's in this program.
extern "C" int connect(int fd, const sockaddr* address, socklen_t size) {
  ++connects;
  if (interrupt_connect) ::fcntl(fd, F_SETFL, O_NONBLOCK);
  const int result =
      static_cast<int>(::syscall(SYS_connect, fd, address, size));
  if (!interrupt_connect) return result;
  ::fcntl(fd, F_SETFL, 0);
  EXPECT_TRUE(result == 0 || errno == EINPROGRESS) << errno;
  errno = EINTR;
  return -1;
}

extern "C" int poll(pollfd* fds, nfds_t count, int timeout) {
  EXPECT_EQ(timeout, -1);
  ++polls;
  if (polls_to_interrupt > 0) {
    --polls_to_interrupt;
    errno = EINTR;
    return -1;
  }
  return static_cast<int>(::syscall(SYS_ppoll, fds, count, nullptr, nullptr));
}

namespace pots {
namespace {

class Loopback : public ::testing::Test {
 protected:
  Loopback() {
    interrupt_connect = false;
    connects = polls = polls_to_interrupt = 0;
  }
};

bool closes_on_exec(const Fd& fd) {
  return (::fcntl(fd.get(), F_GETFD) & FD_CLOEXEC) != 0;
}

bool is_blocking(const Fd& fd) {
  return (::fcntl(fd.get(), F_GETFL) & O_NONBLOCK) == 0;
}

Fd accept_one(const Fd& listener) {
  return Fd(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
}

// One byte goes over: the connection stands.
void expect_connected(const Fd& client, const Fd& server) {
  ASSERT_EQ(::write(client.get(), "x", 1), 1);
  char byte = 0;
  ASSERT_EQ(::read(server.get(), &byte, 1), 1);
  EXPECT_EQ(byte, 'x');
}

// A port on which nobody listens, and which the kernel gives to nobody else
// while `holder` lives. We may listen on it.
std::uint16_t reserved_port(Fd& holder) {
  holder = Fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const int yes = 1;
  EXPECT_EQ(
      ::setsockopt(holder.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes),
      0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  socklen_t size = sizeof address;
  EXPECT_EQ(::bind(holder.get(), generic, size), 0);
  EXPECT_EQ(::getsockname(holder.get(), generic, &size), 0);
  return ntohs(address.sin_port);
}

int error_of_connecting_to(std::uint16_t port) {
  try {
    connect_loopback(port);
  } catch (const std::system_error& error) {
    EXPECT_EQ(error.code().category(), std::system_category());
    return error.code().value();
  }
  return 0;
}

TEST_F(Loopback, PicksAFreePortAndReportsIt) {
  std::uint16_t port = 0;
  const Fd listener = listen_loopback(port);
  EXPECT_NE(port, 0);
  const Fd client = connect_loopback(port);
  const Fd server = accept_one(listener);
  expect_connected(client, server);
  EXPECT_EQ(polls, 0);
}

TEST_F(Loopback, ListensOnThePortItIsGiven) {
  Fd holder;
  const std::uint16_t wanted = reserved_port(holder);
  std::uint16_t port = wanted;
  const Fd listener = listen_loopback(port);
  EXPECT_EQ(port, wanted);
  const Fd client = connect_loopback(wanted);
  const Fd server = accept_one(listener);
  expect_connected(client, server);
}

TEST_F(Loopback, TakesAPortAgainRightAfterAConnection) {
  Fd holder;
  std::uint16_t port = reserved_port(holder);
  {
    const Fd listener = listen_loopback(port);
    const Fd client = connect_loopback(port);
    // Our end closes first (destructors run backwards), so the port lingers.
    const Fd server = accept_one(listener);
  }
  EXPECT_NO_THROW(listen_loopback(port));
}

TEST_F(Loopback, GivesBlockingDescriptorsThatCloseOnExec) {
  std::uint16_t port = 0;
  const Fd listener = listen_loopback(port);
  const Fd client = connect_loopback(port);
  EXPECT_TRUE(closes_on_exec(listener));
  EXPECT_TRUE(closes_on_exec(client));
  EXPECT_TRUE(is_blocking(listener));
  EXPECT_TRUE(is_blocking(client));
}

TEST_F(Loopback, RefusesAPortThatIsTaken) {
  std::uint16_t port = 0;
  const Fd listener = listen_loopback(port);
  try {
    listen_loopback(port);
    ADD_FAILURE() << "listened twice on port " << port;
  } catch (const std::system_error& error) {
    EXPECT_EQ(error.code(),
              std::error_code(EADDRINUSE, std::system_category()));
  }
}

TEST_F(Loopback, ReportsARefusedConnection) {
  Fd holder;
  EXPECT_EQ(error_of_connecting_to(reserved_port(holder)), ECONNREFUSED);
}

TEST_F(Loopback, LeavesNoDescriptorAfterAnError) {
  Fd holder;
  const std::uint16_t port = reserved_port(holder);
  const Fd before(::dup(0));
  error_of_connecting_to(port);
  const Fd after(::dup(0));
  EXPECT_EQ(after.get(), before.get() + 1);
}

TEST_F(Loopback, WaitsForAnInterruptedConnectInsteadOfRepeatingIt) {
  std::uint16_t port = 0;
  const Fd listener = listen_loopback(port);
  interrupt_connect = true;
  const Fd client = connect_loopback(port);
  const Fd server = accept_one(listener);
  expect_connected(client, server);
  EXPECT_EQ(connects, 1);
  EXPECT_EQ(polls, 1);
}

TEST_F(Loopback, WaitsOnWhenThatWaitIsInterruptedToo) {
  std::uint16_t port = 0;
  const Fd listener = listen_loopback(port);
  interrupt_connect = true;
  polls_to_interrupt = 3;
  const Fd client = connect_loopback(port);
  const Fd server = accept_one(listener);
  expect_connected(client, server);
  EXPECT_EQ(connects, 1);
  EXPECT_EQ(polls, 4);
}

TEST_F(Loopback, ReportsHowAnInterruptedConnectEnded) {
  Fd holder;
  const std::uint16_t port = reserved_port(holder);
  interrupt_connect = true;
  EXPECT_EQ(error_of_connecting_to(port), ECONNREFUSED);
  EXPECT_EQ(connects, 1);
}

}  // namespace
}  // namespace pots
