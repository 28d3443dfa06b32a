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
  // One for each direction of a descriptor. What it calls is held by the call,
  // too, so the watcher may go meanwhile.
  struct Watcher : Reaction {
    Loop* loop = nullptr;
    std::shared_ptr<Callback> f;
  };
  struct Watchers {
    Watcher reader, writer;
  };
  static void call(Reaction& r);
  void set(Watcher& watcher, Callback f) {
    watcher.unlink();
    watcher.run = &Loop::call;
    watcher.loop = this;
    watcher.f = std::make_shared<Callback>(std::move(f));
  }
  bool clear(int fd, Watcher Watchers::*which, Dir d);

  std::map<int, Watchers> watchers_;
  ReadyQueue batch_;  // the one that is served; ready_ is filled meanwhile
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
  ready_.push(slot);
  return callbacks_.handle(slot);
}

inline Handle Loop::call_at(Time when, Callback f) {
  Timer& slot = callbacks_.make(std::move(f));
  callbacks_.heap.push(when, slot);
  return callbacks_.handle(slot);
}

inline Handle Loop::call_later(Duration d, Callback f) {
  if (d < Duration::zero()) d = Duration::zero();
  Time when = Time::max();
  if (time() < Time::max() - d) when = time() + d;
  return call_at(when, std::move(f));
}

inline void Loop::add_reader(int fd, Callback f) {
  set(watchers_[fd].reader, std::move(f));
  poller_.watch(fd, Dir::read, &watchers_[fd].reader);
}
inline void Loop::add_writer(int fd, Callback f) {
  set(watchers_[fd].writer, std::move(f));
  poller_.watch(fd, Dir::write, &watchers_[fd].writer);
}
inline bool Loop::remove_reader(int fd) {
  return clear(fd, &Watchers::reader, Dir::read);
}
inline bool Loop::remove_writer(int fd) {
  return clear(fd, &Watchers::writer, Dir::write);
}

inline bool Loop::clear(int fd, Watcher Watchers::*which, Dir d) {
  const auto found = watchers_.find(fd);
  if (found == watchers_.end() || (found->second.*which).f == nullptr) {
    return false;
  }
  poller_.watch(fd, d, nullptr);
  const auto last = std::exchange((found->second.*which).f, nullptr);
  if (found->second.reader.f == nullptr && found->second.writer.f == nullptr) {
    poller_.forget(fd);
    watchers_.erase(found);
  }
  return true;
}

inline void Loop::call(Reaction& r) {
  Loop& loop = *static_cast<Watcher&>(r).loop;
  const std::shared_ptr<Callback> f = static_cast<Watcher&>(r).f;
  try {
    (*f)();
  } catch (...) {
    report_callback_exception(loop.callbacks_.on_error,
                              std::current_exception());
  }
}

inline void Loop::run_once() {
  const LoopScope scope(*this);
  std::optional<Duration> timeout;
  if (!ready_.empty() || stopping_) {
    timeout = Duration::zero();
  } else if (const auto next = callbacks_.heap.next_deadline()) {
    timeout = Duration::zero();
    if (*next > time()) timeout = *next - time();
  }
  poller_.poll(timeout, ready_);
  const Time now = time();
  while (Timer* due = callbacks_.heap.pop_due(now)) ready_.push(*due);
  batch_.take_all(ready_);
  while (Reaction* next = batch_.front()) {
    if (probe_ != nullptr) probe_->before(*next);
    if (batch_.front() != next) continue;
    batch_.pop();
    next->run(*next);
    if (probe_ != nullptr) probe_->after();
  }
}

inline void Loop::run_forever() {
  if (running_) throw std::logic_error("this loop is running already");
  running_ = true;
  try {
    do {
      run_once();
    } while (!stopping_);
  } catch (...) {
    running_ = stopping_ = false;
    throw;
  }
  running_ = stopping_ = false;
}
// --- end ---

}  // namespace pots::aio
