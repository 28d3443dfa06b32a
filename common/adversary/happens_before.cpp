#include "common/adversary/happens_before.hpp"

namespace pots::adv {
namespace {

std::size_t index(Actor actor) { return static_cast<std::size_t>(actor); }

}  // namespace

void join(Clock& clock, const Clock& other) {
  for (std::size_t i = 0; i < clock.size(); ++i) {
    clock[i] = clock[i] < other[i] ? other[i] : clock[i];
  }
}

bool waits_for_all(Touches touches) {
  for (const Touch& touch : touches) {
    if (touch.object == kAllOthers) return true;
  }
  return false;
}

bool conflict(Touches a, Touches b) {
  if (waits_for_all(a) || waits_for_all(b)) return true;
  for (const Touch& x : a) {
    if (x.object == 0) continue;
    for (const Touch& y : b) {
      if (x.object == y.object && (x.writes || y.writes)) return true;
    }
  }
  return false;
}

// Room for most executions: growing in the middle of one would look like a
// heap block that the program under test left behind.
History::History() {
  entries_.reserve(1024);
  last_touch_.reserve(1024);
  numbers_.reserve(1024);
  last_.fill(-1);
  start_.fill(-1);
}

Clock History::clock_before(const Event& next) const {
  Clock clock;
  clock.fill(-1);
  const auto add_end_of = [&](Actor actor) {
    const int last = last_[index(actor)];
    const int end = last != -1 ? last : start_[index(actor)];
    if (end != -1) join(clock, at(end).clock);
  };
  add_end_of(next.actor);
  if (next.joins >= 0) add_end_of(next.joins);
  if (waits_for_all(next.touches)) {
    for (Actor actor = 0; actor < kMaxThreads; ++actor) add_end_of(actor);
  }
  return clock;
}

int History::last_touch(std::uint64_t object) const {
  const auto place = numbers_.find(object);
  if (place == numbers_.end()) return -1;
  return last_touch_[static_cast<std::size_t>(place->second)];
}

History::Link History::link(int e, std::uint64_t object) const {
  const Entry& entry = at(e);
  for (std::size_t i = 0; i < kMaxTouches; ++i) {
    if (entry.touches[i].object != object) continue;
    return {object, entry.touches[i].writes, entry.touches[i].only_orders,
            entry.previous[i]};
  }
  return {};
}

void History::add(const Event& event) {
  const int self = size();
  Entry entry;
  entry.actor = event.actor;
  entry.kind = event.kind;
  entry.starts = event.starts;
  entry.clock = clock_before(event);
  if (wait_for_all_ != -1) join(entry.clock, at(wait_for_all_).clock);
  std::size_t used = 0;
  for (const Touch& touch : event.touches) {
    if (touch.object == 0) continue;
    if (touch.object == kAllOthers) {
      entry.touches[used] = touch;
      entry.numbers[used] = entry.previous[used] = -1;
      ++used;
      continue;
    }
    const auto [place, is_new] = numbers_.try_emplace(
        touch.object, static_cast<int>(last_touch_.size()));
    if (is_new) last_touch_.push_back(-1);
    int& last = last_touch_of(place->second);
    if (last == self) {  // an object that is named twice
      for (std::size_t i = 0; i < used; ++i) {
        if (entry.touches[i].object == touch.object) {
          entry.touches[i].writes |= touch.writes;
          entry.touches[i].only_orders &= touch.only_orders;
        }
      }
      continue;
    }
    entry.touches[used] = touch;
    entry.numbers[used] = place->second;
    entry.previous[used] = last;
    ++used;
    last = self;
  }
  for (std::size_t i = 0; i < used; ++i) {
    // Back to the last write: what lies before it happens before it.
    for (int e = entry.previous[i]; e != -1;) {
      const Link found = link(e, entry.touches[i].object);
      if (entry.touches[i].writes || found.writes) {
        join(entry.clock, at(e).clock);
      }
      if (found.writes) break;
      e = found.previous;
    }
  }
  entry.clock[index(event.actor)] = self;
  entry.previous_of_actor = last_[index(event.actor)];
  last_[index(event.actor)] = self;
  if (event.starts >= 0) {
    entry.previous_start = start_[index(event.starts)];
    start_[index(event.starts)] = self;
  }
  entry.previous_wait_for_all = wait_for_all_;
  if (waits_for_all(event.touches)) wait_for_all_ = self;
  entries_.push_back(entry);
}

void History::cut(int size) {
  while (this->size() > size) {
    const Entry& entry = entries_.back();
    for (std::size_t i = 0; i < kMaxTouches; ++i) {
      if (entry.touches[i].object == 0) break;
      if (entry.numbers[i] == -1) continue;
      last_touch_of(entry.numbers[i]) = entry.previous[i];
    }
    last_[index(entry.actor)] = entry.previous_of_actor;
    if (entry.starts >= 0) start_[index(entry.starts)] = entry.previous_start;
    wait_for_all_ = entry.previous_wait_for_all;
    entries_.pop_back();
  }
}

}  // namespace pots::adv
