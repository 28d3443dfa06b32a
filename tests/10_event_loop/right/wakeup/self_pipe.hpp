// A doorbell: how another thread, or a signal handler, wakes a sleeping loop.
#pragma once

#include <functional>

#include "pots/aio/poller.hpp"
#include "pots/aio/reaction.hpp"
#include "pots/fd.hpp"
// --- yours ---
#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <system_error>
#include <utility>
// --- end ---

namespace pots::aio {

// Thread safety: ring() may be called from any thread and from signal
// handlers, while the Wakeup lives; all else belongs to the loop's thread.
class Wakeup {
 public:
  // `on_ring` runs on the thread that runs the loop of `p`. It must not throw,
  // and not destroy the Wakeup. std::system_error if there is no descriptor.
  explicit Wakeup(Poller& p, std::function<void()> on_ring);
  ~Wakeup();
  Wakeup(const Wakeup&) = delete;
  Wakeup& operator=(const Wakeup&) = delete;

  // After ring() has returned, on_ring will begin at least once, and what was
  // written before ring() is visible to it. Any number of rings between two
  // runs of on_ring cost one write(2) at most; nobody rings: nobody wakes.
  // Never blocks, never allocates, leaves errno as it was.
  void ring() noexcept;

 private:
  // --- yours ---
  // The oldest of all bells: a pipe from the process to itself. There is never
  // more than one byte in it.
  struct Door : Reaction {
    Wakeup* wakeup = nullptr;
  };
  Poller& poller_;
  std::function<void()> on_ring_;
  Fd out_, in_;
  std::atomic<int> rings_{0};  // since on_ring began to look
  Door door_;
  // --- end ---
};

// --- yours ---
inline Wakeup::Wakeup(Poller& p, std::function<void()> on_ring)
    : poller_(p), on_ring_(std::move(on_ring)) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) {
    throw std::system_error(errno, std::generic_category(), "pipe2");
  }
  out_ = Fd(ends[0]);
  in_ = Fd(ends[1]);
  door_.wakeup = this;
  door_.run = [](Reaction& r) {
    Wakeup& self = *static_cast<Door&>(r).wakeup;
    char byte = 0;
    while (::read(self.out_.get(), &byte, 1) > 0) {
    }
    if (self.rings_.exchange(0) > 0) self.on_ring_();
  };
  poller_.watch(out_.get(), Dir::read, &door_);
}

inline Wakeup::~Wakeup() { poller_.forget(out_.get()); }

inline void Wakeup::ring() noexcept {
  if (rings_.fetch_add(1) != 0) return;
  const int before = errno;
  const ssize_t n = ::write(in_.get(), "!", 1);
  static_cast<void>(n);
  errno = before;
}
// --- end ---

}  // namespace pots::aio
