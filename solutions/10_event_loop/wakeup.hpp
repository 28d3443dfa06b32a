// A doorbell: how another thread, or a signal handler, wakes a sleeping loop.
#pragma once

#include <functional>

#include "pots/aio/poller.hpp"
#include "pots/aio/reaction.hpp"
#include "pots/fd.hpp"
// --- yours ---
#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdint>
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
  static void answer(Reaction& r);

  struct Door : Reaction {
    Wakeup* wakeup = nullptr;
  };
  Poller& poller_;
  std::function<void()> on_ring_;
  Fd bell_;
  std::atomic<bool> rung_{false};  // until on_ring begins to look
  Door door_;
  // --- end ---
};

// --- yours ---
inline Wakeup::Wakeup(Poller& p, std::function<void()> on_ring)
    : poller_(p),
      on_ring_(std::move(on_ring)),
      bell_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (bell_.get() < 0) {
    throw std::system_error(errno, std::generic_category(), "eventfd");
  }
  door_.run = &answer;
  door_.wakeup = this;
  poller_.watch(bell_.get(), Dir::read, &door_);
}

inline Wakeup::~Wakeup() { poller_.forget(bell_.get()); }

inline void Wakeup::ring() noexcept {
  if (rung_.exchange(true)) return;  // the bell rings already
  const int before = errno;
  const std::uint64_t one = 1;
  // EAGAIN would say that it rings already; nothing else can go wrong.
  [[maybe_unused]] const auto n = ::write(bell_.get(), &one, sizeof one);
  errno = before;
}

inline void Wakeup::answer(Reaction& r) {
  Wakeup& self = *static_cast<Door&>(r).wakeup;
  std::uint64_t rings = 0;
  // A bell that did not ring gives EAGAIN: on_ring finds nothing then.
  [[maybe_unused]] const auto n =
      ::read(self.bell_.get(), &rings, sizeof rings);
  // Before on_ring looks: who rings from now on rings anew. An
  // exchange, for it sees what came before those rings.
  self.rung_.exchange(false);
  self.on_ring_();
}
// --- end ---

}  // namespace pots::aio
