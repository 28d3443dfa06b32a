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
  explicit StripedMap(std::size_t stripes = 16) : parts_(stripes) {}

  std::optional<V> get(const K& key) const {
    const Part& part = parts_[index(key)];
    const std::lock_guard lock(part.mutex);
    const auto found = part.map.find(key);
    if (found == part.map.end()) return std::nullopt;
    return found->second;
  }

  void put(const K& key, V value) {
    Part& part = parts_[index(key)];
    const std::lock_guard lock(part.mutex);
    part.map.insert_or_assign(key, std::move(value));
  }

  bool erase(const K& key) {
    Part& part = parts_[index(key)];
    const std::lock_guard lock(part.mutex);
    return part.map.erase(key) > 0;
  }

  template <class F>
  V update(const K& key, F&& f) {
    Part& part = parts_[index(key)];
    const std::lock_guard lock(part.mutex);
    const auto found = part.map.find(key);
    const bool absent = found == part.map.end();
    // The map changes after everything that may throw.
    V value = std::forward<F>(f)(absent ? V{} : found->second);
    V result = value;
    part.map.insert_or_assign(key, std::move(value));
    return result;
  }

  std::size_t size() const {
    std::vector<std::unique_lock<std::mutex>> all;  // until the end
    std::size_t keys = 0;
    for (const Part& part : parts_) {
      all.emplace_back(part.mutex);
      keys += part.map.size();
    }
    return keys;
  }

 private:
  struct Part {
    mutable std::mutex mutex;  // protects map
    std::unordered_map<K, V, Hash> map;
  };

  std::size_t index(const K& key) const {
    const std::size_t hash = Hash{}(key);
    return hash % parts_.size();
  }

  std::vector<Part> parts_;
  // --- end ---
};

}  // namespace pots
