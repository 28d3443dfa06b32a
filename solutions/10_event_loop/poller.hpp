// Which reaction waits for which descriptor, and epoll, which knows when.
#pragma once

#include <sys/epoll.h>

#include <cstddef>
#include <cstdint>
#include <optional>

#include "pots/aio/ready_queue.hpp"
#include "pots/aio/world.hpp"
#include "pots/fd.hpp"
// --- yours ---
#include <array>
#include <cerrno>
#include <system_error>
#include <vector>
// --- end ---

namespace pots::aio {

enum class Dir { read, write };

// One epoll descriptor, level-triggered: what stays ready is reported again.
// It owns no descriptor but its own. Thread safety: none.
class Poller {
 public:
  explicit Poller(World& w);  // std::system_error
  Poller(const Poller&) = delete;
  Poller& operator=(const Poller&) = delete;

  // From now on `r` is queued by every poll() that finds `fd` ready in
  // direction `d`: something to read or the end, room to write, an error, or a
  // hang-up (these two count as both directions). nullptr: nobody waits any
  // more. The reaction that waited before is unlinked if it is queued.
  // A descriptor that epoll refuses (a regular file): std::system_error with
  // EPERM, from here or the next poll(); nobody is registered then.
  void watch(int fd, Dir d, Reaction* r);
  Reaction* watcher(int fd, Dir d) const noexcept;
  // To be called before close(fd): nothing that is queued or comes later runs
  // for it, and its number may be used again at once.
  void forget(int fd);
  // Waits (see World::wait) and queues the watchers of what is ready, in the
  // order of World::wait, a reader before the writer of the same descriptor.
  // A reaction that is queued already is not queued again. Runs nothing.
  void poll(std::optional<Duration> timeout, ReadyQueue& ready);
  // How many (descriptor, direction) have a watcher.
  std::size_t waiting() const noexcept;

  // The kernel is told (epoll_ctl) only when it must look for more, or when it
  // reports something that nobody waits for: then once, to stop it.

 private:
  // --- yours ---
  struct Watched {
    Reaction* reader = nullptr;
    Reaction* writer = nullptr;
    std::uint32_t told = 0;  // what the kernel looks for; 0: not registered

    std::uint32_t wanted() const {
      std::uint32_t mask = 0;
      if (reader != nullptr) mask |= EPOLLIN;
      if (writer != nullptr) mask |= EPOLLOUT;
      return mask;
    }
  };
  Watched& at(int fd);
  void tell(int fd, std::uint32_t mask);
  static void queue(Reaction* r, ReadyQueue& ready) {
    if (r != nullptr && !r->linked()) ready.push(*r);
  }

  World& world_;
  Fd epoll_;
  std::vector<Watched> watched_;  // by descriptor: they are small numbers
  std::size_t waiting_ = 0;
  // --- end ---
};

// --- yours ---
inline Poller::Poller(World& w)
    : world_(w), epoll_(epoll_create1(EPOLL_CLOEXEC)) {
  if (epoll_.get() < 0) {
    throw std::system_error(errno, std::generic_category(), "epoll_create1");
  }
}

inline void Poller::watch(int fd, Dir d, Reaction* r) {
  Watched& watched = at(fd);
  Reaction*& place = d == Dir::read ? watched.reader : watched.writer;
  if (place == r) return;
  if (place != nullptr) {
    place->unlink();
    --waiting_;
  }
  place = nullptr;
  if (r == nullptr) return;
  const std::uint32_t bit = d == Dir::read ? EPOLLIN : EPOLLOUT;
  if ((watched.told & bit) == 0) tell(fd, watched.told | bit);
  place = r;
  ++waiting_;
}

inline Reaction* Poller::watcher(int fd, Dir d) const noexcept {
  const auto index = static_cast<std::size_t>(fd);
  if (index >= watched_.size()) return nullptr;
  return d == Dir::read ? watched_[index].reader : watched_[index].writer;
}

inline void Poller::forget(int fd) {
  watch(fd, Dir::read, nullptr);
  watch(fd, Dir::write, nullptr);
  tell(fd, 0);
}

inline void Poller::poll(std::optional<Duration> timeout, ReadyQueue& ready) {
  std::array<epoll_event, 256> events;
  const int n = world_.wait(epoll_.get(), events.data(),
                            static_cast<int>(events.size()), timeout);
  for (int i = 0; i < n; ++i) {
    const int fd = events[i].data.fd;
    const Watched& watched = at(fd);
    const std::uint32_t wanted = watched.wanted();
    std::uint32_t found = events[i].events;
    if ((found & (EPOLLERR | EPOLLHUP)) != 0) found |= wanted;
    if ((found & EPOLLIN) != 0) queue(watched.reader, ready);
    if ((found & EPOLLOUT) != 0) queue(watched.writer, ready);
    // Nobody waits for some of it: lazily, the kernel stops looking for that.
    if ((found & ~wanted) != 0) tell(fd, wanted);
  }
}

inline std::size_t Poller::waiting() const noexcept { return waiting_; }

inline Poller::Watched& Poller::at(int fd) {
  const auto index = static_cast<std::size_t>(fd);
  if (index >= watched_.size()) watched_.resize(index + 1);
  return watched_[index];
}

inline void Poller::tell(int fd, std::uint32_t mask) {
  Watched& watched = at(fd);
  if (mask == watched.told) return;
  epoll_event event{.events = mask, .data = {.fd = fd}};
  const auto control = [&](int how) {
    return epoll_ctl(epoll_.get(), how, fd, &event) == 0;
  };
  bool heard = control(mask == 0           ? EPOLL_CTL_DEL
                       : watched.told == 0 ? EPOLL_CTL_ADD
                                           : EPOLL_CTL_MOD);
  // Closed without forget(), and its number is another file's now: the
  // kernel's list and ours disagree about who is in it.
  if (!heard && errno == ENOENT) heard = mask == 0 || control(EPOLL_CTL_ADD);
  if (!heard && errno == EEXIST) heard = control(EPOLL_CTL_MOD);
  if (!heard && mask != 0) {
    throw std::system_error(errno, std::generic_category(), "epoll_ctl");
  }
  watched.told = mask;
}
// --- end ---

}  // namespace pots::aio
