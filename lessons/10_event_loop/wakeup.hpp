// A doorbell: how another thread, or a signal handler, wakes a sleeping loop.
#pragma once

#include <functional>

#include "pots/aio/poller.hpp"
#include "pots/aio/reaction.hpp"
#include "pots/fd.hpp"
// --- yours ---
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
  std::function<void()> on_ring_;
  // --- end ---
};

// --- yours ---
inline Wakeup::Wakeup([[maybe_unused]] Poller& p, std::function<void()> on_ring)
    : on_ring_(std::move(on_ring)) {}

inline Wakeup::~Wakeup() {}

inline void Wakeup::ring() noexcept {}  // so far a bell without a sound
// --- end ---

}  // namespace pots::aio
