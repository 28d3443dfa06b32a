// A line of the table that grows to the right as long as there is room.
#pragma once

#include <sys/epoll.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>

namespace pots::adv {

// Lifetime: the text's.
template <std::size_t n>
class Line {
 public:
  explicit Line(char (&text)[n]) : text_(text) {}

  template <class... Args>
  void add(const char* format, Args... args) {
    if (at_ + 1 >= n) return;
    const int more = std::snprintf(text_ + at_, n - at_, format, args...);
    if (more > 0) at_ += static_cast<std::size_t>(more);
  }
  void add(const char* text) { add("%s", text); }

  // EPOLLIN | EPOLLET is " in et".
  void add_events(std::uint32_t events) {
    static constexpr struct {
      std::uint32_t bit;
      const char* name;
    } kNames[] = {{EPOLLIN, " in"},          {EPOLLOUT, " out"},
                  {EPOLLRDHUP, " rdhup"},    {EPOLLHUP, " hup"},
                  {EPOLLERR, " err"},        {EPOLLET, " et"},
                  {EPOLLONESHOT, " oneshot"}};
    for (const auto& [bit, name] : kNames) {
      if ((events & bit) != 0) add(name);
    }
  }

 private:
  char (&text_)[n];
  std::size_t at_ = 0;
};

}  // namespace pots::adv
