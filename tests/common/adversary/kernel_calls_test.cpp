// Every interposed name meets the player; none on other descriptors does.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <string>

#include "common/adversary/kernel.hpp"

extern "C" {
ssize_t __read_chk(int, void*, size_t, size_t);
ssize_t __recv_chk(int, void*, size_t, size_t, int);
ssize_t __recvfrom_chk(int, void*, size_t, size_t, int, sockaddr*, socklen_t*);
ssize_t __pread_chk(int, void*, size_t, off_t, size_t);
ssize_t __pread64_chk(int, void*, size_t, off64_t, size_t);
int __poll_chk(pollfd*, nfds_t, int, size_t);
int __ppoll_chk(pollfd*, nfds_t, const timespec*, const sigset_t*, size_t);
}

namespace pots::adv {
namespace {

struct Ends {
  Ends() {
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), 0);
    EXPECT_EQ(::write(fds[1], "abcdef", 6), 6);
  }
  ~Ends() {
    ::close(fds[0]);
    ::close(fds[1]);
  }
  int fds[2];
};

// Calls `use` once with a driven descriptor and once with another one; the
// player must see the first, under `name`, and not the second.
void expect_driven(const std::string& name,
                   const std::function<void(int fd)>& use) {
  SCOPED_TRACE(name);
  for_every_kernel({.unkind = 0, .random = 0}, [&](Kernel& kernel) {
    Ends driven, other;
    kernel.drive(driven.fds[0]);
    use(other.fds[0]);
    EXPECT_TRUE(kernel.calls().empty()) << name << " on another descriptor";
    use(driven.fds[0]);
    EXPECT_EQ(kernel.count(name), 1) << name << " was not seen";
  });
}

char buffer[8];
iovec parts[2] = {{buffer, 2}, {buffer + 2, 2}};

TEST(KernelCalls, MeetEveryWayToRead) {
  expect_driven("read", [](int fd) { EXPECT_EQ(::read(fd, buffer, 4), 4); });
  expect_driven("read",
                [](int fd) { EXPECT_EQ(__read_chk(fd, buffer, 4, 8), 4); });
  expect_driven("readv", [](int fd) { EXPECT_EQ(::readv(fd, parts, 2), 4); });
  expect_driven("recv", [](int fd) { EXPECT_EQ(::recv(fd, buffer, 4, 0), 4); });
  expect_driven("recv",
                [](int fd) { EXPECT_EQ(__recv_chk(fd, buffer, 4, 8, 0), 4); });
  expect_driven("recvfrom", [](int fd) {
    EXPECT_EQ(::recvfrom(fd, buffer, 4, 0, nullptr, nullptr), 4);
  });
  expect_driven("recvfrom", [](int fd) {
    EXPECT_EQ(__recvfrom_chk(fd, buffer, 4, 8, 0, nullptr, nullptr), 4);
  });
  expect_driven("recvmsg", [](int fd) {
    msghdr header{};
    header.msg_iov = parts;
    header.msg_iovlen = 2;
    EXPECT_EQ(::recvmsg(fd, &header, 0), 4);
  });
  expect_driven("read", [](int fd) {
    EXPECT_EQ(::syscall(SYS_read, fd, buffer, std::size_t{4}), 4);
  });
}

TEST(KernelCalls, MeetEveryWayToWrite) {
  expect_driven("write", [](int fd) { EXPECT_EQ(::write(fd, "abcd", 4), 4); });
  expect_driven("writev", [](int fd) { EXPECT_EQ(::writev(fd, parts, 2), 4); });
  expect_driven("send", [](int fd) { EXPECT_EQ(::send(fd, "abcd", 4, 0), 4); });
  expect_driven("sendto", [](int fd) {
    EXPECT_EQ(::sendto(fd, "abcd", 4, 0, nullptr, 0), 4);
  });
  expect_driven("sendmsg", [](int fd) {
    msghdr header{};
    header.msg_iov = parts;
    header.msg_iovlen = 2;
    EXPECT_EQ(::sendmsg(fd, &header, 0), 4);
  });
  expect_driven("write", [](int fd) {
    EXPECT_EQ(::syscall(SYS_write, fd, "abcd", std::size_t{4}), 4);
  });
}

