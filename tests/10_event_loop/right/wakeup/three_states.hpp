// A doorbell: how another thread, or a signal handler, wakes a sleeping loop.
#pragma once

#include <functional>

#include "pots/aio/poller.hpp"
#include "pots/aio/reaction.hpp"
#include "pots/fd.hpp"
// --- yours ---
#include <sys/eventfd.h>

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
  enum State { kAsleep, kRung, kLooking };

  struct Door : Reaction {
    explicit Door(Wakeup& its) : Reaction(&open), wakeup(its) {}
    static void open(Reaction& r) { static_cast<Door&>(r).wakeup.answer(); }
    Wakeup& wakeup;
  };
  void answer() {
    eventfd_t rings = 0;
    eventfd_read(bell_.get(), &rings);
    // Whoever rings while on_ring looks makes it look again, without a call.
    int seen = state_.exchange(kLooking);
    do {
      on_ring_();
      seen = kLooking;
    } while (!state_.compare_exchange_strong(seen, kAsleep) &&
             state_.exchange(kLooking) == kRung);
  }

  Poller& poller_;
  std::function<void()> on_ring_;
  Fd bell_;
  std::atomic<int> state_{kAsleep};
  Door door_{*this};
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
  poller_.watch(bell_.get(), Dir::read, &door_);
}

inline Wakeup::~Wakeup() { poller_.forget(bell_.get()); }

inline void Wakeup::ring() noexcept {
  if (state_.exchange(kRung) != kAsleep) return;
  const int before = errno;
  eventfd_write(bell_.get(), 1);
  errno = before;
}
// --- end ---

}  // namespace pots::aio
