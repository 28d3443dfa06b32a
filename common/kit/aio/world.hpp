// The only place where time passes and descriptors become ready.
//
// A loop asks its World what time it is and lets it wait. So a test can bring
// a world of its own, in which an hour takes no time, and a program that would
// sleep for ever is an error that says so.
#pragma once

#include <sys/epoll.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <stdexcept>

#include "pots/aio/reaction.hpp"

namespace pots::aio {

using Duration = std::chrono::nanoseconds;
using Time = std::chrono::nanoseconds;  // since the world began

// Told about every reaction that a loop runs: tests and the watchdog of a
// later lesson look on through it.
struct Probe {
  virtual ~Probe() = default;
  // `next` is about to run and still in its list. It may be unlinked or
  // destroyed in here; then it does not run.
  virtual void before(const Reaction& next) = 0;
  // The reaction has run; it may be gone.
  virtual void after() = 0;
};

// Thread safety: a world belongs to the thread whose loop uses it.
struct World {
  virtual ~World() = default;
  virtual Time now() = 0;
  // As epoll_wait: waits until a descriptor of `epfd` is ready, but no longer
  // than `timeout` (nullopt: until something happens), and writes up to `cap`
  // events. Returns their number; 0 also for no reason at all. Throws
  // std::system_error.
  virtual int wait(int epfd, epoll_event* events, int cap,
                   std::optional<Duration> timeout) = 0;
  // Who looks on at the loops of this world; nullptr: nobody.
  virtual Probe* probe() { return nullptr; }
};

// CLOCK_MONOTONIC and epoll_wait. Timeouts are rounded up to milliseconds; one
// of more than a day ends after a day, with 0 events.
class RealWorld : public World {
 public:
  Time now() override;
  int wait(int epfd, epoll_event* events, int cap,
           std::optional<Duration> timeout) override;
};
World& real_world();

// Nobody would ever wake this loop.
struct WouldSleepForever : std::logic_error {
  using logic_error::logic_error;
};
// The loop asked again and again, and nothing moved.
struct WouldSpinForever : std::logic_error {
  using logic_error::logic_error;
};

// Descriptors are real, time is not: whoever waits for a time is there at
// once. The clock starts at 0 and only wait() moves it.
class VirtualWorld : public World {
 public:
  Time now() override { return now_; }
  // Looks at the descriptors without waiting. If none is ready, the clock
  // jumps by `timeout`; without one: WouldSleepForever. 10,000 calls in a row
  // that move neither the clock nor a descriptor: WouldSpinForever.
  int wait(int epfd, epoll_event* events, int cap,
           std::optional<Duration> timeout) override;

  int waits() const { return waits_; }  // calls of wait() so far
  void advance(Duration by) { now_ += by; }

 private:
  void watch_for_spinning(const epoll_event* events, int ready);

  Time now_{0};
  int waits_ = 0;
  int unmoved_ = 0;               // calls in a row that moved nothing
  std::uint64_t last_ready_ = 0;  // what was ready at the last call, in short
};

}  // namespace pots::aio
