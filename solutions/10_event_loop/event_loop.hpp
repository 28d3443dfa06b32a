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
#include <algorithm>
#include <exception>
#include <map>
#include <memory>
#include <optional>
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
  // A callback that is called as often as its descriptor is ready. It lives
  // until its call has returned, also if that removes it.
  struct Watcher : Reaction, std::enable_shared_from_this<Watcher> {
    Watcher(Loop& its_loop, Callback what)
        : Reaction(&Watcher::call), loop(its_loop), f(std::move(what)) {}
    static void call(Reaction& r);

    Loop& loop;
    Callback f;
  };
  void add(int fd, Dir d, Callback f);
  bool remove(int fd, Dir d);
  std::optional<Duration> timeout();
  void queue_due_timers();

  std::map<std::pair<int, Dir>, std::shared_ptr<Watcher>> watchers_;
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

inline Handle Loop::call_at(Time when, Callback f) {
  Timer& slot = callbacks_.make(std::move(f));
  callbacks_.heap.push(when, slot);
  return callbacks_.handle(slot);
}

inline Handle Loop::call_later(Duration d, Callback f) {
  const Time now = time();
  const Duration most = Duration::max() - std::max(now, Time::zero());
  return call_at(now + std::clamp(d, Duration::zero(), most), std::move(f));
}

inline void Loop::add_reader(int fd, Callback f) {
  add(fd, Dir::read, std::move(f));
}
inline void Loop::add_writer(int fd, Callback f) {
  add(fd, Dir::write, std::move(f));
}
inline bool Loop::remove_reader(int fd) { return remove(fd, Dir::read); }
inline bool Loop::remove_writer(int fd) { return remove(fd, Dir::write); }

inline void Loop::add(int fd, Dir d, Callback f) {
  auto watcher = std::make_shared<Watcher>(*this, std::move(f));
  poller_.watch(fd, d, watcher.get());
  std::swap(watchers_[{fd, d}], watcher);
}

inline bool Loop::remove(int fd, Dir d) {
  const auto found = watchers_.find({fd, d});
  if (found == watchers_.end()) return false;
  poller_.watch(fd, d, nullptr);
  // The descriptor may be closed next, and its number used again.
  const Dir other = d == Dir::read ? Dir::write : Dir::read;
  if (poller_.watcher(fd, other) == nullptr) poller_.forget(fd);
  const std::shared_ptr<Watcher> doomed = std::move(found->second);
  watchers_.erase(found);
  return true;
}

inline void Loop::Watcher::call(Reaction& r) {
  const auto alive = static_cast<Watcher&>(r).shared_from_this();
  try {
    alive->f();
  } catch (...) {
    report_callback_exception(alive->loop.callbacks_.on_error,
                              std::current_exception());
  }
}

inline void Loop::run_once() {
  const LoopScope scope(*this);
  if (ready_.empty() || stopping_ || poller_.waiting() > 0) {
    poller_.poll(timeout(), ready_);
  }
  if (callbacks_.heap.size() > 0) queue_due_timers();
  if (probe_ != nullptr) {
    run_batch(ready_, *probe_);
  } else {
    run_batch(ready_);
  }
}

inline void Loop::run_forever() {
  if (running_) {
    throw std::logic_error(
        "this loop is running already: expected run_forever() from outside "
        "its own callbacks; return from the callback instead");
  }
  running_ = true;
  struct Ended {
    Loop& loop;
    ~Ended() { loop.running_ = loop.stopping_ = false; }
  } ended{*this};
  do {
    run_once();
  } while (!stopping_);
}

inline std::optional<Duration> Loop::timeout() {
  if (!ready_.empty() || stopping_) return Duration::zero();
  const std::optional<Time> next = callbacks_.heap.next_deadline();
  if (!next) return std::nullopt;
  const Time now = time();
  return *next > now ? *next - now : Duration::zero();
}

inline void Loop::queue_due_timers() {
  const Time now = time();
  while (Timer* due = callbacks_.heap.pop_due(now)) push(*due);
}
// --- end ---

}  // namespace pots::aio