TEST(KernelCalls, MeetReadsAndWritesAtAPosition) {
  const auto on_a_file = [](const std::string& name,
                            const std::function<ssize_t(int)>& use) {
    for_every_kernel({.unkind = 0, .random = 0}, [&](Kernel& kernel) {
      const int fd = ::memfd_create("x", MFD_CLOEXEC);
      EXPECT_EQ(::write(fd, "abcdef", 6), 6);
      kernel.drive(fd);
      EXPECT_EQ(use(fd), 4);
      EXPECT_EQ(kernel.count(name), 1);
      ::close(fd);
    });
  };
  on_a_file("pread", [](int fd) { return ::pread(fd, buffer, 4, 1); });
  on_a_file("pread", [](int fd) { return ::pread64(fd, buffer, 4, 1); });
  on_a_file("pread", [](int fd) { return __pread_chk(fd, buffer, 4, 1, 8); });
  on_a_file("pread", [](int fd) { return __pread64_chk(fd, buffer, 4, 1, 8); });
  on_a_file("pwrite", [](int fd) { return ::pwrite(fd, "abcd", 4, 1); });
  on_a_file("pwrite", [](int fd) { return ::pwrite64(fd, "abcd", 4, 1); });
}

TEST(KernelCalls, MeetTheRest) {
  expect_driven("poll", [](int fd) {
    pollfd entry{fd, POLLIN, 0};
    EXPECT_EQ(::poll(&entry, 1, -1), 1);
  });
  expect_driven("poll", [](int fd) {
    pollfd entry{fd, POLLIN, 0};
    EXPECT_EQ(__poll_chk(&entry, 1, -1, sizeof entry), 1);
  });
  expect_driven("ppoll", [](int fd) {
    pollfd entry{fd, POLLIN, 0};
    EXPECT_EQ(::ppoll(&entry, 1, nullptr, nullptr), 1);
  });
  expect_driven("ppoll", [](int fd) {
    pollfd entry{fd, POLLIN, 0};
    EXPECT_EQ(__ppoll_chk(&entry, 1, nullptr, nullptr, sizeof entry), 1);
  });
  expect_driven("select", [](int fd) {
    fd_set in;
    FD_ZERO(&in);
    FD_SET(fd, &in);
    EXPECT_EQ(::select(fd + 1, &in, nullptr, nullptr, nullptr), 1);
  });
  expect_driven("shutdown",
                [](int fd) { EXPECT_EQ(::shutdown(fd, SHUT_WR), 0); });
  expect_driven("dup", [](int fd) { ::close(::dup(fd)); });
  expect_driven("dup2", [](int fd) {
    const int free = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    EXPECT_EQ(::dup2(fd, free), free);
    ::close(free);
  });
}

TEST(KernelCalls, DriveWhatIsAccepted) {
  for_every_kernel({.unkind = 2, .random = 0}, [](Kernel& kernel) {
    const int listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr address{AF_UNIX, {}};  // Linux picks a name
    ASSERT_EQ(::bind(listener, &address, sizeof(sa_family_t)), 0);
    ASSERT_EQ(::listen(listener, 1), 0);
    sockaddr_storage where{};
    socklen_t size = sizeof where;
    ASSERT_EQ(
        ::getsockname(listener, reinterpret_cast<sockaddr*>(&where), &size), 0);
    const int client = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ASSERT_EQ(::connect(client, reinterpret_cast<sockaddr*>(&where), size), 0);
    ASSERT_EQ(::write(client, "x", 1), 1);
    kernel.drive(listener);
    int served = -1;
    while ((served = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC)) ==
           -1) {
    }
    char byte;
    while (::read(served, &byte, 1) == -1) {
    }
    EXPECT_GE(kernel.count("read"), 1);
    ::close(served);
    ::close(client);
    ::close(listener);
  });
}

}  // namespace
}  // namespace pots::adv
