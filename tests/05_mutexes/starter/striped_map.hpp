// A map for many threads: its keys do not all share one lock.
//
// StripedMap(n): n >= 1 parts. The hash of a key says in which it lies;
//           hashes 0, 1, 2, ... are spread over all of them.
// get:      a copy of the value, if there is one.
// put:      inserts, or replaces.   erase: was there anything?
// update:   the value becomes f(old), or f(V{}) if there is none.
//           Returns the new value. Calls f once, and nobody else
//           touches this key meanwhile.
// size:     the number of keys at one moment of the call.
// Waiting:  calls for two keys wait for each other only if both lie in
//           the same part.
// Errors:   f throws, or memory runs out: passed on, the map is as it
//           was before.
// Pre:      f does not use this map. Hash and == do not throw.
// Threads:  any thread.  Life: no copies.
#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

namespace pots {

template <class K, class V, class Hash = std::hash<K>>
class StripedMap {
 public:
  StripedMap(const StripedMap&) = delete;
  StripedMap& operator=(const StripedMap&) = delete;

  // --- yours ---
  explicit StripedMap([[maybe_unused]] std::size_t stripes = 16) {}

  std::optional<V> get(const K& key) const {
    const std::lock_guard lock(mutex_);
    const auto found = map_.find(key);
    if (found == map_.end()) return std::nullopt;
    return found->second;
  }

  void put(const K& key, V value) {
    const std::lock_guard lock(mutex_);
    map_.insert_or_assign(key, std::move(value));
  }

  bool erase(const K& key) {
    const std::lock_guard lock(mutex_);
    return map_.erase(key) > 0;
  }

  template <class F>
  V update(const K& key, F&& f) {
    V value = std::forward<F>(f)(get(key).value_or(V{}));
    put(key, value);
    return value;
  }

  std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return map_.size();
  }

 private:
  mutable std::mutex mutex_;
  std::unordered_map<K, V, Hash> map_;
  // --- end ---
};

}  // namespace pots
