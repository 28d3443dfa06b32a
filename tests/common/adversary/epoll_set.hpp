// An epoll set that answers in words, for tests.
#pragma once

#include <gtest/gtest.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <string>

#include "pots/fd.hpp"

namespace pots::adv {

// Thread safety: that of the calls it stands for.
class EpollSet {
 public:
  EpollSet() : set_(::epoll_create1(EPOLL_CLOEXEC)) {}

  int get() const { return set_.get(); }

  // "ok", or the error's name. What happens at `fd` is told as `name`.
  std::string add(int fd, char name, std::uint32_t events = EPOLLIN) const {
    return control(EPOLL_CTL_ADD, fd, name, events);
  }
  std::string change(int fd, char name, std::uint32_t events) const {
    return control(EPOLL_CTL_MOD, fd, name, events);
  }
  std::string remove(int fd) const {
    return control(EPOLL_CTL_DEL, fd, ' ', 0);
  }

  // "a:in b:in hup", or the error's name; "": nothing.
  std::string wait(int milliseconds = 0, int most = 8) const {
    epoll_event events[8];
    const int n = ::epoll_wait(set_.get(), events, most, milliseconds);
    if (n < 0) return ::strerrorname_np(errno);
    std::string text;
    for (int i = 0; i < n; ++i) {
      if (i > 0) text += ' ';
      text += static_cast<char>(events[i].data.u32);
      text += words(events[i].events);
    }
    return text;
  }

 private:
  std::string control(int operation, int fd, char name,
                      std::uint32_t events) const {
    epoll_event event{};
    event.events = events;
    event.data.u32 = static_cast<unsigned char>(name);
    if (::epoll_ctl(set_.get(), operation, fd, &event) == 0) return "ok";
    return ::strerrorname_np(errno);
  }

  static std::string words(std::uint32_t events) {
    std::string text;
    const auto add = [&](std::uint32_t bit, const char* word) {
      if ((events & bit) == 0) return;
      text += text.empty() ? ":" : "+";
      text += word;
    };
    add(EPOLLIN, "in");
    add(EPOLLOUT, "out");
    add(EPOLLRDHUP, "rdhup");
    add(EPOLLHUP, "hup");
    add(EPOLLERR, "err");
    return text;
  }

  Fd set_;
};

inline Fd make_bell(unsigned count = 0, int flags = EFD_NONBLOCK) {
  return Fd(::eventfd(count, flags));
}

// "3", or the error's name.
inline std::string answer(const Fd& bell) {
  eventfd_t value = 0;
  if (::eventfd_read(bell.get(), &value) == 0) return std::to_string(value);
  return ::strerrorname_np(errno);
}

inline std::string ring(const Fd& bell, eventfd_t by = 1) {
  return ::eventfd_write(bell.get(), by) == 0 ? "ok" : ::strerrorname_np(errno);
}

}  // namespace pots::adv
