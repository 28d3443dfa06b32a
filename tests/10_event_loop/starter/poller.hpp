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
#include <cerrno>
#include <system_error>
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
  World& world_;
  Fd epoll_;
  // --- end ---
};

// --- yours ---
inline Poller::Poller(World& w)
    : world_(w), epoll_(epoll_create1(EPOLL_CLOEXEC)) {
  if (epoll_.get() < 0) {
    throw std::system_error(errno, std::generic_category(), "epoll_create1");
  }
}

inline void Poller::watch([[maybe_unused]] int fd, [[maybe_unused]] Dir d,
                          [[maybe_unused]] Reaction* r) {}

inline Reaction* Poller::watcher([[maybe_unused]] int fd,
                                 [[maybe_unused]] Dir d) const noexcept {
  return nullptr;  // so far nobody waits for anything
}

inline void Poller::forget([[maybe_unused]] int fd) {}

inline void Poller::poll(std::optional<Duration> timeout,
                         [[maybe_unused]] ReadyQueue& ready) {
  epoll_event event{};
  world_.wait(epoll_.get(), &event, 1, timeout);  // waits, and queues nobody
}

inline std::size_t Poller::waiting() const noexcept { return 0; }
// --- end ---

}  // namespace pots::aio
