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
#include <map>
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
  // One node a descriptor, and the kernel keeps its address.
  struct Node {
    int fd = -1;
    std::uint32_t told = 0;
    std::map<Dir, Reaction*> who;  // only those who wait
  };
  void tell(Node& node, std::uint32_t mask);

  World& world_;
  Fd epoll_;
  std::map<int, Node> nodes_;
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
  Node& node = nodes_[fd];
  node.fd = fd;
  const auto before = node.who.find(d);
  if (before != node.who.end()) {
    before->second->unlink();
    node.who.erase(before);
  }
  if (r == nullptr) return;
  const std::uint32_t bit = d == Dir::read ? EPOLLIN : EPOLLOUT;
  if ((node.told & bit) == 0) tell(node, node.told | bit);
  node.who[d] = r;
}

inline Reaction* Poller::watcher(int fd, Dir d) const noexcept {
  const auto node = nodes_.find(fd);
  if (node == nodes_.end()) return nullptr;
  const auto found = node->second.who.find(d);
  return found == node->second.who.end() ? nullptr : found->second;
}

inline void Poller::forget(int fd) {
  const auto node = nodes_.find(fd);
  if (node == nodes_.end()) return;
  for (const auto& [d, reaction] : node->second.who) reaction->unlink();
  tell(node->second, 0);
  nodes_.erase(node);
}

inline void Poller::tell(Node& node, std::uint32_t mask) {
  const int how = mask == 0        ? EPOLL_CTL_DEL
                  : node.told == 0 ? EPOLL_CTL_ADD
                                   : EPOLL_CTL_MOD;
  if (mask == node.told) return;
  epoll_event event{};
  event.events = mask;
  event.data.ptr = &node;
  if (epoll_ctl(epoll_.get(), how, node.fd, &event) != 0 && mask != 0) {
    throw std::system_error(errno, std::generic_category(), "epoll_ctl");
  }
  node.told = mask;
}

inline void Poller::poll(std::optional<Duration> timeout, ReadyQueue& ready) {
  std::vector<epoll_event> events(nodes_.size() + 1);
  const int n = world_.wait(epoll_.get(), events.data(),
                            static_cast<int>(events.size()), timeout);
  for (int i = 0; i < n; ++i) {
    Node& node = *static_cast<Node*>(events[i].data.ptr);
    const std::uint32_t told = events[i].events;
    const bool broken = (told & (EPOLLHUP | EPOLLERR)) != 0;
    std::uint32_t wanted = 0;
    for (const auto& [d, reaction] : node.who) {  // a reader comes first
      const std::uint32_t bit = d == Dir::read ? EPOLLIN : EPOLLOUT;
      wanted |= bit;
      if ((broken || (told & bit) != 0) && !reaction->linked()) {
        ready.push(*reaction);
      }
    }
    // In vain: from now on, only what somebody waits for.
    if ((told & ~wanted) != 0) tell(node, wanted);
  }
}

inline std::size_t Poller::waiting() const noexcept {
  std::size_t n = 0;
  for (const auto& [fd, node] : nodes_) n += node.who.size();
  return n;
}
// --- end ---

}  // namespace pots::aio
