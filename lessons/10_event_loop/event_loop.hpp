// The machine under every async program: ready reactions, timers, descriptors,
// and one turn that serves them in a fixed order.
#pragma once

#include <stdexcept>

#include "pots/aio/callbacks.hpp"
#include "pots/aio/guests.hpp"
#include "pots/aio/loop_scope.hpp"
#include "pots/aio/poller.hpp"
#include "pots/aio/ready_queue.hpp"
#include "pots/aio/world.hpp"
// --- yours ---
#include <utility>
// --- end ---

namespace pots::aio {

// asyncio's event loop. One turn, exactly:
//   1. The timeout: 0 if something is ready or stop() was called; else the
//      time to the next deadline; else none.
//   2. Poll the descriptors for so long. (Left out when something is ready and
//      nobody waits for a descriptor.)
//   3. Timers that are due (when <= now) go behind what is ready.
//   4. Run the batch: what is ready now, and nothing that comes meanwhile.
// What a callback throws goes to callbacks().on_error, and the loop goes on.
//
// Thread safety: none; a loop belongs to one thread.
class Loop {
 public:
  explicit Loop(World& w = real_world());
  // What still waits is destroyed, not run: first the guests, the newest first,
  // then the callbacks.
  ~Loop() = default;
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  // The loop that runs on this thread, or has a LoopScope there;
  // std::logic_error if there is none.
  static Loop& current();

  Time time();  // now, in its world
  Handle call_soon(Callback f);
  Handle call_at(Time when, Callback f);
  // d < 0 counts as 0, and what would end after all time as never.
  Handle call_later(Duration d, Callback f);
  // f runs in every turn that finds fd ready. Replaces what was there. f may
  // remove or replace itself. False: there was none.
  void add_reader(int fd, Callback f);
  bool remove_reader(int fd);
  void add_writer(int fd, Callback f);
  bool remove_writer(int fd);
  // call_soon for a node that you own. Precondition: !r.linked().
  void push(Reaction& r) noexcept { ready_.push(r); }

  void run_once();  // one turn
  // Turns until stop(). std::logic_error inside itself; another loop may run
  // inside a callback of this one.
  void run_forever();
  // The turn that is under way is the last; before run_forever(): the first.
  void stop() noexcept { stopping_ = true; }

  Poller& poller() noexcept { return poller_; }
  Callbacks& callbacks() noexcept { return callbacks_; }
  Guests& guests() noexcept { return guests_; }
  // Told about each reaction, in place of the world's probe.
  void set_probe(Probe* probe) noexcept { probe_ = probe; }

 private:
  World& world_;
  Probe* probe_;
  bool stopping_ = false;
  bool running_ = false;
  // The order matters: the last is destroyed first.
  ReadyQueue ready_;
  Poller poller_;
  // --- yours ---
  // --- end ---
  Callbacks callbacks_;
  Guests guests_;
};

inline Loop& Loop::current() {
  if (LoopScope::current() != nullptr) return *LoopScope::current();
  throw std::logic_error(
      "expected a running loop, but none runs on this thread: call this from "
      "inside run(), or make a LoopScope first");
}

// --- yours ---
inline Loop::Loop(World& w) : world_(w), probe_(w.probe()), poller_(w) {}

inline Time Loop::time() { return world_.now(); }

inline Handle Loop::call_soon(Callback f) {
  Timer& slot = callbacks_.make(std::move(f));
  push(slot);
  return callbacks_.handle(slot);
}

inline Handle Loop::call_at([[maybe_unused]] Time when, Callback f) {
  return call_soon(std::move(f));  // so far, later is now
}

inline Handle Loop::call_later([[maybe_unused]] Duration d, Callback f) {
  return call_soon(std::move(f));
}

inline void Loop::add_reader([[maybe_unused]] int fd,
                             [[maybe_unused]] Callback f) {}
inline bool Loop::remove_reader([[maybe_unused]] int fd) { return false; }
inline void Loop::add_writer([[maybe_unused]] int fd,
                             [[maybe_unused]] Callback f) {}
inline bool Loop::remove_writer([[maybe_unused]] int fd) { return false; }

inline void Loop::run_once() {
  const LoopScope scope(*this);
  poller_.poll(Duration::zero(), ready_);
  if (probe_ != nullptr) {
    run_batch(ready_, *probe_);
  } else {
    run_batch(ready_);
  }
}

inline void Loop::run_forever() {
  running_ = true;
  do {
    run_once();
  } while (!stopping_);
  running_ = stopping_ = false;
}
// --- end ---

}  // namespace pots::aio
