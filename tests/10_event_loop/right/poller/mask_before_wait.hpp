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
#include <utility>
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
  // Changes are collected, and told right before the wait: libuv's way.
  struct Watched {
    Reaction* who[2] = {nullptr, nullptr};
    std::uint32_t told = 0;  // what the kernel looks for; 0: not in the set
    bool stop = false;       // it looks for more than anybody waits for
    bool listed = false;     // in changed_
  };
  static constexpr std::uint32_t kBits[2] = {EPOLLIN, EPOLLOUT};
  static std::uint32_t wanted(const Watched& watched) {
    std::uint32_t mask = 0;
    for (int d : {0, 1}) {
      if (watched.who[d] != nullptr) mask |= kBits[d];
    }
    return mask;
  }
  Watched& at(int fd) {
    const auto index = static_cast<std::size_t>(fd);
    if (index >= watched_.size()) watched_.resize(index + 1);
    return watched_[index];
  }
  void list(int fd) {
    if (!std::exchange(at(fd).listed, true)) changed_.push_back(fd);
  }
  void tell_changes();
  void leave(int fd, int d) {
    Reaction*& place = at(fd).who[d];
    if (place == nullptr) return;
    std::exchange(place, nullptr)->unlink();
    --waiting_;
  }

  World& world_;
  Fd epoll_;
  std::vector<Watched> watched_;
  std::vector<int> changed_;
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
  const int which = d == Dir::read ? 0 : 1;
  leave(fd, which);
  if (r == nullptr) return;
  at(fd).who[which] = r;
  ++waiting_;
  if ((at(fd).told & kBits[which]) == 0) list(fd);
}

inline Reaction* Poller::watcher(int fd, Dir d) const noexcept {
  const auto index = static_cast<std::size_t>(fd);
  if (index >= watched_.size()) return nullptr;
  return watched_[index].who[d == Dir::read ? 0 : 1];
}

inline void Poller::forget(int fd) {
  for (int d : {0, 1}) leave(fd, d);
  if (std::exchange(at(fd).told, 0) == 0) return;
  epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, fd, nullptr);
}

inline void Poller::tell_changes() {
  const std::vector<int> changed = std::exchange(changed_, {});
  for (const int fd : changed) at(fd).listed = false;
  int error = 0;
  for (const int fd : changed) {
    Watched& watched = at(fd);
    const bool stop = std::exchange(watched.stop, false);
    const std::uint32_t mask =
        stop ? wanted(watched) : watched.told | wanted(watched);
    if (mask == watched.told) continue;
    epoll_event event{};
    event.events = mask;
    event.data.fd = fd;
    const int how = mask == 0           ? EPOLL_CTL_DEL
                    : watched.told == 0 ? EPOLL_CTL_ADD
                                        : EPOLL_CTL_MOD;
    if (epoll_ctl(epoll_.get(), how, fd, &event) == 0) {
      watched.told = mask;
    } else {
      error = errno;
      for (int d : {0, 1}) leave(fd, d);
    }
  }
  if (error != 0) {
    throw std::system_error(error, std::generic_category(), "epoll_ctl");
  }
}

inline void Poller::poll(std::optional<Duration> timeout, ReadyQueue& ready) {
  tell_changes();
  std::array<epoll_event, 64> events;
  const int n = world_.wait(epoll_.get(), events.data(),
                            static_cast<int>(events.size()), timeout);
  for (int i = 0; i < n; ++i) {
    const int fd = events[i].data.fd;
    Watched& watched = at(fd);
    const std::uint32_t broken = events[i].events & (EPOLLERR | EPOLLHUP);
    for (int d : {0, 1}) {
      Reaction* who = watched.who[d];
      if (broken == 0 && (events[i].events & kBits[d]) == 0) continue;
      if (who != nullptr && !who->linked()) ready.push(*who);
    }
    if ((events[i].events & (kBits[0] | kBits[1]) & ~wanted(watched)) != 0 ||
        wanted(watched) == 0) {
      watched.stop = true;
      list(fd);
    }
  }
}

inline std::size_t Poller::waiting() const noexcept { return waiting_; }
// --- end ---

}  // namespace pots::aio
