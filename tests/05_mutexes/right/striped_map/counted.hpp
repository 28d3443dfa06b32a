// Right: the number of keys has a mutex of its own, which is always taken last
// and never with another in hand but that of a part. Parts are lists.
#pragma once

#include <cstddef>
#include <forward_list>
#include <functional>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace pots {

template <class K, class V, class Hash = std::hash<K>>
class StripedMap {
 public:
  explicit StripedMap(std::size_t stripes = 16) : parts_(stripes) {}
  StripedMap(const StripedMap&) = delete;
  StripedMap& operator=(const StripedMap&) = delete;

  std::optional<V> get(const K& key) const {
    Part& part = of(key);
    std::lock_guard<std::mutex> lock(part.mutex);
    const Entry* entry = find(part, key);
    return entry ? std::optional<V>(entry->second) : std::nullopt;
  }

  void put(const K& key, V value) {
    Part& part = of(key);
    std::lock_guard<std::mutex> lock(part.mutex);
    store(part, key, std::move(value));
  }

  bool erase(const K& key) {
    Part& part = of(key);
    std::lock_guard<std::mutex> lock(part.mutex);
    const bool found = find(part, key) != nullptr;
    part.entries.remove_if([&](const Entry& e) { return e.first == key; });
    if (found) count(-1);
    return found;
  }

  template <class F>
  V update(const K& key, F&& f) {
    Part& part = of(key);
    std::lock_guard<std::mutex> lock(part.mutex);
    const Entry* entry = find(part, key);
    V value = f(entry ? V(entry->second) : V{});
    store(part, key, value);
    return value;
  }

  std::size_t size() const {
    std::lock_guard<std::mutex> lock(count_mutex_);
    return count_;
  }

 private:
  using Entry = std::pair<K, V>;
  struct Part {
    std::mutex mutex;
    std::forward_list<Entry> entries;
  };

  Part& of(const K& key) const { return parts_[Hash()(key) % parts_.size()]; }

  static Entry* find(Part& part, const K& key) {
    for (Entry& entry : part.entries) {
      if (entry.first == key) return &entry;
    }
    return nullptr;
  }

  // Pre: the part's lock is held, so nobody sees the key before the count.
  void store(Part& part, const K& key, V value) {
    if (Entry* entry = find(part, key)) {
      entry->second = std::move(value);
    } else {
      part.entries.emplace_front(key, std::move(value));
      count(1);
    }
  }
  void count(int more) {
    std::lock_guard<std::mutex> lock(count_mutex_);
    count_ += more;
  }

  mutable std::vector<Part> parts_;
  mutable std::mutex count_mutex_;
  std::size_t count_ = 0;
};

}  // namespace pots
